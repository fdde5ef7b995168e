using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Documents;
using RollingUpgrade.Native;

namespace RollingUpgrade.Execution;

/// <summary>Drives one run: carries out each action, waits, reads, and feeds back what was read.</summary>
/// <remarks>
/// The state machine behind the handle decides; this loop only acts. What it is told goes into the journal before the
/// next action is carried out, so that a session that dies leaves behind what it was about to do.
/// </remarks>
internal sealed class RunLoop
{
    private readonly NativeHandle _run;
    private readonly RunJournal _journal;
    private readonly ClusterAccess _cluster;
    private readonly StepQuestion _rules;
    private readonly ActionRunner _actions;
    private readonly ObservationReader _observations;
    private readonly INativeLog _log;
    private readonly CancellationToken _stopping;

    /// <param name="run">The state machine.</param>
    /// <param name="journal">Where each transition goes before it is acted on.</param>
    /// <param name="cluster">The seams and the clock.</param>
    /// <param name="plan">The plan, for the rules before each step.</param>
    /// <param name="parts">What the session brings along.</param>
    /// <param name="evidence">Gathers what a support case needs; null where nobody wants it.</param>
    /// <param name="log">Where the library's log goes.</param>
    /// <param name="stopping">Cancelled by Ctrl+C.</param>
    internal RunLoop(
        NativeHandle run,
        RunJournal journal,
        ClusterAccess cluster,
        UpgradePlan plan,
        SessionParts parts,
        EvidenceBundle? evidence,
        INativeLog log,
        CancellationToken stopping)
    {
        _run = run;
        _journal = journal;
        _cluster = cluster;
        using JsonDocument document = JsonDocument.Parse(plan.ToJson());
        _rules = new StepQuestion(cluster, document.RootElement.Clone(), parts.Answers, stopping);
        _actions = new ActionRunner(cluster, parts.Scripts) { Evidence = evidence };
        _observations = new ObservationReader(cluster, _rules);
        _log = log;
        _stopping = stopping;
    }

    /// <summary>Is told what comes of each event, on the thread of the pipeline.</summary>
    internal Action<JsonElement>? Advanced { get; set; }

    /// <summary>What was seen of roles that were down.</summary>
    internal ObservedDowntime Downtime { get; } = new();

    /// <summary>The functional level as it was read last.</summary>
    internal int? FunctionalLevel => _observations.FunctionalLevel;

    /// <summary>Where the run stands after its last event.</summary>
    internal JsonElement Status { get; private set; }

    /// <summary>Carries the run on from an event until it waits, pauses, stops or ends.</summary>
    /// <exception cref="System.Management.Automation.PipelineStoppedException">
    /// Ctrl+C; the action in hand goes on in the cluster and <see cref="Stop"/> has not been called yet.
    /// </exception>
    /// <param name="first">The event that begins it.</param>
    /// <param name="watcher">Says whether another session asks the run to stop.</param>
    internal void Drive(JsonObject first, StopWatcher watcher) => Follow(Feed(first), watcher, stopped: false);

    /// <summary>Takes a run up only to give back what it has borrowed.</summary>
    internal void Abandon(StopWatcher watcher)
    {
        // What it would do next is not begun.
        Feed(RunEvents.Resumed(commit: false));
        Follow(Feed(RunEvents.OrderlyStop(abandon: true)), watcher, stopped: true);
    }

    private void Follow(JsonElement advance, StopWatcher watcher, bool stopped)
    {
        while (advance.Part("action") is { } action)
        {
            ThrowIfStopping();
            watcher.Look();
            if (watcher.IsRequested && !stopped)
            {
                // The action in hand has not been begun; what has to be put back comes first.
                stopped = true;
                advance = Feed(RunEvents.OrderlyStop());
                continue;
            }

            (JsonObject result, JsonObject observed) = Do(action, stopped ? _stopping : watcher.Waits);

            // What was cut off by the stop says nothing of the cluster; the action is in doubt until the run goes on.
            ThrowIfStopping();
            Downtime.See(observed, _cluster.Clock.Now);
            advance = Feed(new JsonObject
            {
                ["kind"] = "actionEnded",
                ["action"] = action.Number("id"),
                ["result"] = result,
                ["observed"] = observed,
            });
        }
    }

    /// <summary>Carries an action out, waits, and reads.</summary>
    private (JsonObject Result, JsonObject Observed) Do(JsonElement action, CancellationToken waits)
    {
        JsonElement task = action.GetProperty("task");
        bool aside = action.Flag("aside");
        JsonObject result = [];
        JsonObject observed = [];
        _actions.Status = Status;
        Beside(aside, () => result = _actions.CarryOut(task));
        if (task.Text("kind") is "evictNode" or "install" or "addNode")
        {
            _rules.Forget(task.Text("node"));
            _rules.Forget(task.Text("machine"));
        }

        long wait = action.Number("waitSeconds");
        if (wait > 0)
        {
            _cluster.Clock.Wait(TimeSpan.FromSeconds(wait), waits);
        }

        Beside(aside, () => observed = _observations.Read(action.GetProperty("observe")));
        foreach (KeyValuePair<string, JsonNode?> found in _actions.Found)
        {
            observed[found.Key] = found.Value?.DeepClone();
        }

        return (result, observed);
    }

    private void Beside(bool aside, Action work)
    {
        if (aside)
        {
            _cluster.Clock.Aside(work);
        }
        else
        {
            work();
        }
    }

    /// <summary>Brings gates, hooks and the lease of this session along.</summary>
    internal void Open(JsonObject session) => Feed(RunEvents.SessionOpened(session));

    /// <summary>Keeps the consent of a person to what can't be undone.</summary>
    internal void Consent(JsonObject consent) => Feed(RunEvents.ConsentGiven(consent));

    /// <summary>Says to the run and to the journal that nothing new may start.</summary>
    internal void Stop() => Feed(new JsonObject { ["kind"] = "stopRequested" });

    private void ThrowIfStopping()
    {
        if (_stopping.IsCancellationRequested)
        {
            throw new System.Management.Automation.PipelineStoppedException();
        }
    }

    private JsonElement Feed(JsonObject what)
    {
        JsonObject entry = new() { ["at"] = JsonReading.Format(_cluster.Clock.Now), ["event"] = what };
        using JsonDocument answer = _run.Call(entry, _stopping.IsCancellationRequested ? null : _log);
        JsonElement advance = answer.RootElement.Clone();
        Status = advance.GetProperty("status");
        _journal.Append(entry, advance);
        Advanced?.Invoke(advance);
        return advance;
    }
}
