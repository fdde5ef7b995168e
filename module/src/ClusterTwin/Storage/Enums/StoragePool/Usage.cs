namespace Microsoft.PowerShell.Cmdletization.GeneratedTypes.StoragePool;

/// <summary>What a storage pool is for.</summary>
public enum Usage : ushort
{
    /// <summary>Unknown.</summary>
    Unknown = 0,

    /// <summary>Other.</summary>
    Other = 1,

    /// <summary>Unrestricted.</summary>
    Unrestricted = 2,

    /// <summary>ReservedForComputerSystem.</summary>
    ReservedForComputerSystem = 3,

    /// <summary>ReservedAsDeltaReplicaContainer.</summary>
    ReservedAsDeltaReplicaContainer = 4,

    /// <summary>ReservedForMigrationServices.</summary>
    ReservedForMigrationServices = 5,

    /// <summary>ReservedForLocalReplicationServices.</summary>
    ReservedForLocalReplicationServices = 6,

    /// <summary>ReservedForRemoteReplicationServices.</summary>
    ReservedForRemoteReplicationServices = 7,

    /// <summary>ReservedForSparing.</summary>
    ReservedForSparing = 8,
}
