using System.Management.Automation;
using System.Net;
using System.Text.Json.Nodes;
using RollingUpgrade.Execution;
using static RollingUpgrade.Execution.ClusterCommand;

namespace RollingUpgrade.Capture;

/// <summary>The cluster networks of the inventory.</summary>
internal sealed class NetworkPart
{
    private readonly CaptureContext _context;

    internal NetworkPart(CaptureContext context)
    {
        _context = context;
    }

    /// <param name="excluded">The networks that live migration does not use; null where nobody read them.</param>
    internal JsonArray Read(IReadOnlyCollection<string>? excluded)
    {
        IReadOnlyList<PSObject> networks =
            _context.Optional(new ClusterCommand(FailoverClusters, "Get-ClusterNetwork")) ?? [];
        return new JsonArray(networks.Select(network => Network(network, excluded)).ToArray<JsonNode?>());
    }

    internal static JsonObject Network(PSObject network, IReadOnlyCollection<string>? excluded)
    {
        JsonObject part = new()
        {
            ["name"] = network.Text("Name"),
            ["role"] = network.Number("Role") ?? 0,
        };
        if (network.Text("Address") is { Length: > 0 } address)
        {
            part["address"] = address;
        }

        if (IPAddress.TryParse(network.Text("AddressMask") ?? string.Empty, out IPAddress? mask))
        {
            part["prefixLength"] = mask.GetAddressBytes().Sum(Bits);
        }

        if (ClusterNames.NetworkState(network.Number("State")) is { } state)
        {
            part["state"] = state;
        }

        if (excluded is not null && network.Text("Id") is { Length: > 0 } id)
        {
            part["liveMigration"] = !excluded.Contains(id.Trim('{', '}').ToLowerInvariant());
        }

        return part;
    }

    private static int Bits(byte value)
    {
        int bits = 0;
        for (int rest = value; rest != 0; rest >>= 1)
        {
            bits += rest & 1;
        }

        return bits;
    }
}
