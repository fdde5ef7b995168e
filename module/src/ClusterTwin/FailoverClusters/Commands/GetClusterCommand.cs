using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Cim;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Get-Cluster</c>: the cluster.</summary>
[Cmdlet(VerbsCommon.Get, "Cluster", DefaultParameterSetName = "Name")]
[OutputType(typeof(Microsoft.FailoverClusters.PowerShell.Cluster))]
public sealed class GetClusterCommand : ClusterCmdlet
{
    /// <summary>The name of the cluster.</summary>
    [Parameter(ParameterSetName = "Name", Position = 0)]
    public string? Name { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public string? Domain { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ClusterSet", ValueFromPipeline = true)]
    [NotModelled]
    public TwinInstance? ClusterSet { get; set; }

    internal override string Doing => "opening cluster";

    internal override string? NamedCluster => Name;

    internal override void Answer()
    {
        Context.Cluster.Refresh();
        WriteObject(Context.Cluster);
    }
}
