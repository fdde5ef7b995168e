using System.Text.Json;

namespace ClusterTwin.Views;

/// <summary>What the twin answers for <c>Get-Cluster</c>.</summary>
internal sealed class ClusterView
{
    public string Name { get; init; } = string.Empty;

    public string Domain { get; init; } = string.Empty;

    public string Id { get; init; } = string.Empty;

    public uint FunctionalLevel { get; init; }

    public uint UpgradeVersion { get; init; }

    public bool SpacesDirect { get; init; }

    public IReadOnlyDictionary<string, JsonElement> Properties { get; init; } = new Dictionary<string, JsonElement>();

    public static ClusterView Read(JsonElement view) => new()
    {
        Name = view.Text("name"u8),
        Domain = view.Text("domain"u8),
        Id = view.Text("id"u8),
        FunctionalLevel = view.Number("functionalLevel"u8),
        UpgradeVersion = view.Number("upgradeVersion"u8),
        SpacesDirect = view.Flag("spacesDirect"u8),
        Properties = view.Fields("properties"u8),
    };
}
