namespace Microsoft.HyperV.PowerShell;

/// <summary>The memory of a VM.</summary>
public sealed class VMMemory : VirtualizationObject
{
    private readonly VirtualMachine _machine;

    internal VMMemory(VirtualMachine machine)
        : base(machine.Context, machine.ComputerName) =>
        _machine = machine;

    /// <summary>ResourcePoolName.</summary>
    public string ResourcePoolName => "Primordial";

    /// <summary>Buffer.</summary>
    public int Buffer => 20;

    /// <summary>DynamicMemoryEnabled.</summary>
    public bool DynamicMemoryEnabled => _machine.DynamicMemoryEnabled;

    /// <summary>Maximum.</summary>
    public long Maximum => _machine.MemoryMaximum;

    /// <summary>MaximumPerNumaNode.</summary>
    public long MaximumPerNumaNode => default;

    /// <summary>Minimum.</summary>
    public long Minimum => _machine.MemoryMinimum;

    /// <summary>Priority.</summary>
    public int Priority => 50;

    /// <summary>Startup.</summary>
    public long Startup => _machine.MemoryStartup;

    /// <summary>Name.</summary>
    public string Name => "Memory";

    /// <summary>Id.</summary>
    public string Id => $@"Microsoft:{_machine.Id}";

    /// <summary>VMId.</summary>
    public Guid VMId => _machine.Id;

    /// <summary>VMName.</summary>
    public string VMName => _machine.Name;

    /// <summary>VMSnapshotId.</summary>
    public Guid VMSnapshotId => default;

    /// <summary>VMSnapshotName.</summary>
    public string VMSnapshotName => string.Empty;
}
