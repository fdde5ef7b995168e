namespace RollingUpgrade.Completion;

/// <summary>Completes what kind of node a machine becomes.</summary>
public sealed class NodeTypeCompleter : WordCompleter
{
    /// <summary>Initializes a new instance of the <see cref="NodeTypeCompleter"/> class.</summary>
    public NodeTypeCompleter()
        : base("Node", "Infrastructure")
    {
    }
}
