namespace ClusterTwin.Completion;

/// <summary>Completes names of storage pools.</summary>
public sealed class PoolNames : TwinNameCompleter
{
    /// <summary>Makes a completer.</summary>
    public PoolNames()
        : base("storagePools")
    {
    }

    private protected override string Field => "friendlyName";
}
