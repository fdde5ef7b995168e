using ClusterTwin.Cim;
using ClusterTwin.Views;

namespace ClusterTwin.Storage;

/// <summary>A virtual disk.</summary>
public sealed class VirtualDiskInstance : TwinInstance
{
    /// <summary>The class with its namespace, as type names spell it.</summary>
    internal const string ClassName = "ROOT/Microsoft/Windows/Storage/MSFT_VirtualDisk";

    internal VirtualDiskInstance(TwinContext context, VirtualDiskView view)
        : base(ClassName, context)
    {
        FriendlyName = view.FriendlyName;
        ResiliencySettingName = view.ResiliencySettingName;
        NumberOfDataCopies = (ushort)view.DataCopies;
        PhysicalDiskRedundancy = (ushort)view.PhysicalDiskRedundancy;
        OperationalStatus = view.OperationalStatus;
        HealthStatus = StorageHealth.Text(view.HealthStatus);
        IsManualAttach = true;
        Size = view.SizeMiB * 1024 * 1024;
    }

    /// <summary>FriendlyName.</summary>
    public string FriendlyName { get; }

    /// <summary>ResiliencySettingName: <c>Mirror</c>, <c>Parity</c>, <c>Simple</c>.</summary>
    public string ResiliencySettingName { get; }

    /// <summary>NumberOfDataCopies.</summary>
    public ushort NumberOfDataCopies { get; }

    /// <summary>PhysicalDiskRedundancy: failures that it survives.</summary>
    public ushort PhysicalDiskRedundancy { get; }

    /// <summary>OperationalStatus.</summary>
    public string OperationalStatus { get; }

    /// <summary>HealthStatus: <c>Healthy</c>, <c>Warning</c>, <c>Unhealthy</c>.</summary>
    public string HealthStatus { get; }

    /// <summary>IsManualAttach: the cluster attaches it.</summary>
    public bool IsManualAttach { get; }

    /// <summary>Size, in bytes.</summary>
    public ulong Size { get; }
}
