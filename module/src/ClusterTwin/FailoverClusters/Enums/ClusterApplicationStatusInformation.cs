namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>Flags that say more about the state of a role.</summary>
[Flags]
public enum ClusterApplicationStatusInformation : ulong
{
    /// <summary>Locked.</summary>
    Locked = 1,

    /// <summary>Preempted.</summary>
    Preempted = 2,

    /// <summary>Queued.</summary>
    Queued = 4,

    /// <summary>PhysicalResourcesLacking.</summary>
    PhysicalResourcesLacking = 8,

    /// <summary>WaitingToStart.</summary>
    WaitingToStart = 16,

    /// <summary>EmbeddedFailure.</summary>
    EmbeddedFailure = 32,

    /// <summary>OfflineAntiAffinityConflict.</summary>
    OfflineAntiAffinityConflict = 64,

    /// <summary>NetworkFailure.</summary>
    NetworkFailure = 128,

    /// <summary>Unmonitored.</summary>
    Unmonitored = 256,

    /// <summary>WaitingForDependencies.</summary>
    WaitingForDependencies = 4096,
}
