namespace RollingUpgrade.Completion;

/// <summary>Completes names of nodes.</summary>
public sealed class NodeNameCompleter : ClusterNameCompleter
{
    /// <summary>Makes a completer.</summary>
    public NodeNameCompleter()
        : base("nodes")
    {
    }
}
