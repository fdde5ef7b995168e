using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Documents;
using RollingUpgrade.Errors;
using RollingUpgrade.Execution;

namespace RollingUpgrade.Commands;

/// <summary>A cmdlet that carries out a plan, or goes on with a run.</summary>
public abstract class RunningCommand : JudgedCommandBase
{
    private JournalFile? _journal;

    /// <summary>What this session brings to the run.</summary>
    private protected SessionParts Parts { get; } = new();

    /// <summary>The journal, opened when it is needed first.</summary>
    private protected JournalFile Journal => _journal ??= JournalFile.Open(this);

    /// <summary>
    /// Where evidence for a support case goes when the run pauses or stops; without it beside the journal, and on a
    /// twin nowhere.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? EvidencePath { get; set; }

    private string? EvidenceFolder() => EvidencePath is not null ? FullPath(EvidencePath)
        : Access.Twin is not null ? null
        : Path.Combine(Path.GetDirectoryName(JournalFile.Path())!, "evidence");

    /// <summary>Begins a run of a plan and puts out its result.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="consent">How somebody consented to what can't be undone; null where nobody did.</param>
    /// <param name="left">What the run before it left behind; null where there is none.</param>
    /// <param name="before">The id of that run, where the journal has it: nobody goes on with it any more.</param>
    private protected void Start(
        UpgradePlan plan, string? consent, JsonObject? left = null, string? before = null)
    {
        Parts.IdleRuns = IdleRuns();
        Parts.EvidenceFolder = EvidenceFolder();
        using RunSession session = RunSession.Begin(
            plan, Consent.Of(consent, Access.Clock.Now), left, Parts, Access, Journal, this, StopToken);
        if (before is not null)
        {
            Journal.SetState(before, plan.Purpose == "wayBack" ? "takenBack" : "replaced", Access.Clock.Now);
        }

        Drive(session, RunEvents.Started(), plan);
    }

    /// <summary>Goes on with a run from the journal and puts out its result.</summary>
    /// <param name="stored">The run.</param>
    /// <param name="consent">How somebody consented to what can't be undone; null where nobody did.</param>
    private protected void Continue(JsonElement stored, string? consent)
    {
        Parts.IdleRuns = IdleRuns();
        Parts.EvidenceFolder = EvidenceFolder();
        using RunSession session = RunSession.Restore(stored, Parts, Access, Journal, this, StopToken);
        bool begun = stored.Part("summary")?.Text("state") != "ready";
        session.Open(Parts);
        if (Consent.Of(consent, Access.Clock.Now) is { } given)
        {
            session.Consent(given);
        }

        Drive(
            session,
            begun ? RunEvents.Resumed(consent is not null) : RunEvents.Started(),
            new UpgradePlan(stored.GetProperty("plan"), path: null));
    }

    /// <summary>
    /// Runs of this cluster in this machine's journal that no session drives: what was stopped by Ctrl+C or killed has
    /// left its lease behind.
    /// </summary>
    private string[] IdleRuns()
    {
        string cluster = ClusterName();
        return Journal.List()
            .Where(run => run.Text("state") is "running" or "stopped")
            .Select(run => (Id: run.Text("runId") ?? string.Empty, Cluster: run.Text("cluster") ?? string.Empty))
            .Where(run => RunIds.BelongsTo(run.Id, run.Cluster, Access.Twin, cluster))
            .Where(run => !RunDriver.IsAlive(Journal.Control(run.Id).Part("driver")))
            .Select(run => run.Id)
            .ToArray();
    }

    /// <summary>The newest run of the session's cluster that can be resumed, or the one that is named.</summary>
    /// <exception cref="RollingUpgrade.Native.NativeException">RunNotFound.</exception>
    private protected JsonElement FindRun(string? runId)
    {
        if (runId is not null)
        {
            return Journal.Load(runId);
        }

        return NewestOf(run => !HasEnded(run)) ?? throw Failures.RunNotFound(ClusterName());
    }

    /// <summary>Whether nobody can go on with a run.</summary>
    private protected static bool HasEnded(JsonElement summary) =>
        summary.Text("state") is "completed" or "takenBack" or "replaced";

    /// <summary>The newest run of this cluster with a purpose; null where there is none.</summary>
    private protected JsonElement? Newest(string purpose) => NewestOf(run => run.Text("purpose") == purpose);

    /// <summary>The same of those that have not ended.</summary>
    private protected JsonElement? Unfinished(string purpose) =>
        NewestOf(run => run.Text("purpose") == purpose && !HasEnded(run));

