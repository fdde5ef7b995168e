using System.Text.Json;

namespace ClusterTwin.Views;

/// <summary>What the twin answers for <c>Get-ClusterOwnerNode</c>.</summary>
internal sealed class OwnerNodesView
{
    public string ClusterObject { get; init; } = string.Empty;

    public string[] OwnerNodes { get; init; } = [];

    public static OwnerNodesView Read(JsonElement view) => new()
    {
        ClusterObject = view.Text("clusterObject"u8),
        OwnerNodes = view.Texts("ownerNodes"u8),
    };
}
