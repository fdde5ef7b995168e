using System.Management.Automation;
using RollingUpgrade.Completion;
using RollingUpgrade.Documents;

namespace RollingUpgrade.Commands;

/// <summary>
/// New-RollingUpgradePlan: says which node goes when, where every role goes, why, and how long it takes.
/// </summary>
[Cmdlet(VerbsCommon.New, "RollingUpgradePlan", DefaultParameterSetName = LiveSet, SupportsShouldProcess = true)]
[OutputType(typeof(UpgradePlan))]
public sealed class NewRollingUpgradePlanCommand : JudgedCommandBase
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

    /// <summary>How a node gets its new operating system.</summary>
    [Parameter]
    [ValidateSet("CleanEvict", "InPlaceEvict", "InPlaceKeep", "clean-evict", "inplace-evict", "inplace-keep")]
    public string? Method { get; set; }

    /// <summary>The nodes in the order in which they go out.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NodeNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] NodeOrder { get; set; } = [];

    /// <summary>
    /// Where roles are when all is done: spread, wherever the fewest moves leave them, or where they began.
    /// </summary>
    [Parameter]
    [ValidateSet("Balanced", "Fewest", "Restore")]
    public string? Placement { get; set; }

    /// <summary>Memory that each host keeps for itself, in MiB.</summary>
    [Parameter]
    [ValidateRange(0L, 16777216L)]
    public long? HostReserveMiB { get; set; }

    /// <summary>The file to write the plan to.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OutFile { get; set; }

    /// <inheritdoc/>
    protected override void Execute()
    {
        UpgradePlan plan = MakePlan(
            ReadInventory(Path, Inventory),
            TargetVersion,
            Answered(PolicyParameters.Document(Method, NodeOrder, Placement, HostReserveMiB)));
        if (OutFile is not null)
        {
            string full = FullPath(OutFile);
            if (ShouldProcess(full, $"Write the plan for {plan.Cluster}"))
            {
                DocumentFile.Write(full, plan.ToJson());
                plan.Path = full;
            }
        }

        WriteObject(plan);
    }
}
