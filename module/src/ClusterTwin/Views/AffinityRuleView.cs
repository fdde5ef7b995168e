using System.Text.Json;

namespace ClusterTwin.Views;

/// <summary>What the twin answers for <c>Get-ClusterAffinityRule</c>.</summary>
internal sealed record AffinityRuleView
{
    public string Name { get; init; } = string.Empty;

    public uint RuleType { get; init; }

    public string[] Groups { get; init; } = [];

    public string[] Volumes { get; init; } = [];

    public bool Enabled { get; init; }

    public bool Soft { get; init; }

    public static AffinityRuleView Read(JsonElement view) => new()
    {
        Name = view.Text("name"u8),
        RuleType = view.Number("ruleType"u8),
        Groups = view.Texts("groups"u8),
        Volumes = view.Texts("volumes"u8),
        Enabled = view.Flag("enabled"u8),
        Soft = view.Flag("soft"u8),
    };
}
