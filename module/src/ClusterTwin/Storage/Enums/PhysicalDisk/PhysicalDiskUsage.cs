namespace Microsoft.PowerShell.Cmdletization.GeneratedTypes.PhysicalDisk;

/// <summary>What a physical disk is for.</summary>
public enum PhysicalDiskUsage : ushort
{
    /// <summary>Unknown.</summary>
    Unknown = 0,

    /// <summary>AutoSelect.</summary>
    AutoSelect = 1,

    /// <summary>ManualSelect.</summary>
    ManualSelect = 2,

    /// <summary>HotSpare.</summary>
    HotSpare = 3,

    /// <summary>Retired.</summary>
    Retired = 4,

    /// <summary>Journal.</summary>
    Journal = 5,
}
