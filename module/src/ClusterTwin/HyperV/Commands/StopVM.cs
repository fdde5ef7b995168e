using System.Management.Automation;
using ClusterTwin;

namespace Microsoft.HyperV.PowerShell.Commands;

/// <summary><c>Stop-VM</c>: shuts VMs down, saves them, or switches them off.</summary>
[Cmdlet(VerbsLifecycle.Stop, "VM", DefaultParameterSetName = "Name", SupportsShouldProcess = true)]
[OutputType(typeof(Microsoft.HyperV.PowerShell.VirtualMachine))]
public sealed class StopVM : VirtualMachineCmdlet
{
    /// <summary>Saves the state of the VM.</summary>
    [Parameter]
    public SwitchParameter Save { get; set; }

    /// <summary>Switches the VM off, as a power failure would.</summary>
    [Parameter]
    public SwitchParameter TurnOff { get; set; }

    /// <summary>Asks nothing: switches off a VM whose guest does not answer.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public SwitchParameter AsJob { get; set; }

    private const int PowerOff = 0;
    private const int SaveState = 1;
    private const int GuestShutdown = 2;

    /// <summary>How to stop a VM; none where the user does not agree to switching it off.</summary>
    private int? Kind(VirtualMachine machine)
    {
        if (TurnOff || Save)
        {
            return TurnOff ? PowerOff : SaveState;
        }

        if (machine.AnswersShutdown)
        {
            return GuestShutdown;
        }

        string question = $"Hyper-V cannot shut down virtual machine {machine.Name} because the Shutdown integration "
            + "service is unavailable. Switching it off may lose data. Do you want to switch it off?";
        return Force || ShouldContinue(question, CmdletName) ? PowerOff : null;
    }

    internal override void Execute()
    {
        foreach (VirtualMachine machine in Machines())
        {
            if (ShouldProcess(machine.Name) && Kind(machine) is { } kind)
            {
                CallFor(machine, Passthru, "stopVirtualMachine", ("kind", kind));
            }
        }
    }
}
