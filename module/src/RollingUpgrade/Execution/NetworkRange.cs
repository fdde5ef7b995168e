using System.Management.Automation;
using System.Net;

namespace RollingUpgrade.Execution;

/// <summary>A cluster network as far as an address belongs to it.</summary>
internal sealed class NetworkRange
{
    private readonly string _name;
    private readonly byte[] _address;
    private readonly byte[] _mask;

    private NetworkRange(string name, byte[] address, byte[] mask)
    {
        _name = name;
        _address = address;
        _mask = mask;
    }

    /// <summary>The range of a ClusterNetwork; null where it has none.</summary>
    internal static NetworkRange? Of(PSObject network) =>
        network.Text("Name") is { } name
        && IPAddress.TryParse(network.Text("Address") ?? string.Empty, out IPAddress? address)
        && IPAddress.TryParse(network.Text("AddressMask") ?? string.Empty, out IPAddress? mask)
        && address.GetAddressBytes().Length == mask.GetAddressBytes().Length
            ? new NetworkRange(name, address.GetAddressBytes(), mask.GetAddressBytes())
            : null;

    /// <summary>The name of the network that one of the addresses belongs to.</summary>
    internal static string? Of(IEnumerable<string> addresses, IReadOnlyList<NetworkRange> networks) => addresses
        .Select(address => IPAddress.TryParse(address, out IPAddress? found) ? found : null)
        .OfType<IPAddress>()
        .SelectMany(address => networks.Where(network => network.Holds(address)))
        .FirstOrDefault()?._name;

    private bool Holds(IPAddress candidate)
    {
        byte[] bytes = candidate.GetAddressBytes();
        return bytes.Length == _address.Length
            && !bytes.Where((part, index) => (part & _mask[index]) != (_address[index] & _mask[index])).Any();
    }
}
