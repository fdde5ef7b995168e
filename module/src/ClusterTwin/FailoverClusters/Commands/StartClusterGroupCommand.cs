using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Completion;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Start-ClusterGroup</c>: brings a role online.</summary>
[Cmdlet(VerbsLifecycle.Start, "ClusterGroup", DefaultParameterSetName = "InputObject")]
[OutputType(typeof(Microsoft.FailoverClusters.PowerShell.ClusterGroup))]
public sealed class StartClusterGroupCommand : ClusterObjectCmdlet
{
    /// <summary>The role.</summary>
    [Parameter(ParameterSetName = "InputObject", Position = 0)]
    [ArgumentCompleter(typeof(GroupNames))]
    public string? Name { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [NotModelled]
    public SwitchParameter IgnoreLocked { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [NotModelled]
    public SwitchParameter ChooseBestNode { get; set; }

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

    internal override string Doing => "starting the clustered role";

    internal override void AnswerOnObject()
    {
        if (GroupName(Name) is { } group)
        {
            Attempt(group, () => WriteGroups(Context.Call("startGroup", WithWait(Wait, ("group", group)))));
        }
    }
}
