using System.Text.Json;

namespace ClusterTwin.Views;

/// <summary>What the twin answers for <c>Get-ClusterGroupSet</c>.</summary>
internal sealed class GroupSetView
{
    public string Name { get; init; } = string.Empty;

    public string[] Groups { get; init; } = [];

    public string[] Providers { get; init; } = [];

    public uint StartupDelaySeconds { get; init; }

    public uint StartupDelayTrigger { get; init; }

    public uint StartupCount { get; init; }

    public bool IsGlobal { get; init; }

    public bool ReserveSpareNode { get; init; }

    public static GroupSetView Read(JsonElement view) => new()
    {
        Name = view.Text("name"u8),
        Groups = view.Texts("groups"u8),
        Providers = view.Texts("providers"u8),
        StartupDelaySeconds = view.Number("startupDelaySeconds"u8),
        StartupDelayTrigger = view.Number("startupDelayTrigger"u8),
        StartupCount = view.Number("startupCount"u8),
        IsGlobal = view.Flag("isGlobal"u8),
        ReserveSpareNode = view.Flag("reserveSpareNode"u8),
    };
}
