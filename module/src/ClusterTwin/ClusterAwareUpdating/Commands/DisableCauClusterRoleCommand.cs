using System.Management.Automation;
using ClusterTwin;

namespace Microsoft.ClusterAwareUpdating.Commands;

/// <summary><c>Disable-CauClusterRole</c>: stops the cluster from updating itself.</summary>
[Cmdlet(VerbsLifecycle.Disable, "CauClusterRole", SupportsShouldProcess = true)]
public sealed class DisableCauClusterRoleCommand : UpdatingRoleCmdlet
{
    private protected override bool Enabled => false;
}
