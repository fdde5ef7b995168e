namespace Microsoft.PowerShell.Cmdletization.GeneratedTypes.StorageFaultDomain;

/// <summary>What a fault domain of the storage is.</summary>
public enum StorageFaultDomainType : ushort
{
    /// <summary>PhysicalDisk.</summary>
    PhysicalDisk = 1,

    /// <summary>StorageEnclosure.</summary>
    StorageEnclosure = 2,

    /// <summary>StorageScaleUnit.</summary>
    StorageScaleUnit = 3,

    /// <summary>StorageChassis.</summary>
    StorageChassis = 4,

    /// <summary>StorageRack.</summary>
    StorageRack = 5,

    /// <summary>StorageSite.</summary>
    StorageSite = 6,
}
