using System.Management.Automation;
using ClusterTwin;

namespace Microsoft.ClusterAwareUpdating.Commands;

/// <summary><c>Enable-CauClusterRole</c>: lets the cluster update itself again.</summary>
[Cmdlet(VerbsLifecycle.Enable, "CauClusterRole", SupportsShouldProcess = true)]
public sealed class EnableCauClusterRoleCommand : UpdatingRoleCmdlet
{
    private protected override bool Enabled => true;
}
