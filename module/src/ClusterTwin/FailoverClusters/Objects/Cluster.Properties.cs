namespace Microsoft.FailoverClusters.PowerShell;

/// <content>The common properties, named and typed as on Windows Server 2025.</content>
public sealed partial class Cluster
{
    /// <summary>AddEvictDelay.</summary>
    public uint AddEvictDelay { get => Number(); set => Write(value); }

    /// <summary>AdministrativeAccessPoint.</summary>
    public AdminAccessPoint AdministrativeAccessPoint => (AdminAccessPoint)Number();

    /// <summary>AutoAssignNodeSite.</summary>
    public uint AutoAssignNodeSite { get => Number(); set => Write(value); }

    /// <summary>AutoBalancerMode.</summary>
    public uint AutoBalancerMode { get => Number(); set => Write(value); }

    /// <summary>AutoBalancerLevel.</summary>
    public uint AutoBalancerLevel { get => Number(); set => Write(value); }

    /// <summary>BackupInProgress.</summary>
    public uint BackupInProgress => Number();

    /// <summary>BlockCacheSize.</summary>
    public uint BlockCacheSize { get => Number(); set => Write(value); }

    /// <summary>DetectedCloudPlatform.</summary>
    public ClusterCloudType DetectedCloudPlatform => (ClusterCloudType)Number();

    /// <summary>DetectManagedEvents.</summary>
    public uint DetectManagedEvents { get => Number(); set => Write(value); }

    /// <summary>DetectManagedEventsThreshold.</summary>
    public uint DetectManagedEventsThreshold { get => Number(); set => Write(value); }

    /// <summary>ClusSvcHangTimeout.</summary>
    public uint ClusSvcHangTimeout { get => Number(); set => Write(value); }

    /// <summary>ClusSvcRegroupStageTimeout.</summary>
    public uint ClusSvcRegroupStageTimeout { get => Number(); set => Write(value); }

    /// <summary>ClusSvcRegroupTickInMilliseconds.</summary>
    public uint ClusSvcRegroupTickInMilliseconds { get => Number(); set => Write(value); }

    /// <summary>ClusterEnforcedAntiAffinity.</summary>
    public uint ClusterEnforcedAntiAffinity { get => Number(); set => Write(value); }

    /// <summary>ClusterFunctionalLevel.</summary>
    public uint ClusterFunctionalLevel => _live.Now.FunctionalLevel;

    /// <summary>ClusterUpgradeVersion.</summary>
    public uint ClusterUpgradeVersion => _live.Now.UpgradeVersion;

    /// <summary>ClusterGroupWaitDelay.</summary>
    public uint ClusterGroupWaitDelay { get => Number(); set => Write(value); }

    /// <summary>ClusterLogLevel.</summary>
    public uint ClusterLogLevel { get => Number(); set => Write(value); }

    /// <summary>ClusterLogSize.</summary>
    public uint ClusterLogSize { get => Number(); set => Write(value); }

    /// <summary>CrossSiteDelay.</summary>
    public uint CrossSiteDelay { get => Number(); set => Write(value); }

    /// <summary>CrossSiteThreshold.</summary>
    public uint CrossSiteThreshold { get => Number(); set => Write(value); }

    /// <summary>CrossSubnetDelay.</summary>
    public uint CrossSubnetDelay { get => Number(); set => Write(value); }

    /// <summary>CrossSubnetThreshold.</summary>
    public uint CrossSubnetThreshold { get => Number(); set => Write(value); }

    /// <summary>CsvBalancer.</summary>
    public uint CsvBalancer { get => Number(); set => Write(value); }

    /// <summary>CsvTimeToWait.</summary>
    public uint CsvTimeToWait { get => Number(); set => Write(value); }

    /// <summary>DatabaseReadWriteMode.</summary>
    public uint DatabaseReadWriteMode { get => Number(); set => Write(value); }

    /// <summary>DefaultNetworkRole.</summary>
    public uint DefaultNetworkRole { get => Number(); set => Write(value); }

    /// <summary>Description.</summary>
    public string Description { get => Text(); set => Write(value); }

    /// <summary>Domain.</summary>
    public string Domain => _live.Now.Domain;

    /// <summary>DrainOnShutdown.</summary>
    public uint DrainOnShutdown { get => Number(); set => Write(value); }

    /// <summary>DumpPolicy.</summary>
    public ulong DumpPolicy { get => LongNumber(); set => Write(value); }

