using ClusterTwin.Cim;
using ClusterTwin.Views;

namespace ClusterTwin.Storage;

/// <summary>A storage pool.</summary>
public sealed class StoragePoolInstance : TwinInstance
{
    /// <summary>The class with its namespace, as type names spell it.</summary>
    internal const string ClassName = "ROOT/Microsoft/Windows/Storage/MSFT_StoragePool";

    internal StoragePoolInstance(TwinContext context, PoolView view)
        : base(ClassName, context)
    {
        FriendlyName = view.FriendlyName;
        OperationalStatus = view.OperationalStatus;
        HealthStatus = StorageHealth.Text(view.HealthStatus);
        IsPrimordial = view.IsPrimordial;
        IsReadOnly = false;
        Version = view.Version;
        Size = view.SizeMiB * 1024 * 1024;
        AllocatedSize = view.AllocatedMiB * 1024 * 1024;
    }

    /// <summary>FriendlyName.</summary>
    public string FriendlyName { get; }

    /// <summary>OperationalStatus.</summary>
    public string OperationalStatus { get; }

    /// <summary>HealthStatus: <c>Healthy</c>, <c>Warning</c>, <c>Unhealthy</c>.</summary>
    public string HealthStatus { get; }

    /// <summary>IsPrimordial: the disks that belong to no pool.</summary>
    public bool IsPrimordial { get; }

    /// <summary>IsReadOnly.</summary>
    public bool IsReadOnly { get; }

    /// <summary>Version, such as <c>Windows Server 2022</c>.</summary>
    public string Version { get; }

    /// <summary>Size, in bytes.</summary>
    public ulong Size { get; }

    /// <summary>AllocatedSize, in bytes.</summary>
    public ulong AllocatedSize { get; }
}
