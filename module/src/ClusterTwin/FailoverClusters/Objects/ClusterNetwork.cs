using ClusterTwin;
using ClusterTwin.Views;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>A cluster network. Reading a property sees the present.</summary>
public sealed class ClusterNetwork : ClusterObject
{
    private readonly Live<NetworkView> _live;
    private readonly string _name;

    internal ClusterNetwork(TwinContext context, NetworkView view)
        : this(context, view.Name, view)
    {
    }

    internal ClusterNetwork(TwinContext context, string name)
        : this(context, name, null)
    {
    }

    private ClusterNetwork(TwinContext context, string name, NetworkView? view)
        : base(context)
    {
        _name = name;
        _live = new Live<NetworkView>(context, view, (twin, _) => Find(twin, name));
    }

    /// <summary>Address.</summary>
    public string Address => _live.Now.Address;

    /// <summary>AddressMask.</summary>
    public string AddressMask => _live.Now.AddressMask;

    /// <summary>AutoMetric.</summary>
    public bool AutoMetric => true;

    /// <summary>Cluster.</summary>
    public Cluster Cluster => Context.Cluster;

    /// <summary>Description.</summary>
    public string Description => string.Empty;

    /// <summary>Id: a GUID as a text.</summary>
    public string Id => _live.Now.Id;

    /// <summary>Ipv4Addresses.</summary>
    public object? Ipv4Addresses => Address.Length == 0 ? Array.Empty<string>() : new[] { Address };

    /// <summary>Ipv4PrefixLengths.</summary>
    public object? Ipv4PrefixLengths => Address.Length == 0 ? Array.Empty<int>() : new[] { PrefixLength(AddressMask) };

    /// <summary>Ipv6Addresses.</summary>
    public object? Ipv6Addresses => Array.Empty<string>();

    /// <summary>Ipv6PrefixLengths.</summary>
    public object? Ipv6PrefixLengths => Array.Empty<int>();

    /// <summary>Metric.</summary>
    public uint Metric => _live.Now.Metric;

    /// <summary>Name.</summary>
    public string Name => _name;

    /// <summary>Role: what the cluster uses the network for.</summary>
    public ClusterNetworkRole Role
    {
        get => (ClusterNetworkRole)(int)_live.Now.Role;
        set => WriteProperty("setNetworkProperty", nameof(Role), (int)value, ("network", _name));
    }

    /// <summary>State.</summary>
    public ClusterNetworkState State => (ClusterNetworkState)(int)_live.Now.State;

    private protected override string ObjectName => _name;

    /// <summary>The number of leading ones of a mask in dotted form.</summary>
    private static int PrefixLength(string mask)
    {
        int length = 0;
        foreach (string part in mask.Split('.'))
        {
            for (int bits = byte.TryParse(part, out byte number) ? number : 0; bits > 0; bits = (bits << 1) & 0xFF)
            {
                length++;
            }
        }

        return length;
    }

    private static NetworkView Find(TwinContext twin, string name) =>
        twin.ReadNetworks().Find(network => NamePattern.Same(network.Name, name))
        ?? throw new ClusterCmdletException(
            $"An error occurred opening network '{name}'.", 5045, "The cluster network could not be found.");
}
