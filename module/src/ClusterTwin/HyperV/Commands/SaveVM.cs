using System.Management.Automation;
using ClusterTwin;

namespace Microsoft.HyperV.PowerShell.Commands;

/// <summary><c>Save-VM</c>: saves the state of VMs to disk.</summary>
[Cmdlet(VerbsData.Save, "VM", DefaultParameterSetName = "Name", SupportsShouldProcess = true)]
[OutputType(typeof(VirtualMachine))]
public sealed class SaveVM : VirtualMachineStateCmdlet
{
    private protected override string Operation => "stopVirtualMachine";

    private protected override (string Name, object? Value)[] More => [("kind", 1)];
}
