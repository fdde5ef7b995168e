using System.Collections.Specialized;
using System.Management.Automation;
using RollingUpgrade.Completion;
using RollingUpgrade.Guard;

namespace RollingUpgrade.Commands;

/// <summary>Remove-GuardedClusterNode: Remove-ClusterNode, once the rules have nothing against the eviction.</summary>
[Cmdlet(VerbsCommon.Remove, "GuardedClusterNode", DefaultParameterSetName = OnlySet, SupportsShouldProcess = true)]
public sealed class RemoveGuardedClusterNodeCommand : GuardedCommand
{
    /// <summary>The nodes.</summary>
    [Parameter(ParameterSetName = OnlySet, Position = 0)]
    [ArgumentCompleter(typeof(NodeNameCompleter))]
    public StringCollection? Name { get; set; }

    /// <summary>Does not ask for confirmation.</summary>
    [Parameter(ParameterSetName = OnlySet)]
    public SwitchParameter Force { get; set; }

    /// <summary>How many seconds to wait for the end.</summary>
    [Parameter(ParameterSetName = OnlySet)]
    public int Wait { get; set; }

    /// <summary>Evicts also where storage loses its connection.</summary>
    [Parameter(ParameterSetName = OnlySet)]
    public SwitchParameter IgnoreStorageConnectivityLoss { get; set; }

    /// <summary>Wipes the disks of the node; refused by the rule EVC-11.</summary>
    [Parameter(ParameterSetName = OnlySet)]
    public SwitchParameter CleanupDisks { get; set; }

    /// <summary>Why, for the cluster log.</summary>
    [Parameter(ParameterSetName = OnlySet)]
    public string? Reason { get; set; }

    private protected override GuardedStep? Step => GuardedStep.Remove;

    private protected override string Original => "Remove-ClusterNode";

    private protected override StringCollection? Named => Name;

    private protected override bool WipesDisks => CleanupDisks;
}
