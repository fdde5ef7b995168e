namespace ClusterTwin.Completion;

/// <summary>Completes names of network interfaces.</summary>
public sealed class NetworkInterfaceNames : TwinNameCompleter
{
    /// <summary>Makes a completer.</summary>
    public NetworkInterfaceNames()
        : base("networkInterfaces")
    {
    }
}
