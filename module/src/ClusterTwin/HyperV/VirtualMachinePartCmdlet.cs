using System.Management.Automation;
using ClusterTwin.Cim;
using ClusterTwin.Completion;
using Microsoft.HyperV.PowerShell;

namespace ClusterTwin;

/// <summary>What the stand-ins share that read one part of VMs: whose.</summary>
public abstract class VirtualMachinePartCmdlet : HyperVCmdlet
{
    /// <summary>The computers.</summary>
    [Parameter(ParameterSetName = "VMName")]
    public TwinCimSession[]? CimSession { get; set; }

    /// <summary>The hosts.</summary>
    [Parameter(ParameterSetName = "VMName")]
    [ArgumentCompleter(typeof(NodeNames))]
    public string[]? ComputerName { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "VMName")]
    [NotModelled]
    public PSCredential[]? Credential { get; set; }

    /// <summary>The names of the VMs; patterns match.</summary>
    [Parameter(ParameterSetName = "VMName", Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(VirtualMachineNames))]
    public string[]? VMName { get; set; }

    /// <summary>The VMs.</summary>
    [Parameter(ParameterSetName = "VMObject", Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public VirtualMachine[]? VM { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "VMSnapshot", Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("VMCheckpoint")]
    [NotModelled]
    public VMSnapshot? VMSnapshot { get; set; }

    /// <summary>The VMs that the call names.</summary>
    private protected IEnumerable<VirtualMachine> Machines() => Machines(VM, VMName, ComputerName, CimSession);
}
