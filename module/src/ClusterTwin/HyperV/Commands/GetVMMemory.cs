using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Cim;
using ClusterTwin.Completion;

namespace Microsoft.HyperV.PowerShell.Commands;

/// <summary><c>Get-VMMemory</c>: the memory of VMs.</summary>
[Cmdlet(VerbsCommon.Get, "VMMemory", DefaultParameterSetName = "VMName")]
[OutputType(typeof(Microsoft.HyperV.PowerShell.VMMemory))]
public sealed class GetVMMemory : HyperVCmdlet
{
    /// <summary>The computers.</summary>
    [Parameter(ParameterSetName = "VMName")]
    public TwinCimSession[]? CimSession { get; set; }

    /// <summary>The hosts.</summary>
    [Parameter(ParameterSetName = "VMName")]
    [ArgumentCompleter(typeof(NodeNames))]
    public string[]? ComputerName { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "VMName")]
    [NotModelled]
    public PSCredential[]? Credential { get; set; }

    /// <summary>The names of the VMs; patterns match.</summary>
    [Parameter(ParameterSetName = "VMName", Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(VirtualMachineNames))]
    public string[]? VMName { get; set; }

    /// <summary>The VMs.</summary>
    [Parameter(ParameterSetName = "VMObject", Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public VirtualMachine[]? VM { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "VMSnapshot", Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("VMCheckpoint")]
    [NotModelled]
    public VMSnapshot? VMSnapshot { get; set; }

    internal override void Execute()
    {
        WriteObject(Machines(VM, VMName, ComputerName, CimSession).Select(machine => new VMMemory(machine)), true);
    }
}
