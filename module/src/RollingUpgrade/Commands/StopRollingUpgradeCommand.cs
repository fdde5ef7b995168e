using System.Management.Automation;
using System.Text.Json;
using RollingUpgrade.Completion;
using RollingUpgrade.Documents;
using RollingUpgrade.Errors;
using RollingUpgrade.Execution;

namespace RollingUpgrade.Commands;

/// <summary>Stop-RollingUpgrade: stops a run of another session on this machine, or one that nobody drives.</summary>
[Cmdlet(
    VerbsLifecycle.Stop,
    "RollingUpgrade",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(RollingUpgradeRun))]
public sealed class StopRollingUpgradeCommand : RollingUpgradeCommand
{
    private ClusterAccess? _cluster;

    /// <summary>The run; without it the only one that is under way.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string? RunId { get; set; }

    /// <summary>
    /// Does not wait for the action in hand, which goes on in the cluster and is looked at when the run goes on.
    /// </summary>
    [Parameter]
    public SwitchParameter Now { get; set; }

    /// <summary>
    /// Gives back what the run has borrowed, also where a node is out, because nobody will go on with it.
    /// </summary>
    [Parameter]
    public SwitchParameter Abandon { get; set; }

    /// <summary>
    /// The cluster, from a machine that is no member: the cmdlets reach it by RPC and CIM in one hop, without CredSSP.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Cluster { get; set; }

    private ClusterAccess Access => _cluster ??=
        ClusterAccess.Open(new Dictionary<string, string>(), WriteWarning, StopToken).At(Cluster);

    /// <inheritdoc/>
    protected override void Execute()
    {
        using JournalFile journal = JournalFile.Open(this);
        JsonElement summary = RunId is null ? OnlyOne(journal) : journal.Load(RunId).GetProperty("summary");
        string runId = summary.Text("runId") ?? string.Empty;
        string cluster = summary.Text("cluster") ?? string.Empty;
        if (summary.Text("state") is "completed" or "takenBack" or "replaced")
        {
            throw Failures.RunEnded(runId);
        }

        string action = Abandon ? "Abandon the run and give back what it has borrowed"
            : Now ? "Stop the run now"
            : "Stop the run after the action in hand";
        if (!ShouldProcess($"{cluster} ({runId})", action))
        {
            return;
        }

        if (Abandon)
        {
            GiveUp(journal, runId);
        }
        else if (RunDriver.IsAlive(journal.Control(runId).Part("driver")))
        {
            journal.RequestStop(runId, Now, Access.Clock.Now);
            WriteVerbose($"The session that drives {runId} has been asked to stop.");
        }
        else if (summary.Text("state") != "stopped")
        {
            StopAbandoned(journal, runId);
        }

        WriteObject(new RollingUpgradeRun(journal.Load(runId).GetProperty("summary"), journal.Control(runId)));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _cluster?.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>A run whose session was killed: what it had in hand went on in the cluster.</summary>
    private void StopAbandoned(JournalFile journal, string runId)
    {
        using RunSession session = RunSession.Restore(
            journal.Load(runId), new SessionParts(), Access, journal, this, StopToken);
        session.Stop();
        WriteVerbose($"Nobody drove {runId}; the journal says that it is stopped.");
    }

    /// <summary>A run that nobody drives any more; one that is driven has to be stopped first.</summary>
    private void GiveUp(JournalFile journal, string runId)
    {
        using RunSession session = RunSession.Restore(
            journal.Load(runId), new SessionParts(), Access, journal, this, StopToken);
        session.LineAdded = line => WriteVerbose(line.Text);
        session.Abandon();
    }

    private JsonElement OnlyOne(JournalFile journal)
    {
        JsonElement[] running = journal.List()
            .Where(run => run.Text("state") is "running" || (Abandon && run.Text("state") is "stopped" or "paused"))
            .Where(IsOfSession)
            .ToArray();
        return running.Length switch
        {
            1 => running[0],
            0 => throw Failures.NothingRuns(),
            _ => throw Failures.SeveralRun(running.Select(run => run.Text("runId") ?? string.Empty)),
        };
    }

    /// <summary>A session that has entered a twin means that twin; any other one means real clusters.</summary>
    private bool IsOfSession(JsonElement run)
    {
        string runId = run.Text("runId") ?? string.Empty;
        return Access.Twin is { } twin
            ? RunIds.BelongsTo(runId, run.Text("cluster") ?? string.Empty, twin, twin.ClusterName)
            : !RunIds.IsOfTwin(runId);
    }
}
