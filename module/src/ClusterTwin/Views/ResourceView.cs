using System.Text.Json;

namespace ClusterTwin.Views;

/// <summary>What the twin answers for <c>Get-ClusterResource</c>.</summary>
internal sealed class ResourceView
{
    public string Name { get; init; } = string.Empty;

    public string Id { get; init; } = string.Empty;

    public uint State { get; init; }

    public string OwnerGroup { get; init; } = string.Empty;

    public string OwnerNode { get; init; } = string.Empty;

    public string ResourceType { get; init; } = string.Empty;

    public bool IsCoreResource { get; init; }

    public IReadOnlyDictionary<string, JsonElement> Parameters { get; init; } = new Dictionary<string, JsonElement>();

    public static ResourceView Read(JsonElement view) => new()
    {
        Name = view.Text("name"u8),
        Id = view.Text("id"u8),
        State = view.Number("state"u8),
        OwnerGroup = view.Text("ownerGroup"u8),
        OwnerNode = view.Text("ownerNode"u8),
        ResourceType = view.Text("resourceType"u8),
        IsCoreResource = view.Flag("isCoreResource"u8),
        Parameters = view.Fields("parameters"u8),
    };
}
