using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Views;

namespace Microsoft.ClusterAwareUpdating.Commands;

/// <summary><c>Get-CauClusterRole</c>: the settings of the CAU clustered role.</summary>
[Cmdlet(VerbsCommon.Get, "CauClusterRole")]
[OutputType(typeof(Microsoft.ClusterAwareUpdating.CauParameter))]
public sealed class GetCauClusterRoleCommand : UpdatingCmdlet
{
    /// <summary>The cluster.</summary>
    [Parameter(Position = 0)]
    public string? ClusterName { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public PSCredential? Credential { get; set; }

    internal override string? NamedCluster => ClusterName;

    internal override void Answer(UpdatingView updating)
    {
        if (RequireRole(updating))
        {
            WriteObject(new CauParameter("ResourceGroupName", updating.Group ?? string.Empty));
            WriteObject(new CauParameter("Status", updating.Enabled ? "Online" : "Offline"));
        }
    }
}
