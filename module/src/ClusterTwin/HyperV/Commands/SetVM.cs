using System.Management.Automation;
using ClusterTwin;

namespace Microsoft.HyperV.PowerShell.Commands;

/// <summary><c>Set-VM</c>: configures VMs that are off.</summary>
[Cmdlet(VerbsCommon.Set, "VM", DefaultParameterSetName = "Name", SupportsShouldProcess = true)]
[OutputType(typeof(VirtualMachine))]
public sealed class SetVM : VirtualMachineCmdlet
{
    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public bool GuestControlledCacheTypes { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public uint LowMemoryMappedIoSpace { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public ulong HighMemoryMappedIoSpace { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public bool BatteryPassthroughEnabled { get; set; }

    /// <summary>How many virtual processors.</summary>
    [Parameter]
    public long? ProcessorCount { get; set; }

    /// <summary>Lets memory grow and shrink.</summary>
    [Parameter]
    public SwitchParameter DynamicMemory { get; set; }

    /// <summary>Keeps memory as it is at the start.</summary>
    [Parameter]
    public SwitchParameter StaticMemory { get; set; }

    /// <summary>The least memory.</summary>
    [Parameter]
    public long? MemoryMinimumBytes { get; set; }

    /// <summary>The most memory.</summary>
    [Parameter]
    public long? MemoryMaximumBytes { get; set; }

    /// <summary>The memory at the start.</summary>
    [Parameter]
    public long? MemoryStartupBytes { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public StartAction? AutomaticStartAction { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public StopAction? AutomaticStopAction { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public int? AutomaticStartDelay { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public CriticalErrorAction? AutomaticCriticalErrorAction { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public int? AutomaticCriticalErrorActionTimeout { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public bool? AutomaticCheckpointsEnabled { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public OnOffState? LockOnDisconnect { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public string? Notes { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public string? NewVMName { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public string? SnapshotFileLocation { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public string? SmartPagingFilePath { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public CheckpointType? CheckpointType { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public EnhancedSessionTransportType? EnhancedSessionTransportType { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public SwitchParameter AllowUnverifiedPaths { get; set; }

    private const long Mebibyte = 1024 * 1024;

    internal override void Execute()
    {
        (string Name, object? Value)[] changes =
        [
            ("processors", ProcessorCount),
            ("dynamic", DynamicMemory ? true : StaticMemory ? false : null),
            ("startupMiB", MemoryStartupBytes / Mebibyte),
            ("minimumMiB", MemoryMinimumBytes / Mebibyte),
            ("maximumMiB", MemoryMaximumBytes / Mebibyte),
        ];
        foreach (VirtualMachine machine in Machines())
        {
            if (ShouldProcess(machine.Name))
            {
                CallFor(machine, Passthru, "setVirtualMachine", changes);
            }
        }
    }
}
