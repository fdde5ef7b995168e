using System.Management.Automation;
using ClusterTwin.Cim;
using ClusterTwin.Completion;
using Microsoft.HyperV.PowerShell;

namespace ClusterTwin;

/// <summary>What the stand-ins share that change VMs: which ones, and whether they come out.</summary>
public abstract class VirtualMachineCmdlet : HyperVCmdlet
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

    /// <summary>Emits the VM.</summary>
    [Parameter]
    public SwitchParameter Passthru { get; set; }

    /// <summary>The VMs.</summary>
    [Parameter(ParameterSetName = "VMObject", Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public VirtualMachine[]? VM { get; set; }

    /// <summary>The VMs that the call names.</summary>
    private protected IEnumerable<VirtualMachine> Machines() => Machines(VM, Name, ComputerName, CimSession);
}
