namespace RollingUpgrade.Completion;

/// <summary>Completes names of roles.</summary>
public sealed class RoleNameCompleter : ClusterNameCompleter
{
    /// <summary>Makes a completer.</summary>
    public RoleNameCompleter()
        : base("groups")
    {
    }
}
