namespace Microsoft.PowerShell.Cmdletization.GeneratedTypes.PhysicalDisk;

/// <summary>The health of a physical disk.</summary>
public enum PhysicalDiskHealthStatus : ushort
{
    /// <summary>Healthy.</summary>
    Healthy = 0,

    /// <summary>Warning.</summary>
    Warning = 1,

    /// <summary>Unhealthy.</summary>
    Unhealthy = 2,

    /// <summary>Unknown.</summary>
    Unknown = 5,
}
