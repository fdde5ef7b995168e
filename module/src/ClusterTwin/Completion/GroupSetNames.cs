namespace ClusterTwin.Completion;

/// <summary>Completes names of group sets.</summary>
public sealed class GroupSetNames : TwinNameCompleter
{
    /// <summary>Makes a completer.</summary>
    public GroupSetNames()
        : base("groupSets")
    {
    }
}
