using System.Management.Automation;
using ClusterTwin;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>
/// <c>Stop-ClusterResource</c>: takes a resource offline. One that carries a role takes the role with it.
/// </summary>
[Cmdlet(VerbsLifecycle.Stop, "ClusterResource", DefaultParameterSetName = "InputObject")]
[OutputType(typeof(ClusterResource))]
public sealed class StopClusterResourceCommand : ResourceStateCmdlet
{
    internal override string Doing => "taking the resource offline";

    private protected override string Operation => "stopResource";
}
