using System.Text.Json;
using RollingUpgrade.Documents;
using RollingUpgrade.Native;

namespace RollingUpgrade.Execution;

/// <summary>Collects what a run says and turns it into the result object.</summary>
internal sealed class RunStory
{
    private readonly UpgradePlan _plan;
    private readonly List<JsonElement> _lines = [];
    private Dictionary<string, RoleDowntime> _before = new(StringComparer.OrdinalIgnoreCase);

    internal RunStory(string runId, UpgradePlan plan)
    {
        RunId = runId;
        _plan = plan;
    }

    /// <summary>The id of the run.</summary>
    internal string RunId { get; }

    /// <summary>Remembers what the twin had counted before, so that the result tells of this run alone.</summary>
    internal void Begin(Twin? twin) =>
        _before = TwinDowntime.Read(twin).ToDictionary(outage => outage.Role, StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds lines, which become objects in the result: a resumed run brings thousands.</summary>
    internal void Add(IEnumerable<JsonElement> lines) => _lines.AddRange(lines);

    /// <param name="status">Where the run stands.</param>
    /// <param name="functionalLevel">The level as it was read last.</param>
    /// <param name="observed">What the run saw of roles that were down; a twin keeps a better account.</param>
    /// <param name="twin">The twin that it ran on; null on a real cluster.</param>
    internal RollingUpgradeResult Result(
        JsonElement status, int? functionalLevel, ObservedDowntime observed, Twin? twin)
    {
        JsonElement? reason = status.Part("reason");
        RollingUpgradeState state = State(status.Text("state"));
        return new RollingUpgradeResult
        {
            Cluster = _plan.Cluster,
            RunId = RunId,
            State = state,
            FunctionalLevel = functionalLevel,
            Nodes = status.Texts("nodesDone"),
            Moves = status.Number("moves"),
            VersionsRaised = status.Texts("versionsRaised"),
            LeftUndone = status.Texts("leftUndone"),
            Downtime = twin is null
                ? observed.Read(planned: _plan.Purpose == "virtualMachineVersions")
                : TwinDowntime.Since(_before, TwinDowntime.Read(twin)),
            Duration = (status.Time("updatedAt") - status.Time("startedAt")) ?? TimeSpan.Zero,
            Findings = _plan.Findings,
            // An array: what the compiler makes of an expression here has no index that PowerShell sees.
            Lines = _lines.Select(line => new RunLine(line)).ToArray(),
            Reason = reason?.Text("message"),
            Remedy = reason?.Text("remedy"),
            Message = Message(state),
            ResumeCommand = ResumeCommand(state, RunId),
            Plan = _plan,
            Status = status,
        };
    }

    /// <summary>The state of a run as PowerShell shows it.</summary>
    internal static RollingUpgradeState State(string? name) => name switch
    {
        "ready" => RollingUpgradeState.Ready,
        "running" => RollingUpgradeState.Running,
        "awaitingCommit" => RollingUpgradeState.ReversibleAllNodesNew,
        "paused" => RollingUpgradeState.Paused,
        "stopped" => RollingUpgradeState.Stopped,
        "completed" => RollingUpgradeState.Completed,
        "takenBack" => RollingUpgradeState.TakenBack,
        "replaced" => RollingUpgradeState.Replaced,
        _ => RollingUpgradeState.Failed,
    };

    /// <summary>The command that goes on with a run; null where there is nothing to go on with.</summary>
    internal static string? ResumeCommand(RollingUpgradeState state, string runId) => state switch
    {
        RollingUpgradeState.Completed or RollingUpgradeState.TakenBack or RollingUpgradeState.Replaced => null,
        RollingUpgradeState.ReversibleAllNodesNew => "Invoke-RollingUpgrade -Resume -Commit",
        _ => $"Invoke-RollingUpgrade -Resume -RunId '{runId}'",
    };

    private string Message(RollingUpgradeState state) => state switch
    {
        RollingUpgradeState.ReversibleAllNodesNew =>
            $"All nodes run {_plan.ToVersion}; the functional level is still {_plan.FromLevel}. "
            + "Everything can still be "
            + "taken back, with Undo-RollingUpgrade. The level is raised with -Resume -Commit, which can't be undone.",
        RollingUpgradeState.Completed when _plan.Purpose == "virtualMachineVersions" =>
            "The configuration versions are raised.",
        RollingUpgradeState.Completed when _plan.Purpose == "wayBack" =>
            $"All nodes run {_plan.ToVersion} again; the functional level is {_plan.FromLevel} as before.",
        RollingUpgradeState.Completed when _plan.Remaining.Count > 0 =>
            $"{string.Join(", ", _plan.Remaining)} of {_plan.Cluster} {(_plan.Remaining.Count == 1 ? "is" : "are")} "
            + "left to a later run: "
            + $"Invoke-RollingUpgrade -TargetVersion {_plan.ToVersion}. The functional level is still "
            + $"{_plan.FromLevel}; everything can still be taken back, with Undo-RollingUpgrade.",
        RollingUpgradeState.Completed when _plan.Following.Count > 0 =>
            $"The upgrade to {_plan.ToVersion} is done. The pass to {_plan.Following[0].Pass.To} follows with "
            + "Invoke-RollingUpgrade -Resume.",
        RollingUpgradeState.Completed => $"The upgrade to {_plan.ToVersion} is done.",
        RollingUpgradeState.Stopped => "Stopped on request; an action that was in hand goes on in the cluster.",
        RollingUpgradeState.Paused => "Paused; see Reason and Remedy.",
        _ => "The run has not ended.",
    };
}
