using System.Text.Json;

namespace ClusterTwin.Views;

/// <summary>What the twin answers for <c>Get-ClusterGroupSet</c>.</summary>
internal sealed class GroupSetView
{
    public string Name { get; init; } = string.Empty;

    public string[] Groups { get; init; } = [];

    public string[] Providers { get; init; } = [];

    public uint StartupDelaySeconds { get; init; }

    public static GroupSetView Read(JsonElement view) => new()
    {
        Name = view.Text("name"u8),
        Groups = view.Texts("groups"u8),
        Providers = view.Texts("providers"u8),
        StartupDelaySeconds = view.Number("startupDelaySeconds"u8),
    };
}
