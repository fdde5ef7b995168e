using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Cim;
using ClusterTwin.Completion;

namespace Microsoft.HyperV.PowerShell.Commands;

/// <summary><c>Update-VMVersion</c>: raises the configuration version of VMs; nothing lowers it again.</summary>
[Cmdlet(
    VerbsData.Update,
    "VMVersion",
    DefaultParameterSetName = "Name",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(Microsoft.HyperV.PowerShell.VirtualMachine))]
public sealed class UpdateVMVersion : HyperVCmdlet
{
    /// <summary>The computers.</summary>
    [Parameter(ParameterSetName = "Name")]
    public TwinCimSession[]? CimSession { get; set; }

    /// <summary>The hosts.</summary>
    [Parameter(ParameterSetName = "Name")]
    [ArgumentCompleter(typeof(NodeNames))]
    public string[]? ComputerName { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "Name")]
    [NotModelled]
    public PSCredential[]? Credential { get; set; }

    /// <summary>The names of the VMs; patterns match.</summary>
    [Parameter(ParameterSetName = "Name", Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("VMName")]
    [ArgumentCompleter(typeof(VirtualMachineNames))]
    public string[]? Name { get; set; }

    /// <summary>Asks nothing.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

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
            string description = $"Performing a configuration version update of \"{machine.Name}\" will prevent it "
                + "from being migrated to or imported on previous versions of Windows. It is not reversible.";
            if ((Force && !IsWhatIf) || ShouldProcess(description, description, "Confirm"))
            {
                CallFor(machine, Passthru, "updateVirtualMachineVersion");
            }
        }
    }
}
