using System.Management.Automation;
using ClusterTwin;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Start-Cluster</c>: starts the cluster service on every node.</summary>
[Cmdlet(VerbsLifecycle.Start, "Cluster")]
[OutputType(typeof(Cluster))]
public sealed class StartClusterCommand : ClusterCmdlet
{
    /// <summary>The cluster.</summary>
    [Parameter(Position = 0)]
    [Alias("Cluster")]
    public string? Name { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [Alias("ips")]
    [NotModelled]
    public SwitchParameter IgnorePersistentState { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public int Wait { get; set; }

    internal override string Doing => "starting the cluster";

    internal override string? NamedCluster => Name;

    internal override void Answer()
    {
        string cluster = Context.Twin.ClusterName;
        Attempt(cluster, () =>
        {
            Context.Call("startCluster");
            WriteObject(Context.Cluster);
        });
    }
}
