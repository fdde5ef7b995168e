using System.Management.Automation;
using ClusterTwin;

namespace Microsoft.HyperV.PowerShell.Commands;

/// <summary><c>Resume-VM</c>: lets paused VMs run again.</summary>
[Cmdlet(VerbsLifecycle.Resume, "VM", DefaultParameterSetName = "Name", SupportsShouldProcess = true)]
[OutputType(typeof(VirtualMachine))]
public sealed class ResumeVM : VirtualMachineStateCmdlet
{
    private protected override string Operation => "resumeVirtualMachine";
}
