using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Cim;
using ClusterTwin.Completion;

namespace Microsoft.HyperV.PowerShell.Commands;

/// <summary><c>Get-VMSnapshot</c>: the checkpoints of VMs.</summary>
[Cmdlet(VerbsCommon.Get, "VMSnapshot", DefaultParameterSetName = "VMName")]
[OutputType(typeof(Microsoft.HyperV.PowerShell.VMSnapshot))]
public sealed class GetVMSnapshot : HyperVCmdlet
{
    /// <summary>The names of the VMs; patterns match.</summary>
    [Parameter(ParameterSetName = "VMName", Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(VirtualMachineNames))]
    public string[]? VMName { get; set; }

    /// <summary>The computers.</summary>
    [Parameter(ParameterSetName = "VMName")]
    [Parameter(ParameterSetName = "Id")]
    public TwinCimSession[]? CimSession { get; set; }

    /// <summary>The hosts.</summary>
    [Parameter(ParameterSetName = "VMName")]
    [Parameter(ParameterSetName = "Id")]
    [ArgumentCompleter(typeof(NodeNames))]
    public string[]? ComputerName { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "VMName")]
    [Parameter(ParameterSetName = "Id")]
    [NotModelled]
    public PSCredential[]? Credential { get; set; }

    /// <summary>The name of the checkpoint; patterns match.</summary>
    [Parameter(ParameterSetName = "VMName", Position = 1)]
    [Parameter(ParameterSetName = "VMObject", Position = 1)]
    [Parameter(ParameterSetName = "Child", Position = 0)]
    [Parameter(ParameterSetName = "Parent", Position = 0)]
    public string? Name { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "VMName")]
    [Parameter(ParameterSetName = "VMObject")]
    [Parameter(ParameterSetName = "Child")]
    [Parameter(ParameterSetName = "Parent")]
    [Alias("VMRecoveryCheckpoint")]
    [NotModelled]
    public SnapshotType SnapshotType { get; set; }

    /// <summary>The VMs.</summary>
    [Parameter(ParameterSetName = "VMObject", Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public VirtualMachine[]? VM { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(
        ParameterSetName = "Id",
        Mandatory = true,
        Position = 0,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true)]
    [NotModelled]
    public Guid? Id { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "Child", Mandatory = true)]
    [NotModelled]
    public VMSnapshot? ChildOf { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "Parent", Mandatory = true)]
    [NotModelled]
    public VirtualMachineBase? ParentOf { get; set; }

    internal override void Execute()
    {
        foreach (VirtualMachine machine in Machines(VM, VMName, ComputerName, CimSession))
        {
            IEnumerable<VMSnapshot> all = machine.ReadCheckpoints();
            WriteObject(Name is null ? all : NamePattern.Select([.. all], Name, one => one.Name), true);
        }
    }
}
