using System.Management.Automation;
using ClusterTwin;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Get-ClusterQuorum</c>: how the votes are counted, and the witness.</summary>
[Cmdlet(VerbsCommon.Get, "ClusterQuorum", DefaultParameterSetName = "InputObject")]
[OutputType(typeof(Microsoft.FailoverClusters.PowerShell.ClusterQuorumSettings))]
public sealed class GetQuorumCommand : ClusterCmdlet
{
    /// <summary>The name of the cluster.</summary>
    [Parameter(ParameterSetName = "InputObject", Position = 0)]
    public string? Cluster { get; set; }

    /// <summary>The cluster.</summary>
    [Parameter(ParameterSetName = "InputObject", ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    internal override string Doing => "reading the quorum of";

    internal override string? NamedCluster => Cluster;

    internal override void Answer()
    {
        if (InputObject?.BaseObject is { } input and not Microsoft.FailoverClusters.PowerShell.Cluster)
        {
            WriteError(ClusterErrors.Argument(
                $"The input object '{input}' can't be used by {CmdletName}.", input, "Pass a cluster."));
            return;
        }

        WriteObject(ClusterQuorumSettings.Read(Context, Context.Call("quorum")));
    }
}
