using ClusterTwin;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>How the votes of a cluster are counted.</summary>
public sealed class ClusterQuorumSettings
{
    private readonly TwinContext _context;

    internal ClusterQuorumSettings(TwinContext context, ClusterResource? resource, ClusterQuorumType type)
    {
        _context = context;
        QuorumResource = resource;
        QuorumType = type;
    }

    /// <summary>Cluster.</summary>
    public Cluster Cluster => _context.Cluster;

    /// <summary>QuorumResource: the witness; none where there is none.</summary>
    public ClusterResource? QuorumResource { get; }

    /// <summary>QuorumType.</summary>
    public ClusterQuorumType QuorumType { get; }
}
