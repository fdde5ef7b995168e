namespace ClusterTwin.Completion;

/// <summary>Completes names of roles.</summary>
public sealed class GroupNames : TwinNameCompleter
{
    /// <summary>Makes a completer.</summary>
    public GroupNames()
        : base("groups")
    {
    }
}
