using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Completion;
using RollingUpgrade.Documents;
using RollingUpgrade.Errors;
using RollingUpgrade.Execution;

namespace RollingUpgrade.Commands;

/// <summary>Undo-RollingUpgrade: every node back to the old release, as long as the level is not raised.</summary>
[Cmdlet(
    VerbsCommon.Undo,
    "RollingUpgrade",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(RollingUpgradeResult))]
public sealed class UndoRollingUpgradeCommand : RunningCommand
{
    /// <summary>The run to take back; without it the newest upgrade of this cluster.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    [ValidateNotNullOrEmpty]
    public string? RunId { get; set; }

    /// <summary>Installs a node with the old release; called as by Invoke-RollingUpgrade.</summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? InstallNode { get; set; }

    /// <inheritdoc/>
    protected override void Execute()
    {
        if (InstallNode is not null)
        {
            Access.InstallWith(InstallNode, WriteWarning);
        }

        if (RunId is null && Unfinished("wayBack") is { } begun)
        {
            GoOn(begun);
            return;
        }

        JsonElement? upgrade = RunId is null ? Newest("upgrade") : Journal.Load(RunId);
        JsonObject left = upgrade is { } run ? Left(run) : [];
        UpgradePlan plan = MakeWayBack(Capture(), Policy(upgrade), left);
        foreach (Finding finding in plan.Findings)
        {
            WriteWarning($"{finding.Rule}: {finding.Message} {finding.Remedy}");
        }

        if (Confirmed(plan, $"Take the upgrade back to {plan.ToVersion}"))
        {
            Start(plan, consent: null, left, upgrade?.Part("summary")?.Text("runId"));
        }
    }

    private void GoOn(JsonElement stored)
    {
        UpgradePlan plan = new(stored.GetProperty("plan"), path: null);
        if (Confirmed(plan, "Go on with the way back"))
        {
            Continue(stored, consent: null);
        }
    }

    /// <summary>The policy of the upgrade, with what people stand for now.</summary>
    private JsonObject Policy(JsonElement? upgrade)
    {
        JsonObject policy = upgrade?.Part("plan")?.Part("policy")?.ToNode()?.AsObject() ?? [];
        policy.Remove("nodeOrder");
        foreach (KeyValuePair<string, JsonNode?> answers in Answered([]))
        {
            JsonArray all = policy[answers.Key]?.DeepClone().AsArray() ?? [];
            foreach (JsonNode? answer in answers.Value!.AsArray())
            {
                all.Add(answer?.DeepClone());
            }

            policy[answers.Key] = all;
        }

        return policy;
    }
}
