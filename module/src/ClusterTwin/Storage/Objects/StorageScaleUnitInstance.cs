using ClusterTwin.Cim;
using ClusterTwin.Views;

namespace ClusterTwin.Storage;

/// <summary>A node, as Storage Spaces Direct sees it: all its disks.</summary>
public sealed class StorageScaleUnitInstance : TwinInstance
{
    /// <summary>The class with its namespace, as type names spell it.</summary>
    internal const string ClassName = "ROOT/Microsoft/Windows/Storage/MSFT_StorageScaleUnit";

    internal StorageScaleUnitInstance(TwinContext context, NodeView view)
        : base(ClassName, context)
    {
        FriendlyName = view.Name;
        Type = "StorageScaleUnit";
        OperationalStatus = view.State == 1 ? "Lost Communication" : "OK";
        HealthStatus = view.State == 1 ? "Warning" : "Healthy";
    }

    /// <summary>FriendlyName: the node.</summary>
    public string FriendlyName { get; }

    /// <summary>Type.</summary>
    public string Type { get; }

    /// <summary>OperationalStatus.</summary>
    public string OperationalStatus { get; }

    /// <summary>HealthStatus.</summary>
    public string HealthStatus { get; }
}
