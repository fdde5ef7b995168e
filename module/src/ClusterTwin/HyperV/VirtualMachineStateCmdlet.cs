using System.Management.Automation;
using Microsoft.HyperV.PowerShell;

namespace ClusterTwin;

/// <summary>What the stand-ins share that bring VMs into another state with one call.</summary>
public abstract class VirtualMachineStateCmdlet : VirtualMachineCmdlet
{
    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public SwitchParameter AsJob { get; set; }

    /// <summary>The twin's call.</summary>
    private protected abstract string Operation { get; }

    /// <summary>What the call says beside the VM.</summary>
    private protected virtual (string Name, object? Value)[] More => [];

    internal sealed override void Execute()
    {
        foreach (VirtualMachine machine in Machines())
        {
            if (ShouldProcess(machine.Name))
            {
                CallFor(machine, Passthru, Operation, More);
            }
        }
    }
}
