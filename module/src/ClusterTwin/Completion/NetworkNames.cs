namespace ClusterTwin.Completion;

/// <summary>Completes names of cluster networks.</summary>
public sealed class NetworkNames : TwinNameCompleter
{
    /// <summary>Makes a completer.</summary>
    public NetworkNames()
        : base("networks")
    {
    }
}
