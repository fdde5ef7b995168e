using System.Collections.Specialized;
using System.Management.Automation;
using RollingUpgrade.Completion;
using RollingUpgrade.Guard;

namespace RollingUpgrade.Commands;

/// <summary>Add-GuardedClusterNode: Add-ClusterNode, once the rules have nothing against the machine.</summary>
[Cmdlet(VerbsCommon.Add, "GuardedClusterNode", DefaultParameterSetName = OnlySet)]
public sealed class AddGuardedClusterNodeCommand : GuardedCommand
{
    /// <summary>The machines.</summary>
    [Parameter(ParameterSetName = OnlySet, Position = 0)]
    public StringCollection? Name { get; set; }

    /// <summary>What kind of node: Node or Infrastructure.</summary>
    [Parameter(ParameterSetName = OnlySet)]
    [ArgumentCompleter(typeof(NodeTypeCompleter))]
    public string? Type { get; set; }

    /// <summary>Does not take the machine's disks into the cluster.</summary>
    [Parameter(ParameterSetName = OnlySet)]
    public SwitchParameter NoStorage { get; set; }

    private protected override GuardedStep? Step => GuardedStep.Add;

    private protected override string Original => "Add-ClusterNode";

    private protected override StringCollection? Named => Name;
}
