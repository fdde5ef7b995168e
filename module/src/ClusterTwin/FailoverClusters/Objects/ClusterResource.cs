using ClusterTwin;
using ClusterTwin.Views;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>A resource. Reading a property sees the present.</summary>
public sealed class ClusterResource : ClusterObject
{
    private const uint NotSet = 4294967295;

    private readonly Live<ResourceView> _live;
    private readonly string _name;

    internal ClusterResource(TwinContext context, ResourceView view)
        : this(context, view.Name, view)
    {
    }

    internal ClusterResource(TwinContext context, string name)
        : this(context, name, null)
    {
    }

    private ClusterResource(TwinContext context, string name, ResourceView? view)
        : base(context)
    {
        _name = name;
        _live = new Live<ResourceView>(context, view, (twin, last) => Find(twin, name, last?.OwnerGroup));
    }

    /// <summary>Characteristics.</summary>
    public ClusterResourceAndResourceTypeCharacteristics Characteristics => default;

    /// <summary>Cluster.</summary>
    public Cluster Cluster => Context.Cluster;

    /// <summary>DeadlockTimeout, in milliseconds.</summary>
    public uint DeadlockTimeout => 300_000;

    /// <summary>Description.</summary>
    public string Description => string.Empty;

    /// <summary>Id: a GUID as a text.</summary>
    public string Id => _live.Now.Id;

    /// <summary>IsCoreResource.</summary>
    public bool IsCoreResource => _live.Now.IsCoreResource;

    /// <summary>EmbeddedFailureAction.</summary>
    public uint EmbeddedFailureAction => 2;

    /// <summary>IsAlivePollInterval: that of the resource type.</summary>
    public uint IsAlivePollInterval => NotSet;

    /// <summary>IsNetworkClassResource.</summary>
    public bool IsNetworkClassResource => _live.Now.ResourceType is "IP Address" or "IPv6 Address" or "Network Name";

    /// <summary>IsStorageClassResource.</summary>
    public bool IsStorageClassResource => _live.Now.ResourceType is "Physical Disk" or "Storage Pool";

    /// <summary>LastOperationStatusCode.</summary>
    public ulong LastOperationStatusCode => 0;

    /// <summary>LooksAlivePollInterval: that of the resource type.</summary>
    public uint LooksAlivePollInterval => NotSet;

    /// <summary>MaintenanceMode.</summary>
    public bool MaintenanceMode => false;

    /// <summary>MonitorProcessId.</summary>
    public uint MonitorProcessId => 0;

    /// <summary>Name.</summary>
    public string Name => _name;

    /// <summary>OwnerGroup.</summary>
    public ClusterGroup OwnerGroup => new(Context, _live.Now.OwnerGroup);

    /// <summary>OwnerNode.</summary>
    public ClusterNode OwnerNode => new(Context, _live.Now.OwnerNode);

    /// <summary>PendingTimeout, in milliseconds.</summary>
    public uint PendingTimeout => 180_000;

    /// <summary>PersistentState.</summary>
    public uint PersistentState => _live.Now.State == (uint)ClusterResourceState.Online ? 1u : 0u;

    /// <summary>ResourceSpecificData1.</summary>
    public ulong ResourceSpecificData1 => 0;

    /// <summary>ResourceSpecificData2.</summary>
    public ulong ResourceSpecificData2 => 0;

    /// <summary>ResourceSpecificStatus.</summary>
    public string ResourceSpecificStatus => string.Empty;

    /// <summary>ResourceType.</summary>
    public ClusterResourceType ResourceType => new(Context, _live.Now.ResourceType);

    /// <summary>RestartAction.</summary>
    public uint RestartAction => 2;

    /// <summary>RestartDelay, in milliseconds.</summary>
    public uint RestartDelay => 500;

    /// <summary>RestartPeriod, in milliseconds.</summary>
    public uint RestartPeriod => 900_000;

    /// <summary>RestartThreshold.</summary>
    public uint RestartThreshold => 1;

    /// <summary>RetryPeriodOnFailure, in milliseconds.</summary>
    public uint RetryPeriodOnFailure => 3_600_000;

    /// <summary>SeparateMonitor.</summary>
    public bool SeparateMonitor => false;

    /// <summary>State.</summary>
    public ClusterResourceState State => (ClusterResourceState)(int)_live.Now.State;

    /// <summary>StatusInformation.</summary>
    public ClusterResourceStatusInformation StatusInformation => default;

    /// <summary>The private properties, as Get-ClusterParameter lists them.</summary>
    internal IReadOnlyDictionary<string, System.Text.Json.JsonElement> Parameters => _live.Now.Parameters;

    private protected override string ObjectName => _name;

    private static ResourceView Find(TwinContext twin, string name, string? group)
    {
        // Its own role first: a cluster of 8,000 VMs has twice as many resources.
        List<ResourceView> near = group is null ? [] : twin.ReadResources(group);
        return near.Find(resource => NamePattern.Same(resource.Name, name))
            ?? twin.ReadResources().Find(resource => NamePattern.Same(resource.Name, name))
            ?? throw new ClusterCmdletException(
                $"An error occurred opening resource '{name}'.", 5007, "The cluster resource could not be found.");
    }
}
