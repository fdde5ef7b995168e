using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Cim;
using ClusterTwin.Completion;

namespace Microsoft.HyperV.PowerShell.Commands;

/// <summary><c>Get-VMHost</c>: the settings of hosts.</summary>
[Cmdlet(VerbsCommon.Get, "VMHost", DefaultParameterSetName = "ComputerName")]
[OutputType(typeof(Microsoft.HyperV.PowerShell.VMHost))]
public sealed class GetVMHost : HyperVCmdlet
{
    /// <summary>The hosts.</summary>
    [Parameter(ParameterSetName = "ComputerName", Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(NodeNames))]
    public string[]? ComputerName { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ComputerName", Position = 1, ValueFromPipeline = true)]
    [NotModelled]
    public PSCredential[]? Credential { get; set; }

    /// <summary>The computers.</summary>
    [Parameter(ParameterSetName = "CimSession", Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    public TwinCimSession[]? CimSession { get; set; }

    internal override void Execute()
    {
        foreach (string host in Hosts(ComputerName, CimSession))
        {
            OnHost(host, view => WriteObject(new VMHost(Context, view)));
        }
    }
}
