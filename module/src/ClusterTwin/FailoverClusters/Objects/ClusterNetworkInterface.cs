using ClusterTwin;
using ClusterTwin.Views;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>A network interface of a node. Reading a property sees the present.</summary>
public sealed class ClusterNetworkInterface : ClusterObject
{
    private readonly Live<NetworkInterfaceView> _live;
    private readonly string _name;

    internal ClusterNetworkInterface(TwinContext context, NetworkInterfaceView view)
        : base(context)
    {
        _name = view.Name;
        _live = new Live<NetworkInterfaceView>(context, view, static (twin, last) => Find(twin, last!));
    }

    /// <summary>Adapter.</summary>
    public string Adapter => _live.Now.Adapter;

    /// <summary>AdapterId.</summary>
    public string AdapterId => string.Empty;

    /// <summary>Address: the first one; empty where nobody read any.</summary>
    public string Address => _live.Now.Addresses.FirstOrDefault() ?? string.Empty;

    /// <summary>Cluster.</summary>
    public Cluster Cluster => Context.Cluster;

    /// <summary>Description.</summary>
    public string Description => string.Empty;

    /// <summary>DhcpEnabled.</summary>
    public uint DhcpEnabled => 0;

    /// <summary>Id.</summary>
    public string Id => _live.Now.Id;

    /// <summary>Ipv4Addresses.</summary>
    public object? Ipv4Addresses => Addresses(ofVersion6: false);

    /// <summary>Ipv6Addresses.</summary>
    public object? Ipv6Addresses => Addresses(ofVersion6: true);

    /// <summary>Name.</summary>
    public string Name => _name;

    /// <summary>Network.</summary>
    public ClusterNetwork Network => new(Context, _live.Now.Network);

    /// <summary>Node: the name of the node, a text.</summary>
    public string Node => _live.Now.Node;

    /// <summary>State.</summary>
    public ClusterNetworkInterfaceState State => (ClusterNetworkInterfaceState)(int)_live.Now.State;

    private protected override string ObjectName => _name;

    private string[] Addresses(bool ofVersion6) =>
        Array.FindAll(_live.Now.Addresses, address => address.IndexOf(':') >= 0 == ofVersion6);

    private static NetworkInterfaceView Find(TwinContext twin, NetworkInterfaceView last) =>
        twin.ReadNetworkInterfaces().Find(one =>
            NamePattern.Same(one.Name, last.Name) && NamePattern.Same(one.Node, last.Node))
        ?? throw new ClusterCmdletException(
            $"An error occurred opening network interface '{last.Name}'.",
            5047,
            "The cluster network interface could not be found.");
}