    /// <summary>DynamicQuorum.</summary>
    public uint DynamicQuorum { get => Number(); set => Write(value); }

    /// <summary>EnableSharedVolumes.</summary>
    public ClusterSharedVolumesSetting EnableSharedVolumes
    {
        get => (ClusterSharedVolumesSetting)Number();
        set => Write(value);
    }

    /// <summary>FixQuorum.</summary>
    public uint FixQuorum { get => Number(); set => Write(value); }

    /// <summary>GroupDependencyTimeout.</summary>
    public uint GroupDependencyTimeout { get => Number(); set => Write(value); }

    /// <summary>HangRecoveryAction.</summary>
    public uint HangRecoveryAction { get => Number(); set => Write(value); }

    /// <summary>Id.</summary>
    public string Id => _live.Now.Id;

    /// <summary>IgnorePersistentStateOnStartup.</summary>
    public uint IgnorePersistentStateOnStartup { get => Number(); set => Write(value); }

    /// <summary>LogResourceControls.</summary>
    public uint LogResourceControls { get => Number(); set => Write(value); }

    /// <summary>LowerQuorumPriorityNodeId.</summary>
    public uint LowerQuorumPriorityNodeId { get => Number(); set => Write(value); }

    /// <summary>MaximumParallelMigrations.</summary>
    public uint MaximumParallelMigrations { get => Number(); set => Write(value); }

    /// <summary>MessageBufferLength.</summary>
    public uint MessageBufferLength { get => Number(); set => Write(value); }

    /// <summary>MinimumNeverPreemptPriority.</summary>
    public uint MinimumNeverPreemptPriority { get => Number(); set => Write(value); }

    /// <summary>MinimumPreemptorPriority.</summary>
    public uint MinimumPreemptorPriority { get => Number(); set => Write(value); }

    /// <summary>NetftIPSecEnabled.</summary>
    public uint NetftIPSecEnabled { get => Number(); set => Write(value); }

    /// <summary>PlacementOptions.</summary>
    public uint PlacementOptions { get => Number(); set => Write(value); }

    /// <summary>PlumbAllCrossSubnetRoutes.</summary>
    public uint PlumbAllCrossSubnetRoutes { get => Number(); set => Write(value); }

    /// <summary>PreferredSite.</summary>
    public string PreferredSite { get => Text(); set => Write(value); }

    /// <summary>PreventQuorum.</summary>
    public uint PreventQuorum { get => Number(); set => Write(value); }

    /// <summary>QuarantineDuration.</summary>
    public uint QuarantineDuration { get => Number(); set => Write(value); }

    /// <summary>QuarantineThreshold.</summary>
    public uint QuarantineThreshold { get => Number(); set => Write(value); }

    /// <summary>QuorumArbitrationTimeMax.</summary>
    public uint QuorumArbitrationTimeMax { get => Number(); set => Write(value); }

    /// <summary>RecentEventsResetTime.</summary>
    public DateTime RecentEventsResetTime => default;

    /// <summary>RequestReplyTimeout.</summary>
    public uint RequestReplyTimeout { get => Number(); set => Write(value); }

    /// <summary>ResiliencyDefaultPeriod.</summary>
    public uint ResiliencyDefaultPeriod { get => Number(); set => Write(value); }

    /// <summary>ResiliencyLevel.</summary>
    public ClusterResiliencyLevel? ResiliencyLevel
    {
        get => Number() is var number and > 0 ? (ClusterResiliencyLevel)number : null;
        set => Write(value);
    }

    /// <summary>RouteHistoryLength.</summary>
    public uint RouteHistoryLength { get => Number(); set => Write(value); }

    /// <summary>S2DBusTypes.</summary>
    public uint S2DBusTypes { get => Number(); set => Write(value); }

    /// <summary>S2DCacheBehavior.</summary>
    public S2DCacheBehavior S2DCacheBehavior { get => (S2DCacheBehavior)LongNumber(); set => Write(value); }

    /// <summary>S2DCacheDesiredState.</summary>
    public S2DCacheState S2DCacheDesiredState { get => (S2DCacheState)Number(); set => Write(value); }

    /// <summary>S2DCacheMetadataReserveBytes.</summary>
    public ulong S2DCacheMetadataReserveBytes { get => LongNumber(); set => Write(value); }

    /// <summary>S2DCachePageSizeKBytes.</summary>
    public uint S2DCachePageSizeKBytes { get => Number(); set => Write(value); }

