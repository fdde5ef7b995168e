using System.Text.Json;

namespace ClusterTwin.Views;

/// <summary>What the twin answers for <c>Get-ClusterQuorum</c>.</summary>
internal sealed class WitnessView
{
    public string Resource { get; init; } = string.Empty;

    public string ResourceType { get; init; } = string.Empty;

    public bool Online { get; init; }

    public string? SharePath { get; init; }

    public uint DynamicWeight { get; init; }

    public static WitnessView Read(JsonElement view) => new()
    {
        Resource = view.Text("resource"u8),
        ResourceType = view.Text("resourceType"u8),
        Online = view.Flag("online"u8),
        SharePath = view.OptionalText("sharePath"u8),
        DynamicWeight = view.Number("dynamicWeight"u8),
    };
}
