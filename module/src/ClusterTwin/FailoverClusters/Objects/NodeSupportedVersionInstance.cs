using ClusterTwin.Cim;
using ClusterTwin.Views;

namespace ClusterTwin.FailoverClusters;

/// <summary>What a node supports.</summary>
public sealed class NodeSupportedVersionInstance : TwinInstance
{
    /// <summary>The class with its namespace, as type names spell it.</summary>
    internal const string ClassName = "root/MSCluster/MSCluster_NodeSupportedVersion";

    internal NodeSupportedVersionInstance(TwinContext context, SupportedVersionView view)
        : base(ClassName, context)
    {
        NodeName = view.Node;
        ClusterFunctionalLevel = view.FunctionalLevel;
        ClusterUpgradeVersion = view.UpgradeVersion;
    }

    /// <summary>NodeName.</summary>
    public string NodeName { get; }

    /// <summary>ClusterFunctionalLevel: the highest that the node supports.</summary>
    public uint ClusterFunctionalLevel { get; }

    /// <summary>ClusterUpgradeVersion: the highest that the node supports.</summary>
    public uint ClusterUpgradeVersion { get; }
}
