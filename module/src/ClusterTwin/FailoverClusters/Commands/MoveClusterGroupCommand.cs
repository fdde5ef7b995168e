using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Completion;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Move-ClusterGroup</c>: moves a role.</summary>
[Cmdlet(VerbsCommon.Move, "ClusterGroup", DefaultParameterSetName = "InputObject")]
[OutputType(typeof(Microsoft.FailoverClusters.PowerShell.ClusterGroup))]
public sealed class MoveClusterGroupCommand : ClusterObjectCmdlet
{
    /// <summary>The role.</summary>
    [Parameter(ParameterSetName = "InputObject", Position = 0)]
    [ArgumentCompleter(typeof(GroupNames))]
    public string? Name { get; set; }

    /// <summary>Where it goes; the best possible node where none is named.</summary>
    [Parameter(ParameterSetName = "InputObject", Position = 1)]
    [ArgumentCompleter(typeof(NodeNames))]
    public string? Node { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [NotModelled]
    public SwitchParameter IgnoreLocked { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [NotModelled]
    public SwitchParameter IgnoreAffinityRule { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [NotModelled]
    public string? Reason { get; set; }

    /// <summary>How long to wait, in seconds; 0 does not wait.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    public int Wait { get; set; }

    internal override string Doing => "moving the clustered role";

    internal override void AnswerOnObject()
    {
        if (GroupName(Name) is { } group)
        {
            Attempt(group, () => WriteGroups(Context.Call(
                "moveGroup", WithWait(Wait, ("group", group), ("node", Node)))));
        }
    }
}
