using System.Text.Json;
using ClusterTwin;
using ClusterTwin.Views;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>A type of resources.</summary>
public sealed class ClusterResourceType : ClusterObject
{
    internal ClusterResourceType(TwinContext context, string name)
        : base(context) =>
        Name = name;

    /// <summary>AdminExtensions.</summary>
    public object? AdminExtensions => null;

    /// <summary>Characteristics.</summary>
    public ClusterResourceAndResourceTypeCharacteristics Characteristics => default;

    /// <summary>Cluster.</summary>
    public Cluster Cluster => Context.Cluster;

    /// <summary>DeadlockTimeout, in milliseconds.</summary>
    public uint DeadlockTimeout => 300_000;

    /// <summary>Description.</summary>
    public string Description => string.Empty;

    /// <summary>DisplayName.</summary>
    public string DisplayName => Name;

    /// <summary>DllName.</summary>
    public string DllName => string.Empty;

    /// <summary>DumpLogQuery.</summary>
    public object? DumpLogQuery => null;

    /// <summary>DumpPolicy.</summary>
    public ulong DumpPolicy => 0;

    /// <summary>DumpServices.</summary>
    public object? DumpServices => null;

    /// <summary>EnabledEventLogs.</summary>
    public object? EnabledEventLogs => null;

    /// <summary>WprStartAfter.</summary>
    public ulong WprStartAfter => 0;

    /// <summary>WprProfiles.</summary>
    public object? WprProfiles => null;

    /// <summary>Id.</summary>
    public string Id => string.Empty;

    /// <summary>IsAlivePollInterval, in milliseconds.</summary>
    public uint IsAlivePollInterval => 60_000;

    /// <summary>LooksAlivePollInterval, in milliseconds.</summary>
    public uint LooksAlivePollInterval => 5_000;

    /// <summary>MaximumMonitors.</summary>
    public uint MaximumMonitors => 0;

    /// <summary>Name.</summary>
    public string Name { get; }

    /// <summary>PendingTimeout, in milliseconds.</summary>
    public uint PendingTimeout => 180_000;

    /// <summary>The private properties, as Get-ClusterParameter lists them.</summary>
    internal IReadOnlyDictionary<string, JsonElement> Parameters =>
        Context.Call("parameters", ("resourceType", Name)).Fields();

    private protected override string ObjectName => Name;
}
