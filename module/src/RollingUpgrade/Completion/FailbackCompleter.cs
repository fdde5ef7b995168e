namespace RollingUpgrade.Completion;

/// <summary>Completes how roles come back to a node.</summary>
public sealed class FailbackCompleter : WordCompleter
{
    /// <summary>Initializes a new instance of the <see cref="FailbackCompleter"/> class.</summary>
    public FailbackCompleter()
        : base("Immediate", "NoFailback", "Policy")
    {
    }
}
