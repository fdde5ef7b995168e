using System.Text.Json;

namespace ClusterTwin.Views;

/// <summary>What the twin answers for <c>Get-ClusterNodeSupportedVersion</c>.</summary>
internal sealed class SupportedVersionView
{
    public string Node { get; init; } = string.Empty;

    public uint FunctionalLevel { get; init; }

    public uint UpgradeVersion { get; init; }

    public static SupportedVersionView Read(JsonElement view) => new()
    {
        Node = view.Text("node"u8),
        FunctionalLevel = view.Number("functionalLevel"u8),
        UpgradeVersion = view.Number("upgradeVersion"u8),
    };
}
