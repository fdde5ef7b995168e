namespace Microsoft.HyperV.PowerShell;

/// <summary>The values of <c>SnapshotType</c>, with Microsoft's numbers.</summary>
public enum SnapshotType
{
    /// <summary>Standard.</summary>
    Standard = 0,

    /// <summary>Recovery.</summary>
    Recovery = 1,

    /// <summary>Planned.</summary>
    Planned = 2,

    /// <summary>Missing.</summary>
    Missing = 5,

    /// <summary>Replica.</summary>
    Replica = 6,

    /// <summary>AppConsistentReplica.</summary>
    AppConsistentReplica = 7,

    /// <summary>SyncedReplica.</summary>
    SyncedReplica = 8,
}
