using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Native;

namespace RollingUpgrade.Commands;

/// <summary>Compare-RollingUpgradePlan: shows two plans side by side.</summary>
[Cmdlet(VerbsData.Compare, "RollingUpgradePlan")]
[OutputType(typeof(PlanComparison))]
public sealed class CompareRollingUpgradePlanCommand : RollingUpgradeCommand
{
    /// <summary>A plan, or the path of a file that holds one.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNull]
    public PlanSource? ReferencePlan { get; set; }

    /// <summary>The plan to compare it with, or the path of a file that holds one.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PlanSource? DifferencePlan { get; set; }

    /// <inheritdoc/>
    protected override void Execute()
    {
        UpgradePlan first = ReferencePlan!.Read(FullPath, this);
        UpgradePlan second = DifferencePlan!.Read(FullPath, this);
        using JsonDocument comparison = Ask(
            NativeFunction.PlanText,
            new JsonObject { ["plan"] = first.ToNode(), ["other"] = second.ToNode() });
        WriteObject(new PlanComparison(comparison.RootElement));
    }
}
