using ClusterTwin.Cim;

namespace ClusterTwin.FailoverClusters;

/// <summary>A fault domain of the cluster: a node, or what is above it.</summary>
public sealed class FaultDomainInstance : TwinInstance
{
    /// <summary>The class with its namespace, as type names spell it.</summary>
    internal const string ClassName = "root/MSCLUSTER/MSCluster_FaultDomain";

    internal FaultDomainInstance(TwinContext context, string name, string type, string? parent, string[] children)
        : base(ClassName, context)
    {
        Name = name;
        Type = type;
        ParentName = parent ?? string.Empty;
        ChildrenNames = children;
    }

    /// <summary>Name.</summary>
    public string Name { get; }

    /// <summary>Type: <c>Node</c>, <c>Site</c>, or <c>Unknown</c> for what is between them.</summary>
    public string Type { get; }

    /// <summary>ParentName.</summary>
    public string ParentName { get; }

    /// <summary>ChildrenNames.</summary>
    public string[] ChildrenNames { get; }

    /// <summary>Location.</summary>
    public string Location => string.Empty;
}
