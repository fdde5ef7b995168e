namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>The values of <c>GroupType</c>, with Microsoft's numbers.</summary>
public enum GroupType : uint
{
    /// <summary>Cluster.</summary>
    Cluster = 1,

    /// <summary>AvailableStorage.</summary>
    AvailableStorage = 2,

    /// <summary>Temporary.</summary>
    Temporary = 3,

    /// <summary>ClusterSharedVolume.</summary>
    ClusterSharedVolume = 4,

    /// <summary>ClusterStoragePool.</summary>
    ClusterStoragePool = 5,

    /// <summary>FileServer.</summary>
    FileServer = 100,

    /// <summary>PrintServer.</summary>
    PrintServer = 101,

    /// <summary>DhcpServer.</summary>
    DhcpServer = 102,

    /// <summary>Dtc.</summary>
    Dtc = 103,

    /// <summary>Msmq.</summary>
    Msmq = 104,

    /// <summary>Wins.</summary>
    Wins = 105,

    /// <summary>StandAloneDfs.</summary>
    StandAloneDfs = 106,

    /// <summary>GenericApplication.</summary>
    GenericApplication = 107,

    /// <summary>GenericService.</summary>
    GenericService = 108,

    /// <summary>GenericScript.</summary>
    GenericScript = 109,

    /// <summary>IScsiNameService.</summary>
    IScsiNameService = 110,

    /// <summary>VirtualMachine.</summary>
    VirtualMachine = 111,

    /// <summary>TsSessionBroker.</summary>
    TsSessionBroker = 112,

    /// <summary>IScsiTarget.</summary>
    IScsiTarget = 113,

    /// <summary>ScaleoutFileServer.</summary>
    ScaleoutFileServer = 114,

    /// <summary>VMReplicaBroker.</summary>
    VMReplicaBroker = 115,

    /// <summary>TaskScheduler.</summary>
    TaskScheduler = 116,

    /// <summary>ClusterAwareUpdating.</summary>
    ClusterAwareUpdating = 117,

    /// <summary>ScaleoutCluster.</summary>
    ScaleoutCluster = 118,

    /// <summary>StorageReplica.</summary>
    StorageReplica = 119,

    /// <summary>VirtualMachineReplicationCoordinator.</summary>
    VirtualMachineReplicationCoordinator = 120,

    /// <summary>CrossClusterOrchestrator.</summary>
    CrossClusterOrchestrator = 121,

    /// <summary>InfrastructureFileServer.</summary>
    InfrastructureFileServer = 122,

    /// <summary>CoreSddc.</summary>
    CoreSddc = 123,

    /// <summary>UserManager.</summary>
    UserManager = 124,

    /// <summary>KeyValueStoreManager.</summary>
    KeyValueStoreManager = 125,

    /// <summary>HcsVirtualMachine.</summary>
    HcsVirtualMachine = 126,

    /// <summary>MetaVirtualMachine.</summary>
    MetaVirtualMachine = 127,

    /// <summary>Unknown.</summary>
    Unknown = 9999,
}
