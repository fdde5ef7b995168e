using ClusterTwin.Cim;
using ClusterTwin.Views;

namespace ClusterTwin.Storage;

/// <summary>A physical disk.</summary>
public sealed class PhysicalDiskInstance : TwinInstance
{
    /// <summary>The class with its namespace, as type names spell it.</summary>
    internal const string ClassName = "ROOT/Microsoft/Windows/Storage/MSFT_PhysicalDisk";

    internal PhysicalDiskInstance(TwinContext context, PhysicalDiskView view)
        : base(ClassName, context)
    {
        FriendlyName = view.SerialNumber;
        SerialNumber = view.SerialNumber;
        PhysicalLocation = view.Node;
        CanPool = false;
        OperationalStatus = view.OperationalStatus;
        HealthStatus = StorageHealth.Text(view.HealthStatus);
        Usage = "Auto-Select";
        Size = view.SizeMiB * 1024 * 1024;
    }

    /// <summary>FriendlyName: the serial number, since the twin knows no model.</summary>
    public string FriendlyName { get; }

    /// <summary>SerialNumber.</summary>
    public string SerialNumber { get; }

    /// <summary>PhysicalLocation: the node in which the disk sits.</summary>
    public string PhysicalLocation { get; }

    /// <summary>CanPool.</summary>
    public bool CanPool { get; }

    /// <summary>OperationalStatus.</summary>
    public string OperationalStatus { get; }

    /// <summary>HealthStatus: <c>Healthy</c>, <c>Warning</c>, <c>Unhealthy</c>.</summary>
    public string HealthStatus { get; }

    /// <summary>Usage.</summary>
    public string Usage { get; }

    /// <summary>Size, in bytes.</summary>
    public ulong Size { get; }
}
