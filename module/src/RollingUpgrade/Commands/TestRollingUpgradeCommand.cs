using System.Management.Automation;
using RollingUpgrade.Completion;

namespace RollingUpgrade.Commands;

/// <summary>Test-RollingUpgrade: says what stands in the way of an upgrade.</summary>
[Cmdlet(VerbsDiagnostic.Test, "RollingUpgrade", DefaultParameterSetName = LiveSet)]
[OutputType(typeof(Finding))]
[OutputType(typeof(bool))]
public sealed class TestRollingUpgradeCommand : ClusterCommandBase
{
    private const string LiveSet = "Live";
    private const string PathSet = "Path";
    private const string InventorySet = "Inventory";

    /// <summary>The release to upgrade to: 2016, 2019, 2022 or 2025.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(TargetVersionCompleter))]
    [ReleaseTransformation]
    public string TargetVersion { get; set; } = string.Empty;

    /// <summary>A file with an inventory.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>An inventory, such as Export-ClusterInventory puts out.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InventorySet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public ClusterInventory? Inventory { get; set; }

    /// <summary>Only the rules with these ids.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Rule { get; set; } = [];

    /// <summary>Not the rules with these ids.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Exclude { get; set; } = [];

    /// <summary>Puts out only whether the upgrade may start.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void Execute()
    {
        IReadOnlyList<Finding> findings = Check(ReadInventory(Path, Inventory), TargetVersion, Rule, Exclude);
        if (Quiet)
        {
            WriteObject(!findings.Any(finding => finding.Refuses));
        }
        else
        {
            WriteObject(findings, enumerateCollection: true);
        }
    }
}
