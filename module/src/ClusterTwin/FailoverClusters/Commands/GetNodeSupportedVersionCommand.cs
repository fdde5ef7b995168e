using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Cim;
using ClusterTwin.FailoverClusters;
using ClusterTwin.Views;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Get-ClusterNodeSupportedVersion</c>: the highest level that each node supports.</summary>
[Cmdlet(VerbsCommon.Get, "ClusterNodeSupportedVersion")]
[OutputType("Microsoft.Management.Infrastructure.CimInstance#root/MSCluster/MSCluster_NodeSupportedVersion")]
public sealed class GetNodeSupportedVersionCommand : ClusterCmdlet
{
    /// <summary>The computers.</summary>
    [Parameter(ParameterSetName = "GetNodeSupportedVersions0")]
    [Alias("Session")]
    public TwinCimSession[]? CimSession { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "GetNodeSupportedVersions0")]
    [NotModelled]
    public int ThrottleLimit { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "GetNodeSupportedVersions0")]
    [NotModelled]
    public SwitchParameter AsJob { get; set; }

    internal override string Doing => "reading the versions of";

    internal override void Answer()
    {
        foreach (TwinCimSession session in CimSession ?? [])
        {
            if (!Reaches(session.ComputerName))
            {
                return;
            }
        }

        WriteObject(
            TwinContext.ReadList(Context.Call("supportedVersions"), SupportedVersionView.Read)
                .Select(view => new NodeSupportedVersionInstance(Context, view).ToPSObject()),
            true);
    }
}
