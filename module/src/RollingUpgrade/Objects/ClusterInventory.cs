using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Documents;

namespace RollingUpgrade;

/// <summary>One cluster at one moment.</summary>
public sealed class ClusterInventory
{
    private readonly JsonElement _document;

    internal ClusterInventory(JsonElement document, string? path)
    {
        _document = document.Clone();
        Path = path;
        JsonElement cluster = _document.GetProperty("cluster");
        Cluster = cluster.Text("name") ?? string.Empty;
        FunctionalLevel = (int)cluster.Number("functionalLevel");
        CapturedAt = _document.Time("capturedAt");
        Nodes = _document.Items("nodes").Select(node => node.Text("name") ?? string.Empty).ToArray();
        string[] kinds = _document.Items("roles").Select(role => role.Text("kind") ?? string.Empty).ToArray();
        Roles = kinds.Length;
        VirtualMachines = kinds.Count(kind => kind == "virtualMachine");
    }

    /// <summary>The name of the cluster.</summary>
    public string Cluster { get; }

    /// <summary>ClusterFunctionalLevel.</summary>
    public int FunctionalLevel { get; }

    /// <summary>When the facts were read.</summary>
    public DateTimeOffset? CapturedAt { get; }

    /// <summary>The names of the nodes.</summary>
    public IReadOnlyList<string> Nodes { get; }

    /// <summary>How many roles there are, virtual machines among them.</summary>
    public int Roles { get; }

    /// <summary>How many virtual machines there are.</summary>
    public int VirtualMachines { get; }

    /// <summary>The file it was read from or written to.</summary>
    public string? Path { get; internal set; }

    /// <summary>The document.</summary>
    public string ToJson() => DocumentText.Of(ToNode());

    /// <inheritdoc/>
    public override string ToString() => Cluster;

    internal JsonNode ToNode() => _document.ToNode()!;
}
