using System.Management.Automation;
using ClusterTwin;

namespace Microsoft.HyperV.PowerShell.Commands;

/// <summary><c>Start-VM</c>: starts VMs.</summary>
[Cmdlet(VerbsLifecycle.Start, "VM", DefaultParameterSetName = "Name", SupportsShouldProcess = true)]
[OutputType(typeof(VirtualMachine))]
public sealed class StartVM : VirtualMachineStateCmdlet
{
    private protected override string Operation => "startVirtualMachine";
}
