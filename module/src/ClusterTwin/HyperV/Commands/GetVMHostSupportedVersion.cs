using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Cim;
using ClusterTwin.Completion;

namespace Microsoft.HyperV.PowerShell.Commands;

/// <summary><c>Get-VMHostSupportedVersion</c>: the configuration versions that hosts run.</summary>
[Cmdlet(VerbsCommon.Get, "VMHostSupportedVersion", DefaultParameterSetName = "ComputerName")]
[OutputType(typeof(Microsoft.HyperV.PowerShell.VMHostSupportedVersion))]
public sealed class GetVMHostSupportedVersion : HyperVCmdlet
{
    /// <summary>The hosts.</summary>
    [Parameter(ParameterSetName = "ComputerName", Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(NodeNames))]
    public string[]? ComputerName { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ComputerName", Position = 1)]
    [NotModelled]
    public PSCredential[]? Credential { get; set; }

    /// <summary>Only the default version.</summary>
    [Parameter]
    public SwitchParameter Default { get; set; }

    /// <summary>The computers.</summary>
    [Parameter(ParameterSetName = "CimSession", Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    public TwinCimSession[]? CimSession { get; set; }

    internal override void Execute()
    {
        foreach (string host in Hosts(ComputerName, CimSession))
        {
            OnHost(host, view => WriteObject(
                view.SupportedVersions
                    .Where(version => !Default || version == view.DefaultVersion)
                    .Select(version =>
                        new VMHostSupportedVersion(Context, view.Name, version, version == view.DefaultVersion)),
                true));
        }
    }
}
