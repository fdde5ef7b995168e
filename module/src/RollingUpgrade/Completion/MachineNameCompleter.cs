namespace RollingUpgrade.Completion;

/// <summary>Completes names of machines that are no nodes and stand ready.</summary>
public sealed class MachineNameCompleter : ClusterNameCompleter
{
    /// <summary>Makes a completer.</summary>
    public MachineNameCompleter()
        : base("inventory", "machines")
    {
    }
}
