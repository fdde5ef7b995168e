using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Completion;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Stop-ClusterGroup</c>: takes a role offline.</summary>
[Cmdlet(VerbsLifecycle.Stop, "ClusterGroup", DefaultParameterSetName = "InputObject")]
[OutputType(typeof(Microsoft.FailoverClusters.PowerShell.ClusterGroup))]
public sealed class StopClusterGroupCommand : ClusterObjectCmdlet
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
    public string? Reason { get; set; }

    /// <summary>How long to wait, in seconds; 0 does not wait.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    public int Wait { get; set; }

    internal override string Doing => "stopping the clustered role";

    internal override void AnswerOnObject()
    {
        if (GroupName(Name) is { } group)
        {
            Attempt(group, () => WriteGroups(Context.Call("stopGroup", WithWait(Wait, ("group", group)))));
        }
    }
}
