namespace Microsoft.ClusterAwareUpdating;

/// <summary>Where an Updating Run stands with a node that it has not finished.</summary>
public sealed class NodeStatusNotification
{
    internal NodeStatusNotification(string node, string status, DateTime timestamp)
    {
        Node = node;
        Status = status;
        Timestamp = timestamp;
    }

    /// <summary>Node.</summary>
    public string Node { get; }

    /// <summary>Status, such as <c>Waiting</c>.</summary>
    public string Status { get; }

    /// <summary>Timestamp.</summary>
    public DateTime Timestamp { get; }
}
