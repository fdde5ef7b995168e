namespace Microsoft.PowerShell.Cmdletization.GeneratedTypes.VirtualDisk;

/// <summary>What a virtual disk is for.</summary>
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

    /// <summary>ReservedForReplicationServices.</summary>
    ReservedForReplicationServices = 4,

    /// <summary>ReservedForMigrationServices.</summary>
    ReservedForMigrationServices = 5,

    /// <summary>LocalReplicaSource.</summary>
    LocalReplicaSource = 6,

    /// <summary>RemoteReplicaSource.</summary>
    RemoteReplicaSource = 7,

    /// <summary>LocalReplicaTarget.</summary>
    LocalReplicaTarget = 8,

    /// <summary>RemoteReplicaTarget.</summary>
    RemoteReplicaTarget = 9,

    /// <summary>LocalReplicaSourceOrTarget.</summary>
    LocalReplicaSourceOrTarget = 10,

    /// <summary>RemoteReplicaSourceOrTarget.</summary>
    RemoteReplicaSourceOrTarget = 11,

    /// <summary>DeltaReplicaTarget.</summary>
    DeltaReplicaTarget = 12,

    /// <summary>ElementComponent.</summary>
    ElementComponent = 13,

    /// <summary>ReservedAsPoolContributer.</summary>
    ReservedAsPoolContributer = 14,

    /// <summary>CompositeVolumeMember.</summary>
    CompositeVolumeMember = 15,

    /// <summary>CompositeVirtualDiskMember.</summary>
    CompositeVirtualDiskMember = 16,

    /// <summary>ReservedForSparing.</summary>
    ReservedForSparing = 17,
}
