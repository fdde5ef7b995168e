using System.Text.Json;
using ClusterTwin;
using ClusterTwin.Views;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>How the votes of a cluster are counted.</summary>
public sealed class ClusterQuorumSettings
{
    private readonly TwinContext _context;

    private ClusterQuorumSettings(TwinContext context, ClusterResource? resource, ClusterQuorumType type)
    {
        _context = context;
        QuorumResource = resource;
        QuorumType = type;
    }

    /// <summary>Reads what the twin answers of its quorum.</summary>
    internal static ClusterQuorumSettings Read(TwinContext context, JsonElement view)
    {
        var type = (ClusterQuorumType)(int)view.Number("quorumType"u8);
        bool witnessed = view.TryGetProperty("witness"u8, out JsonElement witness)
            && witness.ValueKind == JsonValueKind.Object;
        ClusterResource? resource =
            witnessed ? new ClusterResource(context, WitnessView.Read(witness).Resource) : null;
        return new ClusterQuorumSettings(context, resource, type);
    }

    /// <summary>Cluster.</summary>
    public Cluster Cluster => _context.Cluster;

    /// <summary>QuorumResource: the witness; none where there is none.</summary>
    public ClusterResource? QuorumResource { get; }

    /// <summary>QuorumType.</summary>
    public ClusterQuorumType QuorumType { get; }
}
