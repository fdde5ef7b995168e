using System.Management.Automation;
using ClusterTwin;

namespace Microsoft.HyperV.PowerShell.Commands;

/// <summary><c>Suspend-VM</c>: pauses VMs.</summary>
[Cmdlet(VerbsLifecycle.Suspend, "VM", DefaultParameterSetName = "Name", SupportsShouldProcess = true)]
[OutputType(typeof(VirtualMachine))]
public sealed class SuspendVM : VirtualMachineStateCmdlet
{
    private protected override string Operation => "suspendVirtualMachine";
}
