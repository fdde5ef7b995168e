using System.Collections;
using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Cim;
using ClusterTwin.Completion;

namespace Microsoft.HyperV.PowerShell.Commands;

/// <summary><c>Move-VM</c>: moves VMs between hosts; that of a clustered one is the cluster's to do.</summary>
[Cmdlet(VerbsCommon.Move, "VM", DefaultParameterSetName = "NameSingleDestination", SupportsShouldProcess = true)]
[OutputType(typeof(VirtualMachine))]
public sealed class MoveVM : HyperVCmdlet
{
    /// <summary>The hosts.</summary>
    [Parameter(ParameterSetName = "NameSingleDestination")]
    [Parameter(ParameterSetName = "NameMultipleDestinations")]
    [ArgumentCompleter(typeof(NodeNames))]
    public string[]? ComputerName { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "NameSingleDestination")]
    [Parameter(ParameterSetName = "NameMultipleDestinations")]
    [NotModelled]
    public PSCredential[]? Credential { get; set; }

    /// <summary>The names of the VMs; patterns match.</summary>
    [Parameter(ParameterSetName = "NameSingleDestination", Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Parameter(
        ParameterSetName = "NameMultipleDestinationsAndCimSession",
        Mandatory = true,
        Position = 0,
        ValueFromPipeline = true)]
    [Parameter(
        ParameterSetName = "NameSingleDestinationAndCimSession",
        Mandatory = true,
        Position = 0,
        ValueFromPipeline = true)]
    [Parameter(ParameterSetName = "NameMultipleDestinations", Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(VirtualMachineNames))]
    public string? Name { get; set; }

    /// <summary>Where it goes.</summary>
    [Parameter(ParameterSetName = "NameSingleDestination", Mandatory = true, Position = 1)]
    [Parameter(ParameterSetName = "NameMultipleDestinations", Mandatory = true, Position = 1)]
    [Parameter(ParameterSetName = "VMMultipleDestinations", Mandatory = true, Position = 1)]
    [Parameter(ParameterSetName = "VMSingleDestination", Mandatory = true, Position = 1)]
    [ArgumentCompleter(typeof(NodeNames))]
    public string? DestinationHost { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "NameSingleDestination")]
    [Parameter(ParameterSetName = "NameMultipleDestinations")]
    [Parameter(ParameterSetName = "VMMultipleDestinations")]
    [Parameter(ParameterSetName = "VMSingleDestination")]
    [NotModelled]
    public PSCredential? DestinationCredential { get; set; }

    /// <summary>Moves its files, too.</summary>
    [Parameter(ParameterSetName = "NameSingleDestination")]
    [Parameter(ParameterSetName = "NameSingleDestinationAndCimSession")]
    [Parameter(ParameterSetName = "VMSingleDestinationAndCimSession")]
    [Parameter(ParameterSetName = "VMSingleDestination")]
    public SwitchParameter IncludeStorage { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "NameSingleDestination")]
    [Parameter(ParameterSetName = "NameSingleDestinationAndCimSession")]
    [Parameter(ParameterSetName = "VMSingleDestinationAndCimSession")]
    [Parameter(ParameterSetName = "VMSingleDestination")]
    [NotModelled]
    public string? DestinationStoragePath { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "NameSingleDestination")]
    [Parameter(ParameterSetName = "NameMultipleDestinationsAndCimSession")]
    [Parameter(ParameterSetName = "NameSingleDestinationAndCimSession")]
    [Parameter(ParameterSetName = "NameMultipleDestinations")]
    [Parameter(ParameterSetName = "VMMultipleDestinationsAndCimSession")]
    [Parameter(ParameterSetName = "VMMultipleDestinations")]
    [Parameter(ParameterSetName = "VMSingleDestinationAndCimSession")]
    [Parameter(ParameterSetName = "VMSingleDestination")]
    [NotModelled]
    public string? ResourcePoolName { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "NameSingleDestination")]
    [Parameter(ParameterSetName = "NameMultipleDestinationsAndCimSession")]
    [Parameter(ParameterSetName = "NameSingleDestinationAndCimSession")]
    [Parameter(ParameterSetName = "NameMultipleDestinations")]
    [Parameter(ParameterSetName = "VMMultipleDestinationsAndCimSession")]
    [Parameter(ParameterSetName = "VMMultipleDestinations")]
    [Parameter(ParameterSetName = "VMSingleDestinationAndCimSession")]
    [Parameter(ParameterSetName = "VMSingleDestination")]
    [NotModelled]
    public SwitchParameter RetainVhdCopiesOnSource { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "NameSingleDestination")]
    [Parameter(ParameterSetName = "NameMultipleDestinationsAndCimSession")]
    [Parameter(ParameterSetName = "NameSingleDestinationAndCimSession")]
    [Parameter(ParameterSetName = "NameMultipleDestinations")]
    [Parameter(ParameterSetName = "VMMultipleDestinationsAndCimSession")]
    [Parameter(ParameterSetName = "VMMultipleDestinations")]
    [Parameter(ParameterSetName = "VMSingleDestinationAndCimSession")]
    [Parameter(ParameterSetName = "VMSingleDestination")]
    [NotModelled]
    public SwitchParameter RemoveSourceUnmanagedVhds { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public SwitchParameter AsJob { get; set; }

    /// <summary>Emits the VM.</summary>
    [Parameter]
    public SwitchParameter Passthru { get; set; }

    /// <summary>The computers.</summary>
    [Parameter(ParameterSetName = "NameMultipleDestinationsAndCimSession")]
    [Parameter(ParameterSetName = "NameSingleDestinationAndCimSession")]
    public TwinCimSession[]? CimSession { get; set; }

    /// <summary>Where it goes.</summary>
    [Parameter(ParameterSetName = "NameMultipleDestinationsAndCimSession", Mandatory = true, Position = 1)]
    [Parameter(ParameterSetName = "NameSingleDestinationAndCimSession", Mandatory = true, Position = 1)]
    [Parameter(ParameterSetName = "VMMultipleDestinationsAndCimSession", Mandatory = true, Position = 1)]
    [Parameter(ParameterSetName = "VMSingleDestinationAndCimSession", Mandatory = true, Position = 1)]
    public TwinCimSession? DestinationCimSession { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "NameMultipleDestinationsAndCimSession", Mandatory = true)]
    [Parameter(ParameterSetName = "NameMultipleDestinations")]
    [Parameter(ParameterSetName = "VMMultipleDestinationsAndCimSession", Mandatory = true)]
    [Parameter(ParameterSetName = "VMMultipleDestinations")]
    [NotModelled]
    public string? VirtualMachinePath { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "NameMultipleDestinationsAndCimSession")]
    [Parameter(ParameterSetName = "NameMultipleDestinations")]
    [Parameter(ParameterSetName = "VMMultipleDestinationsAndCimSession")]
    [Parameter(ParameterSetName = "VMMultipleDestinations")]
    [Alias("CheckpointFileLocation", "SnapshotFileLocation")]
    [NotModelled]
    public string? SnapshotFilePath { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "NameMultipleDestinationsAndCimSession")]
    [Parameter(ParameterSetName = "NameMultipleDestinations")]
    [Parameter(ParameterSetName = "VMMultipleDestinationsAndCimSession")]
    [Parameter(ParameterSetName = "VMMultipleDestinations")]
    [NotModelled]
    public string? SmartPagingFilePath { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "NameMultipleDestinationsAndCimSession")]
    [Parameter(ParameterSetName = "NameMultipleDestinations")]
    [Parameter(ParameterSetName = "VMMultipleDestinationsAndCimSession")]
    [Parameter(ParameterSetName = "VMMultipleDestinations")]
    [NotModelled]
    public Hashtable[]? Vhds { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "CompatibilityReport", Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [NotModelled]
    public VMCompatibilityReport? CompatibilityReport { get; set; }

    /// <summary>The VMs.</summary>
    [Parameter(
        ParameterSetName = "VMMultipleDestinationsAndCimSession",
        Mandatory = true,
        Position = 0,
        ValueFromPipeline = true)]
    [Parameter(ParameterSetName = "VMMultipleDestinations", Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Parameter(
        ParameterSetName = "VMSingleDestinationAndCimSession",
        Mandatory = true,
        Position = 0,
        ValueFromPipeline = true)]
    [Parameter(ParameterSetName = "VMSingleDestination", Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public VirtualMachine? VM { get; set; }

    internal override void Execute()
    {
        VirtualMachine[]? passed = VM is null ? null : [VM];
        foreach (VirtualMachine machine in Machines(passed, [Name!], ComputerName, CimSession))
        {
            if (!ShouldProcess(machine.Name))
            {
                continue;
            }

            if (!machine.IsClustered)
            {
                RefuseNotModelled($"a VM that is no role of the cluster (here '{machine.Name}')");
            }

            string message = $"Virtual machine migration operation for '{machine.Name}' failed. "
                + "The virtual machine is a clustered role, which the cluster moves.";
            WriteError(TwinErrors.Record(
                new VirtualizationException(message),
                "OperationFailed",
                ErrorCategory.NotSpecified,
                machine.Name,
                "Use Move-ClusterVirtualMachineRole."));
        }
    }
}
