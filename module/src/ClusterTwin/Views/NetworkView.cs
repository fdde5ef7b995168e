using System.Text.Json;

namespace ClusterTwin.Views;

/// <summary>What the twin answers for <c>Get-ClusterNetwork</c>.</summary>
internal sealed class NetworkView
{
    public string Name { get; init; } = string.Empty;

    public string Id { get; init; } = string.Empty;

    public uint State { get; init; }

    public uint Role { get; init; }

    public string Address { get; init; } = string.Empty;

    public string AddressMask { get; init; } = string.Empty;

    public uint Metric { get; init; }

    public static NetworkView Read(JsonElement view) => new()
    {
        Name = view.Text("name"u8),
        Id = view.Text("id"u8),
        State = view.Number("state"u8),
        Role = view.Number("role"u8),
        Address = view.Text("address"u8),
        AddressMask = view.Text("addressMask"u8),
        Metric = view.Number("metric"u8),
    };
}
