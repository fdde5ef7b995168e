namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>The values of <c>ClusterResourceAndResourceTypeCharacteristics</c>, with Microsoft's numbers.</summary>
[Flags]
public enum ClusterResourceAndResourceTypeCharacteristics
{
    /// <summary>Quorum.</summary>
    Quorum = 1,

    /// <summary>DeleteRequiresAllNodes.</summary>
    DeleteRequiresAllNodes = 2,

    /// <summary>LocalQuorum.</summary>
    LocalQuorum = 4,

    /// <summary>LocalQuorumDebug.</summary>
    LocalQuorumDebug = 8,

    /// <summary>RequiresStateChangeReason.</summary>
    RequiresStateChangeReason = 16,

    /// <summary>BroadcastDelete.</summary>
    BroadcastDelete = 32,

    /// <summary>SingleClusterInstance.</summary>
    SingleClusterInstance = 64,

    /// <summary>SingleGroupInstance.</summary>
    SingleGroupInstance = 128,

    /// <summary>SharedVolumeCompatible.</summary>
    SharedVolumeCompatible = 256,

    /// <summary>PlacementAware.</summary>
    PlacementAware = 512,

    /// <summary>MonitorDetach.</summary>
    MonitorDetach = 1024,

    /// <summary>MonitorReattach.</summary>
    MonitorReattach = 2048,

    /// <summary>OperationContext.</summary>
    OperationContext = 4096,

    /// <summary>Clones.</summary>
    Clones = 8192,

    /// <summary>NotPreemptable.</summary>
    NotPreemptable = 16384,

    /// <summary>NotifyNewOwner.</summary>
    NotifyNewOwner = 32768,

    /// <summary>SupportsUnmonitoredState.</summary>
    SupportsUnmonitoredState = 65536,

    /// <summary>Infrastructure.</summary>
    Infrastructure = 131072,

    /// <summary>CheckDrainVeto.</summary>
    CheckDrainVeto = 262144,

    /// <summary>DrainLocalOffline.</summary>
    DrainLocalOffline = 524288,
}
