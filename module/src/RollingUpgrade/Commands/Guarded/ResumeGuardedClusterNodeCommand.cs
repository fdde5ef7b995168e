using System.Collections.Specialized;
using System.Management.Automation;
using RollingUpgrade.Completion;
using RollingUpgrade.Guard;

namespace RollingUpgrade.Commands;

/// <summary>Resume-GuardedClusterNode: Resume-ClusterNode, with what is to be known before; never refused.</summary>
[Cmdlet(VerbsLifecycle.Resume, "GuardedClusterNode", DefaultParameterSetName = OnlySet)]
public sealed class ResumeGuardedClusterNodeCommand : GuardedCommand
{
    /// <summary>The nodes.</summary>
    [Parameter(ParameterSetName = OnlySet, Position = 0)]
    [ArgumentCompleter(typeof(NodeNameCompleter))]
    public StringCollection? Name { get; set; }

    /// <summary>Whether roles come back: Immediate, NoFailback or Policy.</summary>
    [Parameter(ParameterSetName = OnlySet, Position = 1)]
    [ArgumentCompleter(typeof(FailbackCompleter))]
    public string? Failback { get; set; }

    /// <summary>Lets storage come back.</summary>
    [Parameter(ParameterSetName = OnlySet)]
    public SwitchParameter FailbackStorage { get; set; }

    /// <summary>Lets virtual machines come back.</summary>
    [Parameter(ParameterSetName = OnlySet)]
    public SwitchParameter FailbackVMs { get; set; }

    /// <summary>Lets only virtual machines come back that are pinned.</summary>
    [Parameter(ParameterSetName = OnlySet)]
    public SwitchParameter FailbackPinnedVMsOnly { get; set; }

    /// <summary>Why, for the cluster log.</summary>
    [Parameter(ParameterSetName = OnlySet)]
    public string? Reason { get; set; }

    private protected override GuardedStep? Step => GuardedStep.Resume;

    private protected override string Original => "Resume-ClusterNode";

    private protected override StringCollection? Named => Name;
}
