using System.Management.Automation;
using ClusterTwin;

namespace Microsoft.HyperV.PowerShell.Commands;

/// <summary><c>Get-VMMemory</c>: the memory of VMs.</summary>
[Cmdlet(VerbsCommon.Get, "VMMemory", DefaultParameterSetName = "VMName")]
[OutputType(typeof(Microsoft.HyperV.PowerShell.VMMemory))]
public sealed class GetVMMemory : VirtualMachinePartCmdlet
{
    internal override void Execute()
    {
        WriteObject(Machines().Select(machine => new VMMemory(machine)), true);
    }
}
