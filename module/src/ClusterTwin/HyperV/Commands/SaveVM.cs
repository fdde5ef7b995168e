using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Cim;

namespace Microsoft.HyperV.PowerShell.Commands;

/// <summary><c>Save-VM</c>: saves the state of VMs to disk.</summary>
[Cmdlet(VerbsData.Save, "VM", DefaultParameterSetName = "Name", SupportsShouldProcess = true)]
[OutputType(typeof(VirtualMachine))]
public sealed class SaveVM : HyperVCmdlet
{
    /// <summary>The computers.</summary>
    [Parameter(ParameterSetName = "Name")]
    public TwinCimSession[]? CimSession { get; set; }

    /// <summary>The hosts.</summary>
    [Parameter(ParameterSetName = "Name")]
    public string[]? ComputerName { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "Name")]
    [NotModelled]
    public PSCredential[]? Credential { get; set; }

    /// <summary>The names of the VMs; patterns match.</summary>
    [Parameter(ParameterSetName = "Name", Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("VMName")]
    public string[]? Name { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public SwitchParameter AsJob { get; set; }

    /// <summary>Emits the VM.</summary>
    [Parameter]
    public SwitchParameter Passthru { get; set; }

    /// <summary>The VMs.</summary>
    [Parameter(ParameterSetName = "VMObject", Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public VirtualMachine[]? VM { get; set; }

    internal override void Execute()
    {
        foreach (VirtualMachine machine in Machines(VM, Name, ComputerName, CimSession))
        {
            if (ShouldProcess(machine.Name))
            {
                CallFor(machine, Passthru, "stopVirtualMachine", ("kind", 1));
            }
        }
    }
}
