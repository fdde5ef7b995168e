namespace ClusterTwin.Completion;

/// <summary>Completes names of affinity rules.</summary>
public sealed class AffinityRuleNames : TwinNameCompleter
{
    /// <summary>Makes a completer.</summary>
    public AffinityRuleNames()
        : base("affinityRules")
    {
    }
}
