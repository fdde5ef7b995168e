using System.Management.Automation;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Documents;
using RollingUpgrade.Errors;
using RollingUpgrade.Native;

namespace RollingUpgrade.Execution;

/// <summary>One run from its plan, or from the journal, to its result.</summary>
internal sealed class RunSession : IDisposable
{
    private readonly ClusterAccess _cluster;
    private readonly JournalFile _file;
    private readonly NativeHandle _run;
    private readonly RunLoop _loop;
    private readonly RunStory _story;
    private readonly CancellationToken _stopping;
    private bool _taken;

    private RunSession(
        ClusterAccess cluster,
        JournalFile file,
        NativeHandle run,
        RunJournal journal,
        RunStory story,
        UpgradePlan plan,
        SessionParts parts,
        INativeLog log,
        CancellationToken stopping)
    {
        _cluster = cluster;
        _file = file;
        _run = run;
        _story = story;
        _stopping = stopping;
        EvidenceBundle? evidence = parts.EvidenceFolder is { } folder
            ? new EvidenceBundle(cluster, file, story.RunId, folder)
            : null;
        _loop = new RunLoop(run, journal, cluster, plan, parts, evidence, log, stopping) { Advanced = OnAdvanced };
    }

    /// <summary>Is told where the run stands, after each event.</summary>
    internal Action<JsonElement>? StatusChanged { get; set; }

    /// <summary>Is told each line of the run's story.</summary>
    internal Action<RunLine>? LineAdded { get; set; }

    /// <summary>The id of the run.</summary>
    internal string RunId => _story.RunId;

    /// <summary>Begins a run of a plan: kept in the journal, nothing done yet.</summary>
    internal static RunSession Begin(
        UpgradePlan plan,
        JsonObject? consent,
        JsonObject? left,
        SessionParts parts,
        ClusterAccess cluster,
        JournalFile file,
        INativeLog log,
        CancellationToken stopping)
    {
        string runId = RunIds.New(cluster.Twin);
        JsonObject options = new()
        {
            ["runId"] = runId,
            ["commit"] = consent is not null,
            ["session"] = parts.Document(),
        };
        if (consent is not null)
        {
            options["consent"] = consent;
        }

        if (left is not null)
        {
            options["takesBack"] = left;
        }

        NativeHandle run = Open(plan.ToNode(), options, log);
        file.Create(new JsonObject
        {
            ["plan"] = plan.ToNode(),
            ["options"] = options.DeepClone(),
            ["at"] = JsonReading.Format(cluster.Clock.Now),
            ["who"] = Account.Name,
            ["host"] = Account.Host,
            ["versions"] = Versions(),
        });
        RunStory story = new(runId, plan);
        return new RunSession(
            cluster, file, run, new RunJournal(file, runId, 0), story, plan, parts, log, stopping);
    }

    /// <summary>Opens a run as the journal left it: the same events give the same run.</summary>
    internal static RunSession Restore(
        JsonElement stored,
        SessionParts parts,
        ClusterAccess cluster,
        JournalFile file,
        INativeLog log,
        CancellationToken stopping)
    {
        UpgradePlan plan = new(stored.GetProperty("plan"), path: null);
        string runId = stored.GetProperty("options").Text("runId") ?? string.Empty;
        (NativeHandle run, long kept) = file.Resume(runId, log);
        RunStory story = new(runId, plan);
        foreach (JsonElement transition in stored.Items("transitions"))
        {
            story.Add(transition.Items("lines"));
        }

        return new RunSession(
            cluster, file, run, new RunJournal(file, runId, kept), story, plan, parts, log, stopping);
    }

    /// <summary>Brings what this session has along.</summary>
    /// <exception cref="NativeException">RunBusy: another session drives it.</exception>
    internal void Open(SessionParts parts)
    {
        Take();
        _loop.Open(parts.Document());
    }

    /// <summary>Keeps the consent of a person to what can't be undone.</summary>
    internal void Consent(JsonObject consent) => _loop.Consent(consent);

    /// <summary>Carries the run on.</summary>
    /// <exception cref="PipelineStoppedException">Ctrl+C; the journal says so already.</exception>
    /// <exception cref="NativeException">RunBusy: another session drives it.</exception>
    internal void Drive(JsonObject first)
    {
        Take();
        _story.Begin(_cluster.Twin);
        using StopWatcher watcher = new(_file, RunId, _stopping);
        _cluster.Commands.Interrupt = watcher.Now;
        try
        {
            _loop.Drive(first, watcher);
        }
        catch (PipelineStoppedException)
        {
            _loop.Stop();
            if (_stopping.IsCancellationRequested)
            {
                throw;
            }
        }
        finally
        {
            _cluster.Commands.Interrupt = CancellationToken.None;
        }
    }

    /// <summary>Says to the run and to the journal that nothing new may start, for a run that nobody drives.</summary>
    internal void Stop() => _loop.Stop();

    /// <summary>Gives back whatever a run that nobody drives has borrowed, also where a node is out.</summary>
    /// <exception cref="NativeException">RunBusy: another session drives it.</exception>
    internal void Abandon()
    {
        Take();
        _story.Begin(_cluster.Twin);
        using StopWatcher watcher = new(_file, RunId, _stopping);
        _loop.Abandon(watcher);
    }

    /// <summary>What a plan for the rest, or for the way back, has to know of the run.</summary>
    internal JsonObject Unfinished()
    {
        using JsonDocument left = _run.Call(new JsonObject { ["query"] = "unfinished" });
        return left.RootElement.ToNode()!.AsObject();
    }

    /// <summary>Whether the run has found that its plan does not fit the cluster any more.</summary>
    internal bool IsStale()
    {
        using JsonDocument status = _run.Call(new JsonObject { ["query"] = "status" });
        return status.RootElement.Text("state") == "paused"
            && status.RootElement.Part("reason")?.Text("id") == "PlanStale";
    }

    /// <summary>What has come of the run.</summary>
    internal RollingUpgradeResult Result() =>
        _story.Result(_loop.Status, _loop.FunctionalLevel, _loop.Downtime, _cluster.Twin);

    public void Dispose()
    {
        if (_taken)
        {
            _taken = false;
            _file.Release(RunId);
        }

        _run.Dispose();
    }

    /// <summary>One session at a time drives a run; the next one finds the row of a process that lives.</summary>
    private void Take()
    {
        if (_taken)
        {
            return;
        }

        if (RunDriver.IsAlive(_file.Control(RunId).Part("driver")))
        {
            throw Failures.RunBusy(RunId);
        }

        _file.Take(RunId);
        _taken = true;
    }

    private static NativeHandle Open(JsonNode plan, JsonObject options, INativeLog log) => NativeCore.Open(
        new JsonObject { ["kind"] = "run", ["plan"] = plan, ["options"] = options.DeepClone() }, log);

    private static JsonObject Versions() => new()
    {
        ["rollingUpgrade"] = NativeCore.EnsureLibrary().Version,
        ["powerShell"] = typeof(PSObject).Assembly.GetName().Version?.ToString(),
        ["operatingSystem"] = RuntimeInformation.OSDescription,
    };

    private void OnAdvanced(JsonElement advance)
    {
        _story.Add(advance.Items("lines"));
        foreach (JsonElement line in advance.Items("lines"))
        {
            LineAdded?.Invoke(new RunLine(line));
        }

        StatusChanged?.Invoke(advance.GetProperty("status"));
    }
}
