namespace ClusterTwin.Completion;

/// <summary>Completes names of nodes.</summary>
public sealed class NodeNames : TwinNameCompleter
{
    /// <summary>Makes a completer.</summary>
    public NodeNames()
        : base("nodes")
    {
    }
}
