namespace ClusterTwin.Completion;

/// <summary>Completes names of virtual disks.</summary>
public sealed class VirtualDiskNames : TwinNameCompleter
{
    /// <summary>Makes a completer.</summary>
    public VirtualDiskNames()
        : base("virtualDisks")
    {
    }

    private protected override string Field => "friendlyName";
}
