using System.Management.Automation;
using ClusterTwin;

namespace Microsoft.HyperV.PowerShell.Commands;

/// <summary><c>Update-VMVersion</c>: raises the configuration version of VMs; nothing lowers it again.</summary>
[Cmdlet(
    VerbsData.Update,
    "VMVersion",
    DefaultParameterSetName = "Name",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(Microsoft.HyperV.PowerShell.VirtualMachine))]
public sealed class UpdateVMVersion : VirtualMachineCmdlet
{
    /// <summary>Asks nothing.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public SwitchParameter AsJob { get; set; }

    internal override void Execute()
    {
        foreach (VirtualMachine machine in Machines())
        {
            string description = $"Performing a configuration version update of \"{machine.Name}\" will prevent it "
                + "from being migrated to or imported on previous versions of Windows. It is not reversible.";
            if ((Force && !IsWhatIf) || ShouldProcess(description, description, "Confirm"))
            {
                CallFor(machine, Passthru, "updateVirtualMachineVersion");
            }
        }
    }
}
