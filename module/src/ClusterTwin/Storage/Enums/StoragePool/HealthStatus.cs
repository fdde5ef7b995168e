namespace Microsoft.PowerShell.Cmdletization.GeneratedTypes.StoragePool;

/// <summary>The health of a storage pool.</summary>
public enum HealthStatus : ushort
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
