using ClusterTwin;
using ClusterTwin.Views;

namespace Microsoft.HyperV.PowerShell;

/// <summary>What a VM and its checkpoints have in common. Reading a property sees the present.</summary>
public abstract class VirtualMachineBase : VirtualizationObject
{
    private readonly Live<VirtualMachineView> _live;
    private readonly Guid _id;
    private readonly string _name;
    private bool _gone;

    private protected VirtualMachineBase(TwinContext context, VirtualMachineView view)
        : base(context, view.Host)
    {
        _id = Guid.TryParse(view.Id, out Guid id) ? id : Guid.Empty;
        _name = view.Name;
        _live = new Live<VirtualMachineView>(context, view, (twin, last) => Find(twin, last!));
    }

    /// <summary>DVDDrives.</summary>
    public DvdDrive[] DVDDrives =>
        [.. View.LocalMedia.Where(DvdDrive.IsImage).Select(path => new DvdDrive(this, path))];

    /// <summary>HardDrives.</summary>
    public HardDiskDrive[] HardDrives =>
        [.. View.LocalMedia.Where(path => !DvdDrive.IsImage(path)).Select(path => new HardDiskDrive(this, path))];

    /// <summary>DynamicMemoryEnabled.</summary>
    public bool DynamicMemoryEnabled => View.DynamicMemory;

    /// <summary>MemoryMaximum.</summary>
    public long MemoryMaximum => (long)View.MemoryMaximumBytes;

    /// <summary>MemoryMinimum.</summary>
    public long MemoryMinimum => (long)View.MemoryMinimumBytes;

    /// <summary>MemoryStartup.</summary>
    public long MemoryStartup => (long)View.MemoryStartupBytes;

    /// <summary>ProcessorCount.</summary>
    public long ProcessorCount => View.ProcessorCount;

    /// <summary>BatteryPassthroughEnabled.</summary>
    public bool BatteryPassthroughEnabled => default;

    /// <summary>Generation.</summary>
    public int Generation => default;

    /// <summary>IsClustered.</summary>
    public bool IsClustered => View.IsClustered;

    /// <summary>Notes.</summary>
    public string Notes => string.Empty;

    /// <summary>ParentSnapshotId.</summary>
    public Guid? ParentSnapshotId => null;

    /// <summary>ParentSnapshotName.</summary>
    public string ParentSnapshotName => string.Empty;

    /// <summary>Path.</summary>
    public string Path => View.Volume is { } volume ? $@"C:\ClusterStorage\{volume}\{_name}" : string.Empty;

    /// <summary>SizeOfSystemFiles.</summary>
    public long SizeOfSystemFiles => default;

    /// <summary>State.</summary>
    public VMState State => (VMState)(int)View.State;

    /// <summary>Version.</summary>
    public string Version => View.Version;

    /// <summary>GuestControlledCacheTypes.</summary>
    public bool GuestControlledCacheTypes => default;

    /// <summary>LowMemoryMappedIoSpace.</summary>
    public uint LowMemoryMappedIoSpace => default;

    /// <summary>HighMemoryMappedIoSpace.</summary>
    public ulong HighMemoryMappedIoSpace => default;

    /// <summary>CreationTime.</summary>
    public DateTime CreationTime => default;

    /// <summary>Id.</summary>
    public Guid Id => _id;

    /// <summary>Name.</summary>
    public string Name => _name;

    /// <summary>NetworkAdapters.</summary>
    public List<VMNetworkAdapter> NetworkAdapters =>
        [.. View.Switches.Select((name, index) => new VMNetworkAdapter(this, name, index))];

    /// <inheritdoc/>
    private protected override bool Gone
    {
        get
        {
            _ = View;
            return _gone;
        }
    }

    /// <summary>The present state; the last one where the VM is on its host no more.</summary>
    private protected VirtualMachineView View => _live.Now;

    /// <inheritdoc/>
    public override string ToString() => $"{GetType().Name} (Name = '{_name}') [Id = '{_id}']";

    private VirtualMachineView Find(TwinContext twin, VirtualMachineView last)
    {
        VirtualMachineView? present = twin.FindVirtualMachine(last.Host, last.Id);
        _gone = present is null;
        return present ?? last;
    }
}
