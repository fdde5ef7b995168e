using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Views;

namespace Microsoft.ClusterAwareUpdating.Commands;

/// <summary><c>Get-CauRun</c>: the Updating Run that is in progress.</summary>
[Cmdlet(VerbsCommon.Get, "CauRun", DefaultParameterSetName = "DefaultParamSet")]
[OutputType(typeof(Microsoft.ClusterAwareUpdating.CauRun))]
[OutputType(typeof(Microsoft.ClusterAwareUpdating.RunState))]
public sealed class GetCauRunCommand : UpdatingCmdlet
{
    /// <summary>The cluster.</summary>
    [Parameter(Position = 0)]
    public string? ClusterName { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public PSCredential? Credential { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "WaitForStart")]
    [NotModelled]
    public SwitchParameter WaitForStart { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "WaitForCompletion")]
    [NotModelled]
    public SwitchParameter WaitForCompletion { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ShowClusterNodeState")]
    [NotModelled]
    public SwitchParameter ShowClusterNodeState { get; set; }

    internal override string? NamedCluster => ClusterName;

    internal override void Answer(UpdatingView updating)
    {
        string cluster = Context.Twin.ClusterName;
        if (updating.RunInProgress)
        {
            WriteObject(new CauRun(updating.Run, cluster));
            return;
        }

        WriteObject(RunState.RunNotInProgress);
        WriteWarning($"No Updating Run is currently in progress on cluster {cluster}.");
    }
}
