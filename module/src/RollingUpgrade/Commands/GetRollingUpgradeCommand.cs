using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Documents;
using RollingUpgrade.Execution;
using RollingUpgrade.Native;

namespace RollingUpgrade.Commands;

/// <summary>Get-RollingUpgrade: the runs that the journal keeps, the newest first.</summary>
[Cmdlet(VerbsCommon.Get, "RollingUpgrade")]
[OutputType(typeof(RollingUpgradeRun))]
public sealed class GetRollingUpgradeCommand : RollingUpgradeCommand
{
    private const string DetailedName = "RollingUpgrade.RollingUpgradeRun#Detailed";

    /// <summary>The id of one run.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] RunId { get; set; } = [];

    /// <summary>Names of clusters; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] ClusterName { get; set; } = ["*"];

    /// <summary>Also runs on twins, which nobody can go on with when their session has ended.</summary>
    [Parameter]
    public SwitchParameter IncludeRehearsal { get; set; }

    /// <summary>With the story, the plan and the steps of each run.</summary>
    [Parameter]
    public SwitchParameter Detailed { get; set; }

    /// <inheritdoc/>
    protected override void Execute()
    {
        using JournalFile journal = JournalFile.Open(this);
        if (RunId.Length > 0)
        {
            foreach (string id in RunId)
            {
                WriteOne(journal, id);
            }

            return;
        }

        WildcardPattern[] patterns =
            [.. ClusterName.Select(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase))];
        foreach (RollingUpgradeRun run in journal.List().Select(summary => Listed(journal, summary)))
        {
            bool shown = !run.IsRehearsal || IncludeRehearsal || IsOfEnteredTwin(run);
            if (shown && patterns.Any(pattern => pattern.IsMatch(run.Cluster)))
            {
                WriteObject(Detailed ? Shown(Whole(journal, run.RunId)) : run);
            }
        }
    }

    private void WriteOne(JournalFile journal, string id)
    {
        try
        {
            WriteObject(Shown(Whole(journal, id)));
        }
        catch (Native.NativeException failure) when (failure.Report.Id == "RunNotFound")
        {
            Report(failure, id);
        }
    }

    /// <summary>A run under the type name whose view shows its steps.</summary>
    private static PSObject Shown(RollingUpgradeRun run)
    {
        PSObject shown = PSObject.AsPSObject(run);
        shown.TypeNames.Insert(0, DetailedName);
        return shown;
    }

    private static RollingUpgradeRun Listed(JournalFile journal, JsonElement summary) =>
        new(summary, journal.Control(summary.Text("runId") ?? string.Empty));

    private RollingUpgradeRun Whole(JournalFile journal, string runId)
    {
        JsonElement stored = journal.Load(runId);
        UpgradePlan plan = new(stored.GetProperty("plan"), path: null);
        RunLine[] lines = stored.Items("transitions")
            .SelectMany(transition => transition.Items("lines"))
            .Select(line => new RunLine(line))
            .ToArray();
        RollingUpgradeRun run = new(stored.GetProperty("summary"), journal.Control(runId))
        {
            Plan = plan,
            Lines = lines,
            NodeProfiles = RecordedProfiles.Of(stored),
        };
        run.Steps = RunStep.Of(plan, lines, run.State, NodesDone(journal, run, plan));
        return run;
    }

    /// <summary>
    /// The nodes whose turn is over. Where they go out one after the other the story tells; of those that are out
    /// together the run itself is asked, made anew from its events.
    /// </summary>
    private string[] NodesDone(JournalFile journal, RollingUpgradeRun run, UpgradePlan plan)
    {
        bool under = run.State is not (RollingUpgradeState.Completed or RollingUpgradeState.ReversibleAllNodesNew);
        if (!under || !RunStep.AreTogether(plan))
        {
            return [];
        }

        (NativeHandle handle, _) = journal.Resume(run.RunId, this);
        using (handle)
        {
            // A session without anything changes nothing; its answer tells where the run stands.
            JsonObject look = new()
            {
                ["at"] = JsonReading.Format(run.UpdatedAt ?? default),
                ["event"] = RunEvents.SessionOpened([]),
            };
            using JsonDocument answer = handle.Call(look);
            return answer.RootElement.GetProperty("status").Texts("nodesDone");
        }
    }

    private static bool IsOfEnteredTwin(RollingUpgradeRun run) =>
        Twins.TwinEntries.Current is { } twin && RunIds.BelongsTo(run.RunId, run.Cluster, twin, twin.ClusterName);
}