    /// <summary>S2DEnabled.</summary>
    public uint S2DEnabled => _live.Now.SpacesDirect ? 1u : 0u;

    /// <summary>S2DIOLatencyThreshold.</summary>
    public uint S2DIOLatencyThreshold { get => Number(); set => Write(value); }

    /// <summary>S2DOptimizations.</summary>
    public uint S2DOptimizations { get => Number(); set => Write(value); }

    /// <summary>WprSessionCount.</summary>
    public uint WprSessionCount { get => Number(); set => Write(value); }

    /// <summary>WprSessionCoolOffTime.</summary>
    public uint WprSessionCoolOffTime { get => Number(); set => Write(value); }

    /// <summary>RolloutAudience.</summary>
    public uint RolloutAudience { get => Number(); set => Write(value); }

    /// <summary>DpcWatchdogProfileSingleDpcThreshold.</summary>
    public uint DpcWatchdogProfileSingleDpcThreshold { get => Number(); set => Write(value); }

    /// <summary>DpcWatchdogProfileCumulativeDpcThreshold.</summary>
    public uint DpcWatchdogProfileCumulativeDpcThreshold { get => Number(); set => Write(value); }

    /// <summary>GlobalWprSessionConfig.</summary>
    public object? GlobalWprSessionConfig { get => Value(); set => Write(value); }

    /// <summary>SameSubnetDelay.</summary>
    public uint SameSubnetDelay { get => Number(); set => Write(value); }

    /// <summary>SameSubnetThreshold.</summary>
    public uint SameSubnetThreshold { get => Number(); set => Write(value); }

    /// <summary>SecurityLevel.</summary>
    public uint SecurityLevel { get => Number(); set => Write(value); }

    /// <summary>SecurityLevelForStorage.</summary>
    public uint SecurityLevelForStorage { get => Number(); set => Write(value); }

    /// <summary>SetSMBBandwidthLimit.</summary>
    public uint SetSMBBandwidthLimit { get => Number(); set => Write(value); }

    /// <summary>SMBBandwidthLimitFactor.</summary>
    public uint SMBBandwidthLimitFactor { get => Number(); set => Write(value); }

    /// <summary>SharedVolumeCompatibleFilters.</summary>
    public object? SharedVolumeCompatibleFilters => Value();

    /// <summary>SharedVolumeIncompatibleFilters.</summary>
    public object? SharedVolumeIncompatibleFilters => Value();

    /// <summary>SharedVolumeSecurityDescriptor.</summary>
    public byte[]? SharedVolumeSecurityDescriptor => default;

    /// <summary>SharedVolumesRoot.</summary>
    public string SharedVolumesRoot => Text();

    /// <summary>SharedVolumeVssWriterOperationTimeout.</summary>
    public uint SharedVolumeVssWriterOperationTimeout { get => Number(); set => Write(value); }

    /// <summary>ShutdownTimeoutInMinutes.</summary>
    public uint ShutdownTimeoutInMinutes { get => Number(); set => Write(value); }

    /// <summary>UseClientAccessNetworksForSharedVolumes.</summary>
    public uint UseClientAccessNetworksForSharedVolumes { get => Number(); set => Write(value); }

    /// <summary>WitnessDatabaseWriteTimeout.</summary>
    public uint WitnessDatabaseWriteTimeout { get => Number(); set => Write(value); }

    /// <summary>WitnessDynamicWeight.</summary>
    public uint WitnessDynamicWeight => Number();

    /// <summary>WitnessRestartInterval.</summary>
    public uint WitnessRestartInterval { get => Number(); set => Write(value); }

    /// <summary>EnabledEventLogs.</summary>
    public object? EnabledEventLogs { get => Value(); set => Write(value); }

    /// <summary>UseRdmaForStorage.</summary>
    public uint UseRdmaForStorage { get => Number(); set => Write(value); }

    /// <summary>RdmaConnectionsPerInterfaceForStorage.</summary>
    public uint RdmaConnectionsPerInterfaceForStorage { get => Number(); set => Write(value); }

    /// <summary>AcceleratedNetworkingNodeReserve.</summary>
    public uint AcceleratedNetworkingNodeReserve { get => Number(); set => Write(value); }

    /// <summary>AcceleratedNetworkingEnabled.</summary>
    public uint AcceleratedNetworkingEnabled { get => Number(); set => Write(value); }
}
