using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Completion;
using RollingUpgrade.Documents;
using RollingUpgrade.Errors;
using RollingUpgrade.Execution;

namespace RollingUpgrade.Commands;

/// <summary>Invoke-RollingUpgrade: upgrades the cluster node by node, or goes on with an upgrade.</summary>
[Cmdlet(
    VerbsLifecycle.Invoke,
    "RollingUpgrade",
    DefaultParameterSetName = NewSet,
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(RollingUpgradeResult))]
public sealed class InvokeRollingUpgradeCommand : RunningCommand, IPolicyParameters
{
    private const string NewSet = "New";
    private const string PlanSet = "Plan";
    private const string ResumeSet = "Resume";

    /// <summary>The release to upgrade to: 2016, 2019, 2022 or 2025.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NewSet)]
    [ArgumentCompleter(typeof(TargetVersionCompleter))]
    [ReleaseTransformation]
    public string TargetVersion { get; set; } = string.Empty;

    /// <summary>How a node gets its new operating system.</summary>
    [Parameter(ParameterSetName = NewSet)]
    [ValidateSet("CleanEvict", "InPlaceEvict", "InPlaceKeep", "clean-evict", "inplace-evict", "inplace-keep")]
    public string? Method { get; set; }

    /// <summary>The nodes in the order in which they go out.</summary>
    [Parameter(ParameterSetName = NewSet)]
    [ArgumentCompleter(typeof(NodeNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] NodeOrder { get; set; } = [];

    /// <summary>
    /// Where roles are when all is done: spread, wherever the fewest moves leave them, or where they began.
    /// </summary>
    [Parameter(ParameterSetName = NewSet)]
    [ValidateSet("Balanced", "Fewest", "Restore")]
    public string? Placement { get; set; }

    /// <summary>What there should be as little of as possible: moves, or memory that is moved.</summary>
    [Parameter(ParameterSetName = NewSet)]
    [ValidateSet("Moves", "MiB")]
    public string? Minimize { get; set; }

    /// <summary>Whether one more failing node must find room at every step, too.</summary>
    [Parameter(ParameterSetName = NewSet)]
    public SwitchParameter RequireReserve { get; set; }

    /// <summary>Virtual machines of low priority that the first new node runs before it takes more.</summary>
    [Parameter(ParameterSetName = NewSet)]
    [ValidateRange(0, 64)]
    public int? CanaryCount { get; set; }

    /// <summary>How long they run there before the next node goes out.</summary>
    [Parameter(ParameterSetName = NewSet)]
    public TimeSpan? SoakTime { get; set; }

    /// <summary>Memory that each host keeps for itself, in MiB.</summary>
    [Parameter(ParameterSetName = NewSet)]
    [ValidateRange(0L, 16777216L)]
    public long? HostReserveMiB { get; set; }

    /// <summary>
    /// A policy: a file, JSON or YAML, or a table of its fields. What the call says itself goes before it.
    /// </summary>
    [Parameter(ParameterSetName = NewSet)]
    [ValidateNotNull]
    public PolicySource? Policy { get; set; }

    /// <summary>
    /// When work may go on, such as 'Sat,Sun 22:00-06:00 Europe/Berlin'; the zone of this machine where none is named.
    /// </summary>
    [Parameter(ParameterSetName = NewSet)]
    [ArgumentCompleter(typeof(WindowCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Window { get; set; } = [];

    /// <summary>How many nodes may be out at the same time; Auto chooses once the first node is back.</summary>
    [Parameter(ParameterSetName = NewSet)]
    [ValidateSet("Auto", "1", "2", "3", "4", "5", "6", "7", "8")]
    public string? MaxConcurrentNodes { get; set; }

    /// <summary>After how many nodes the run ends, with the others left to a later one.</summary>
    [Parameter(ParameterSetName = NewSet)]
    [ValidateRange(1, 64)]
    public int? StopAfterNode { get; set; }

    /// <summary>Machines that stand ready, join before the first node leaves, and stay.</summary>
    [Parameter(ParameterSetName = NewSet)]
    [Parameter(ParameterSetName = ResumeSet)]
    [ArgumentCompleter(typeof(MachineNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] SpareNode { get; set; } = [];

    /// <summary>
    /// Machines that stand ready, join before the first node leaves, and leave again after the last: the third node of
    /// a cluster of two.
    /// </summary>
    [Parameter(ParameterSetName = NewSet)]
    [Parameter(ParameterSetName = ResumeSet)]
    [ArgumentCompleter(typeof(MachineNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] TemporaryNode { get; set; } = [];

    /// <summary>Nodes that leave for good.</summary>
    [Parameter(ParameterSetName = NewSet)]
    [Parameter(ParameterSetName = ResumeSet)]
    [ArgumentCompleter(typeof(NodeNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] RetiredNode { get; set; } = [];

    /// <summary>Whether a machine that takes the place of a node joins before that node leaves.</summary>
    [Parameter(ParameterSetName = NewSet)]
    public SwitchParameter ReplacementsJoinFirst { get; set; }

    /// <summary>An exported journal of a run that is over: its times are those that the plan reckons with.</summary>
    [Parameter(ParameterSetName = NewSet)]
    [ValidateNotNullOrEmpty]
    public string? LearnFrom { get; set; }

    /// <summary>A plan, or the path of a file that holds one.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PlanSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PlanSource? Plan { get; set; }

    /// <summary>
    /// Goes on with the run of this cluster that was stopped, paused or cut off, or waits for -Commit.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = ResumeSet)]
    public SwitchParameter Resume { get; set; }

    /// <summary>The run to go on with; without it the newest of this cluster.</summary>
    [Parameter(ParameterSetName = ResumeSet)]
    [ValidateNotNullOrEmpty]
    public string? RunId { get; set; }

    /// <summary>
    /// Raises the functional level when all nodes are new. It can't be undone. Without it the run ends before.
    /// </summary>
    [Parameter]
    public SwitchParameter Commit { get; set; }

    /// <summary>
    /// Begins without asking, whatever $ConfirmPreference says. It is no consent to raise the functional level.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>
    /// Installs a node: called with $Node and $Target when a node has left. Without it the run tells a person and
    /// waits.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? InstallNode { get; set; }

    /// <summary>
    /// Asked before each node goes out, in this order: a gate is open where it puts out true. One that puts out false
    /// or throws is asked again, then the run pauses.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public ScriptBlock[] Gate { get; set; } = [];

    /// <summary>Called before a node goes out; where it throws, the run pauses.</summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? BeforeNode { get; set; }

    /// <summary>Called when a node is back and verified.</summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? AfterNode { get; set; }

    /// <summary>Called before the functional level is raised; where it throws, the run pauses.</summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? BeforeLevel { get; set; }

    /// <summary>Called when the run pauses because it waits for a person.</summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? OnPause { get; set; }

    /// <summary>Called when the run pauses because something failed.</summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? OnFailure { get; set; }

    /// <summary>Called when the run ends: completed, or all nodes new and the level not raised.</summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? OnEnd { get; set; }

    /// <summary>
    /// Takes the lease of a driver over that has shown no sign of life for the policy's leaseSeconds.
    /// </summary>
    [Parameter]
    public SwitchParameter TakeOverLease { get; set; }

    private protected override IReadOnlyList<string> Joining => [.. SpareNode, .. TemporaryNode];

    /// <inheritdoc/>
    protected override void Execute()
    {
        BringAlong();
        if (InstallNode is not null)
        {
            Access.InstallWith(InstallNode, WriteWarning);
        }

        switch (ParameterSetName)
        {
            case ResumeSet:
                GoOn();
                break;
            case PlanSet:
                Begin(Plan!.Read(FullPath, this));
                break;
            default:
                JsonObject chosen = PolicyParameters.Document(this, FullPath, Access, this);
                Begin(MakePlan(Capture(), TargetVersion, Answered(Policy, chosen)));
                break;
        }
    }

    private void BringAlong()
    {
        Parts.TakesOver = TakeOverLease;
        Parts.Answers = Access.Twin is null ? Answered([]) : Rehearsal.Answers(Answered([]), Access.Clock.Now);
        UserScripts scripts = Parts.Scripts;
        scripts.Warn = WriteWarning;
        scripts.Gates = Gate;
        scripts.Add("beforeNode", nameof(BeforeNode), BeforeNode);
        scripts.Add("afterNode", nameof(AfterNode), AfterNode);
        scripts.Add("beforeLevel", nameof(BeforeLevel), BeforeLevel);
        scripts.Add("onPause", nameof(OnPause), OnPause);
        scripts.Add("onFailure", nameof(OnFailure), OnFailure);
        scripts.Add("onEnd", nameof(OnEnd), OnEnd);
    }

    private void Begin(UpgradePlan plan)
    {
        string commitment = Commit ? " and raise the functional level" : string.Empty;
        if (Agreed(plan, $"Upgrade to {plan.ToVersion}{commitment}"))
        {
            Start(plan, Commit ? Consent.CommitParameter : null);
        }
    }

    private void GoOn()
    {
        if (RunId is null && !HasUnfinished() && NextPass() is { } next)
        {
            Begin(next);
            return;
        }

        JsonElement stored = FindRun(RunId);
        UpgradePlan plan = new(stored.GetProperty("plan"), path: null);
        if (HasEnded(stored.GetProperty("summary")))
        {
            throw Failures.RunEnded(RunId ?? plan.Cluster);
        }

        if (LeftToPlanAnew(stored, plan) is { } left)
        {
            Replan(stored, plan, left);
            return;
        }

        int from = stored.Items("transitions").Select(transition => LastStep(transition)).DefaultIfEmpty(1).Max();
        if (Agreed(plan, Commit ? "Go on, raise the functional level" : "Go on with the upgrade", Math.Max(from, 1)))
        {
            Continue(stored, Commit ? Consent.CommitParameter : AskConsent(stored, plan));
        }
    }

    /// <summary>
    /// What a run left behind that goes on with a new plan: because its own fits the cluster no longer, or because the
    /// call names machines that come or nodes that leave. Null where the plan stands.
    /// </summary>
    private JsonObject? LeftToPlanAnew(JsonElement stored, UpgradePlan plan)
    {
        bool named = SpareNode.Length + TemporaryNode.Length + RetiredNode.Length > 0;
        if (plan.Purpose != "upgrade")
        {
            return named ? throw Failures.NoNodesOnTheWayBack() : null;
        }

        if (named)
        {
            return Left(stored);
        }

        if (stored.Part("summary")?.Text("state") != "paused")
        {
            return null;
        }

        using RunSession session = RunSession.Restore(stored, Parts, Access, Journal, this, StopToken);
        return session.IsStale() ? session.Unfinished() : null;
    }

    /// <summary>Goes on with a new plan, by the policy of the old one, for what is left.</summary>
    private void Replan(JsonElement stored, UpgradePlan plan, JsonObject left)
    {
        JsonObject policy = PolicyFromNow(stored.GetProperty("plan"));
        UpgradePlan rest = MakePlan(Capture(), plan.ToVersion, Answered(policy), left);
        string commitment = Commit ? " and raise the functional level" : string.Empty;
        if (Agreed(rest, $"Go on with a new plan of {rest.Nodes.Count} nodes{commitment}"))
        {
            string? before = stored.Part("summary")?.Text("runId");
            Start(rest, Commit ? Consent.CommitParameter : null, left, before);
        }
    }

    /// <summary>
    /// The plan of the pass after the one that was run last, made from the cluster as it is now; null where that was
    /// the last one.
    /// </summary>
    private UpgradePlan? NextPass()
    {
        if (Newest("upgrade") is not { } stored || stored.Part("summary")?.Text("state") != "completed")
        {
            return null;
        }

        JsonElement plan = stored.GetProperty("plan");
        string? target = plan.Items("following").LastOrDefault().Part("pass")?.Text("to");
        if (target is null)
        {
            return null;
        }

        return MakePlan(Capture(), target, Answered(PolicyFromNow(plan)));
    }

    /// <summary>The policy of a stored plan, for one that begins now, with the nodes that this call names.</summary>
    private JsonObject PolicyFromNow(JsonElement plan)
    {
        JsonObject policy = plan.GetProperty("policy").ToNode()!.AsObject();
        PolicyParameters.AddMembers(policy, this);
        if (policy.ContainsKey("windows"))
        {
            policy["beginsAt"] = JsonReading.Format(Access.Clock.Now);
        }

        return policy;
    }

    /// <summary>-Force spares the question, never -WhatIf.</summary>
    private bool Agreed(UpgradePlan plan, string action, int from = 1) =>
        (Force && !IsWhatIf) || Confirmed(plan, action, from);

    /// <summary>
    /// Where the run waits for nothing but the level, the name of the cluster is asked for; whoever types it consents.
    /// </summary>
    private string? AskConsent(JsonElement stored, UpgradePlan plan)
    {
        if (stored.Part("summary")?.Text("state") != "awaitingCommit")
        {
            return null;
        }

        string? typed = ConsentPrompt.Ask(Host.UI, plan);
        if (typed is not null && typed.Trim().Equals(plan.Cluster, StringComparison.OrdinalIgnoreCase))
        {
            return Consent.ClusterName;
        }

        WriteWarning(
            $"The functional level of {plan.Cluster} stays {plan.FromLevel}: nobody consented. "
            + "Give -Commit, or type the name of the cluster.");
        return null;
    }

    /// <summary>The step that a transition left the run at, as far as its lines and its action say.</summary>
    private static int LastStep(JsonElement transition) => Math.Max(
        (int)(transition.Part("action")?.Number("step") ?? 0),
        transition.Items("lines").Select(line => (int)line.Number("step")).DefaultIfEmpty(0).Max());
}