    /// <summary>Whether a run of this cluster, of any purpose, has not ended.</summary>
    private protected bool HasUnfinished() => NewestId(run => !HasEnded(run)) is not null;

    private JsonElement? NewestOf(Func<JsonElement, bool> fits) =>
        NewestId(fits) is { } runId ? Journal.Load(runId) : null;

    private string? NewestId(Func<JsonElement, bool> fits)
    {
        string cluster = ClusterName();
        return Journal.List()
            .Where(fits)
            .Select(run => (Id: run.Text("runId") ?? string.Empty, Cluster: run.Text("cluster") ?? string.Empty))
            .Where(run => RunIds.BelongsTo(run.Id, run.Cluster, Access.Twin, cluster))
            .Select(run => run.Id)
            .FirstOrDefault();
    }

    /// <summary>Says every step with its reason, as -WhatIf shows it.</summary>
    private protected void ShowSteps(UpgradePlan plan, int from = 1)
    {
        foreach (PlanStep step in plan.Steps.Where(step => step.Number >= from))
        {
            string target = step.Target.Length > 0 ? step.Target : plan.Cluster;
            // Under -WhatIf this only writes the line; it never asks here.
            ShouldProcess($"Step {step.Number}: {step.Action} on {target}: {step.Reason}", null, null);
        }
    }

    /// <summary>Asks once for the whole run; under -WhatIf shows its steps instead.</summary>
    private protected bool Confirmed(UpgradePlan plan, string action, int from = 1)
    {
        if (ShouldProcess(
            $"{action} on {plan.Cluster}: {plan.Steps.Count - from + 1} steps, likely {plan.Estimate.Likely:c}",
            $"{action} on the cluster {plan.Cluster}?",
            "Rolling upgrade",
            out ShouldProcessReason reason))
        {
            return true;
        }

        if (reason == ShouldProcessReason.WhatIf)
        {
            ShowSteps(plan, from);
        }

        return false;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _journal?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Drive(RunSession session, System.Text.Json.Nodes.JsonObject first, UpgradePlan plan)
    {
        RunProgress progress = new(
            plan.Purpose switch
            {
                "upgrade" => $"Rolling upgrade of {plan.Cluster} to {plan.ToVersion}",
                "wayBack" => $"Rolling upgrade of {plan.Cluster} taken back to {plan.ToVersion}",
                _ => $"Configuration versions of {plan.Cluster}",
            },
            WriteProgress);
        session.StatusChanged = status => WhileRunning(() => progress.Show(status));
        session.LineAdded = line => WhileRunning(() => Tell(line));
        try
        {
            session.Drive(first);
        }
        catch (PipelineStoppedException)
        {
            // The cmdlet's own streams are closed by now; the host's lines still reach the terminal.
            Host.UI.WriteWarningLine(
                $"The run of {plan.Cluster} is stopped. What was in hand goes on in the cluster; nothing new starts. "
                + $"Go on with: {RunStory.ResumeCommand(RollingUpgradeState.Stopped, session.RunId)}");
            throw;
        }

        progress.Close();
        WriteObject(session.Result());
    }

    /// <summary>
    /// The streams of a pipeline that is being stopped throw; what is told then is in the journal anyway.
    /// </summary>
    private void WhileRunning(Action write)
    {
        if (!StopToken.IsCancellationRequested)
        {
            write();
        }
    }

    private void Tell(RunLine line)
    {
        if (line.Kind == "warning")
        {
            WriteWarning(line.Text);
        }
        else
        {
            WriteVerbose(line.Text);
        }
    }

    private string ClusterName()
    {
        if (Access.Twin is { } twin)
        {
            return twin.ClusterName;
        }

        ClusterCommand command = new(ClusterCommand.FailoverClusters, "Get-Cluster");
        CommandOutcome outcome = Access.Commands.Invoke(command);
        string why = outcome.Error is { } error ? $": {error.Exception.Message.Trim().TrimEnd('.')}" : string.Empty;
        return outcome.Objects.FirstOrDefault()?.Text("Name")
            ?? throw Failures.ClusterRefused(command.ToString(), $"the cluster could not be reached{why}", null);
    }

    /// <summary>What a run that nobody drives left behind: its events say it.</summary>
    private protected JsonObject Left(JsonElement upgrade)
    {
        string runId = upgrade.Part("summary")?.Text("runId") ?? string.Empty;
        if (RunDriver.IsAlive(Journal.Control(runId).Part("driver")))
        {
            throw Failures.RunBusy(runId);
        }

        using RunSession session = RunSession.Restore(upgrade, Parts, Access, Journal, this, StopToken);
        return session.Unfinished();
    }
}
