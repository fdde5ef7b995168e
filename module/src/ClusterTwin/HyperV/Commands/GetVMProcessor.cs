using System.Management.Automation;
using ClusterTwin;

namespace Microsoft.HyperV.PowerShell.Commands;

/// <summary><c>Get-VMProcessor</c>: the virtual processors of VMs.</summary>
[Cmdlet(VerbsCommon.Get, "VMProcessor", DefaultParameterSetName = "VMName")]
[OutputType(typeof(Microsoft.HyperV.PowerShell.VMProcessor))]
public sealed class GetVMProcessor : VirtualMachinePartCmdlet
{
    internal override void Execute()
    {
        WriteObject(Machines().Select(machine => new VMProcessor(machine)), true);
    }
}
