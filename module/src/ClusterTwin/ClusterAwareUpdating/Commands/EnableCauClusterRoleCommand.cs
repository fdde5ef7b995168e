using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Views;

namespace Microsoft.ClusterAwareUpdating.Commands;

/// <summary><c>Enable-CauClusterRole</c>: lets the cluster update itself again.</summary>
[Cmdlet(VerbsLifecycle.Enable, "CauClusterRole", SupportsShouldProcess = true)]
public sealed class EnableCauClusterRoleCommand : UpdatingCmdlet
{
    /// <summary>The cluster.</summary>
    [Parameter(Position = 0)]
    public string? ClusterName { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public PSCredential? Credential { get; set; }

    /// <summary>Asks nothing.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    internal override string? NamedCluster => ClusterName;

    internal override void Answer(UpdatingView updating)
    {
        SetRole(updating, enabled: true, Force);
    }
}
