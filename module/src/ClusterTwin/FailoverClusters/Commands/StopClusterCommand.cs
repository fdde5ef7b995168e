using System.Management.Automation;
using ClusterTwin;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Stop-Cluster</c>: stops the cluster service on every node, and with it every role.</summary>
[Cmdlet(VerbsLifecycle.Stop, "Cluster", DefaultParameterSetName = "Cluster name", SupportsShouldProcess = true)]
public sealed class StopClusterCommand : ClusterCmdlet
{
    /// <summary>The name of the cluster.</summary>
    [Parameter(ParameterSetName = "Cluster name", Position = 0)]
    [Alias("Name")]
    public string? Cluster { get; set; }

    /// <summary>Asks nothing.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public int Wait { get; set; }

    /// <summary>The cluster.</summary>
    [Parameter(ParameterSetName = "InputObject", ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    internal override string Doing => "stopping the cluster";

    internal override string? NamedCluster => Cluster;

    internal override void Answer()
    {
        if (InputObject?.BaseObject is { } input and not Microsoft.FailoverClusters.PowerShell.Cluster)
        {
            WriteError(ClusterErrors.Argument(
                $"The input object '{input}' can't be used by {CmdletName}.", input, "Pass a cluster."));
            return;
        }

        string cluster = Context.Twin.ClusterName;
        string question = $"Are you sure you want to stop the cluster {cluster}? All clustered roles go offline.";
        if (ShouldProcess(cluster) && (Force || ShouldContinue(question, CmdletName)))
        {
            Attempt(cluster, () => Context.Call("stopCluster"));
        }
    }
}
