using System.Text.Json;

namespace ClusterTwin.Views;

/// <summary>What the twin answers for <c>Get-ClusterNetworkInterface</c>.</summary>
internal sealed class NetworkInterfaceView
{
    public string Name { get; init; } = string.Empty;

    public string Node { get; init; } = string.Empty;

    public string Network { get; init; } = string.Empty;

    public string Adapter { get; init; } = string.Empty;

    public string Id { get; init; } = string.Empty;

    public string[] Addresses { get; init; } = [];

    public uint State { get; init; }

    public static NetworkInterfaceView Read(JsonElement view) => new()
    {
        Name = view.Text("name"u8),
        Node = view.Text("node"u8),
        Network = view.Text("network"u8),
        Adapter = view.Text("adapter"u8),
        Id = view.Text("id"u8),
        Addresses = view.Texts("addresses"u8),
        State = view.Number("state"u8),
    };
}
