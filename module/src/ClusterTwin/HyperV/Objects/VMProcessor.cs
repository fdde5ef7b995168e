namespace Microsoft.HyperV.PowerShell;

/// <summary>The virtual processors of a VM.</summary>
public sealed class VMProcessor : VirtualizationObject
{
    private readonly VirtualMachine _machine;

    internal VMProcessor(VirtualMachine machine)
        : base(machine.Context, machine.ComputerName) =>
        _machine = machine;

    /// <summary>ResourcePoolName.</summary>
    public string ResourcePoolName => "Primordial";

    /// <summary>Count.</summary>
    public long Count => _machine.ProcessorCount;

    /// <summary>CompatibilityForMigrationEnabled.</summary>
    public bool CompatibilityForMigrationEnabled => _machine.ProcessorCompatibility;

    /// <summary>CompatibilityForOlderOperatingSystemsEnabled.</summary>
    public bool CompatibilityForOlderOperatingSystemsEnabled => default;

    /// <summary>HwThreadCountPerCore.</summary>
    public long HwThreadCountPerCore => default;

    /// <summary>ExposeVirtualizationExtensions.</summary>
    public bool ExposeVirtualizationExtensions => default;

    /// <summary>EnablePerfmonPmu.</summary>
    public bool EnablePerfmonPmu => default;

    /// <summary>EnablePerfmonLbr.</summary>
    public bool EnablePerfmonLbr => default;

    /// <summary>EnablePerfmonPebs.</summary>
    public bool EnablePerfmonPebs => default;

    /// <summary>EnablePerfmonIpt.</summary>
    public bool EnablePerfmonIpt => default;

    /// <summary>EnableLegacyApicMode.</summary>
    public bool EnableLegacyApicMode => default;

    /// <summary>AllowACountMCount.</summary>
    public bool AllowACountMCount => default;

    /// <summary>Maximum.</summary>
    public long Maximum => 100;

    /// <summary>Reserve.</summary>
    public long Reserve => default;

    /// <summary>RelativeWeight.</summary>
    public int RelativeWeight => 100;

    /// <summary>MaximumCountPerNumaNode.</summary>
    public long MaximumCountPerNumaNode => default;

    /// <summary>MaximumCountPerNumaSocket.</summary>
    public long MaximumCountPerNumaSocket => default;

    /// <summary>EnableHostResourceProtection.</summary>
    public bool EnableHostResourceProtection => default;

    /// <summary>StatusDescription.</summary>
    public IReadOnlyList<string> StatusDescription => [];

    /// <summary>Name.</summary>
    public string Name => "Processor";

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
