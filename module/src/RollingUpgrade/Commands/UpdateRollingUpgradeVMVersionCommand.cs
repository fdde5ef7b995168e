using System.Management.Automation;
using System.Text.Json.Nodes;
using RollingUpgrade.Completion;
using RollingUpgrade.Documents;
using RollingUpgrade.Errors;

namespace RollingUpgrade.Commands;

/// <summary>Update-RollingUpgradeVMVersion: raises configuration versions, VM by VM.</summary>
[Cmdlet(
    VerbsData.Update,
    "RollingUpgradeVMVersion",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(RollingUpgradeResult))]
public sealed class UpdateRollingUpgradeVMVersionCommand : RunningCommand
{
    private readonly List<string> _names = [];

    /// <summary>The virtual machines; without it all that are behind.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RoleNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>
    /// A policy: a file, JSON or YAML, or a table of its fields. What the call says itself goes before it.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public PolicySource? Policy { get; set; }

    /// <summary>
    /// When work may go on, such as 'Sat,Sun 22:00-06:00 Europe/Berlin'; the zone of this machine where none is named.
    /// </summary>
    [Parameter]
    [ArgumentCompleter(typeof(WindowCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Window { get; set; } = [];

    /// <inheritdoc/>
    protected override void Execute() => _names.AddRange(Name);

    /// <inheritdoc/>
    protected override void Finish()
    {
        JsonObject chosen = [];
        WindowParameters.AddTo(chosen, Window, Access, this);
        UpgradePlan plan = Chosen(MakeVersionPlan(Capture(), Answered(Policy, chosen)));
        foreach (Finding finding in plan.Findings)
        {
            WriteWarning($"{finding.Message} {finding.Remedy}");
        }

        if (plan.Steps.Count == 0)
        {
            WriteVerbose($"No virtual machine of {plan.Cluster} has to be raised.");
            return;
        }

        if (Confirmed(plan, "Raise configuration versions, each with a shutdown of its guest"))
        {
            Start(plan, consent: null);
        }
    }

    private UpgradePlan Chosen(UpgradePlan plan)
    {
        if (_names.Count == 0)
        {
            return plan;
        }

        WildcardPattern[] patterns =
            [.. _names.Select(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase))];
        foreach (string name in _names.Where(name => !WildcardPattern.ContainsWildcardCharacters(name)))
        {
            if (!plan.Steps.Any(step => step.Target.Equals(name, StringComparison.OrdinalIgnoreCase)))
            {
                Report(Failures.NothingToRaise(name), name);
            }
        }

        return PlanSelection.Only(plan, step => patterns.Any(pattern => pattern.IsMatch(step.Target)));
    }
}
