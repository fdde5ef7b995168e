namespace ClusterTwin.Completion;

/// <summary>Completes names of resources.</summary>
public sealed class ResourceNames : TwinNameCompleter
{
    /// <summary>Makes a completer.</summary>
    public ResourceNames()
        : base("resources")
    {
    }
}
