using System.Collections.Specialized;
using System.Management.Automation;
using RollingUpgrade.Completion;
using RollingUpgrade.Guard;

namespace RollingUpgrade.Commands;

/// <summary>Suspend-GuardedClusterNode: Suspend-ClusterNode, once the rules have nothing against the drain.</summary>
[Cmdlet(
    VerbsLifecycle.Suspend, "GuardedClusterNode", DefaultParameterSetName = OnlySet, SupportsShouldProcess = true)]
public sealed class SuspendGuardedClusterNodeCommand : GuardedCommand
{
    /// <summary>The nodes.</summary>
    [Parameter(ParameterSetName = OnlySet, Position = 0)]
    [ArgumentCompleter(typeof(NodeNameCompleter))]
    public StringCollection? Name { get; set; }

    /// <summary>Moves the roles off the node.</summary>
    [Parameter(ParameterSetName = OnlySet)]
    public SwitchParameter Drain { get; set; }

    /// <summary>Moves also what can be moved only by taking it down.</summary>
    [Parameter(ParameterSetName = OnlySet)]
    public SwitchParameter ForceDrain { get; set; }

    /// <summary>Tries again where a role could not be moved.</summary>
    [Parameter(ParameterSetName = OnlySet)]
    public SwitchParameter RetryDrainOnFailure { get; set; }

    /// <summary>Keeps roles from being placed on the node.</summary>
    [Parameter(ParameterSetName = OnlySet)]
    public SwitchParameter AvoidPlacement { get; set; }

    /// <summary>Waits for the end of the drain.</summary>
    [Parameter(ParameterSetName = OnlySet)]
    public SwitchParameter Wait { get; set; }

    /// <summary>Where the roles go.</summary>
    [Parameter(ParameterSetName = OnlySet, Position = 1)]
    [ArgumentCompleter(typeof(NodeNameCompleter))]
    public string? TargetNode { get; set; }

    /// <summary>Why, for the cluster log.</summary>
    [Parameter(ParameterSetName = OnlySet)]
    public string? Reason { get; set; }

    /// <summary>A pause without a drain moves nothing, and so is not asked about.</summary>
    private protected override GuardedStep? Step => Drain || ForceDrain ? GuardedStep.Suspend : null;

    private protected override string Original => "Suspend-ClusterNode";

    private protected override StringCollection? Named => Name;
}
