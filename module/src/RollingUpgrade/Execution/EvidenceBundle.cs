using System.Globalization;
using System.IO.Compression;
using System.Management.Automation;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Documents;
using RollingUpgrade.Native;

namespace RollingUpgrade.Execution;

/// <summary>
/// What a support case needs of a run that has paused or stopped: cluster logs, critical events, a validation report
/// and the journal, in one archive that is there wholly or not at all.
/// </summary>
internal sealed class EvidenceBundle
{
    /// <summary>Tests that read only, and are over within a minute.</summary>
    private const string QuickTests = "Cluster Configuration";

    /// <summary>Logs reach back a little further than the run, to what led to it.</summary>
    private const int MinutesBefore = 15;
    private readonly ClusterAccess _cluster;
    private readonly JournalFile _journal;
    private readonly string _runId;
    private readonly string _folder;
    private readonly List<string> _missing = [];

    /// <param name="cluster">The seams and the clock.</param>
    /// <param name="journal">The journal.</param>
    /// <param name="runId">The run.</param>
    /// <param name="folder">Where the archive goes; it is made where it is missing.</param>
    internal EvidenceBundle(ClusterAccess cluster, JournalFile journal, string runId, string folder)
    {
        _cluster = cluster;
        _journal = journal;
        _runId = runId;
        _folder = folder;
    }

    /// <summary>Gathers it; a part that can't be had is named in the archive.</summary>
    /// <param name="since">When the run began.</param>
    /// <param name="status">Where the run stands.</param>
    /// <param name="report">The last validation report of the session; null where there is none.</param>
    /// <returns>The path of the archive.</returns>
    /// <exception cref="IOException">It can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    internal string Gather(DateTimeOffset since, JsonElement status, string? report)
    {
        _missing.Clear();
        string scratch = Path.Combine(Path.GetTempPath(), $"rolling-upgrade-{Guid.NewGuid():N}");
        Directory.CreateDirectory(scratch);
        try
        {
            Write(scratch, "status.json", status.GetRawText());
            Part("the journal", () => Write(scratch, "journal.jsonl", _journal.Export(_runId)));
            Part("the cluster logs", () => Logs(scratch, since));
            Part("the critical events", () => Events(scratch, since));
            Part("the validation report", () => Report(scratch, report));
            if (_missing.Count > 0)
            {
                Write(scratch, "missing.txt", string.Join("\n", _missing) + "\n");
            }

            return Pack(scratch);
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private void Logs(string scratch, DateTimeOffset since)
    {
        uint minutes = (uint)Math.Max(1, (_cluster.Clock.Now - since).TotalMinutes) + MinutesBefore;
        Call(new ClusterCommand(ClusterCommand.FailoverClusters, "Get-ClusterLog")
            .With("Destination", scratch).With("TimeSpan", minutes));
    }

    private void Events(string scratch, DateTimeOffset since)
    {
        string[] nodes = Call(new ClusterCommand(ClusterCommand.FailoverClusters, "Get-ClusterNode"))
            .Select(node => node.Text("Name") ?? string.Empty)
            .ToArray();
        JsonArray events = _cluster.Nodes.CriticalEvents(nodes, JsonReading.Format(since));
        Write(scratch, "events.json", events.ToJsonString());
    }

    private void Report(string scratch, string? report)
    {
        string target = Path.Combine(scratch, "validation.htm");
        if (report is not null && File.Exists(report))
        {
            File.Copy(report, target);
            return;
        }

        Call(new ClusterCommand(ClusterCommand.FailoverClusters, "Test-Cluster")
            .With("Include", new[] { QuickTests })
            .With("ReportName", Path.Combine(scratch, "validation")));
        if (!File.Exists(target))
        {
            _missing.Add("Test-Cluster wrote its report on a node of the cluster.");
        }
    }

    private IReadOnlyList<PSObject> Call(ClusterCommand command)
    {
        CommandOutcome outcome = _cluster.Commands.Invoke(command);
        if (outcome.Error is { } error)
        {
            _missing.Add($"{command}: {error}");
        }

        return outcome.Objects;
    }

    /// <summary>One part; what keeps it from being had keeps no other.</summary>
    private void Part(string name, Action gather)
    {
        try
        {
            gather();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NativeException)
        {
            _missing.Add($"{name}: {error.Message}");
        }
    }

    private string Pack(string scratch)
    {
        Directory.CreateDirectory(_folder);
        string stamp = _cluster.Clock.Now.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        string run = _runId.Substring(_runId.LastIndexOf(':') + 1);
        string path = Path.Combine(_folder, $"evidence-{stamp}-{run}.zip");
        string partial = $"{path}.{Guid.NewGuid():N}.partial";
        try
        {
            ZipFile.CreateFromDirectory(scratch, partial);
            File.Move(partial, path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            File.Delete(partial);
            throw;
        }

        return path;
    }

    private static void Write(string folder, string name, string text) =>
        File.WriteAllText(Path.Combine(folder, name), text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
}
