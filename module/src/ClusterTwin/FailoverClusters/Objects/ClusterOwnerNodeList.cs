namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>The owners of a role (preferred) or of a resource (possible).</summary>
public sealed class ClusterOwnerNodeList
{
    internal ClusterOwnerNodeList(ClusterObject clusterObject, IEnumerable<ClusterNode> ownerNodes)
    {
        ClusterObject = clusterObject;
        OwnerNodes = [.. ownerNodes];
    }

    /// <summary>ClusterObject: the role or resource.</summary>
    public ClusterObject ClusterObject { get; }

    /// <summary>OwnerNodes, in order.</summary>
    public ICollection<ClusterNode> OwnerNodes { get; }
}
