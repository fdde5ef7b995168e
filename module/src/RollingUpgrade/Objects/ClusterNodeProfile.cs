using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Documents;

namespace RollingUpgrade;

/// <summary>What a node was before it left: the machine, and what the cluster forgets of it.</summary>
public sealed class ClusterNodeProfile
{
    private readonly JsonElement _document;

    internal ClusterNodeProfile(JsonElement document, string? path)
    {
        _document = document.Clone();
        Path = path;
        Cluster = _document.Text("cluster") ?? string.Empty;
        Node = _document.Text("node") ?? string.Empty;
        CapturedAt = _document.Time("capturedAt");
        JsonElement machine = _document.GetProperty("machine");
        Release = machine.Text("release") ?? string.Empty;
        Features = machine.Texts("features");
        Switches = Names(machine, "switches");
        Adapters = Names(machine, "adapters");
        BootDisks = Disks(machine, "boot");
        PooledDisks = Disks(machine, "pooled");
    }

    /// <summary>The cluster.</summary>
    public string Cluster { get; }

    /// <summary>The node.</summary>
    public string Node { get; }

    /// <summary>When the facts were read.</summary>
    public DateTimeOffset? CapturedAt { get; }

    /// <summary>The release that ran there.</summary>
    public string Release { get; }

    /// <summary>Roles and features that were installed.</summary>
    public IReadOnlyList<string> Features { get; }

    /// <summary>The names of the virtual switches.</summary>
    public IReadOnlyList<string> Switches { get; }

    /// <summary>The names of the network adapters of the host.</summary>
    public IReadOnlyList<string> Adapters { get; }

    /// <summary>Serial numbers of the disks that the operating system boots from: setup belongs there.</summary>
    public IReadOnlyList<string> BootDisks { get; }

    /// <summary>Serial numbers of disks of the storage pool: setup must not touch them.</summary>
    public IReadOnlyList<string> PooledDisks { get; }

    /// <summary>The file it was read from or written to.</summary>
    public string? Path { get; internal set; }

    /// <summary>The document.</summary>
    public string ToJson() => DocumentText.Of(ToNode());

    /// <inheritdoc/>
    public override string ToString() => Node;

    internal JsonNode ToNode() => _document.ToNode()!;

    private static string[] Names(JsonElement machine, string list) =>
        machine.Items(list).Select(item => item.Text("name") ?? string.Empty).ToArray();

    private static string[] Disks(JsonElement machine, string use) => machine.Items("disks")
        .Where(disk => disk.Flag(use))
        .Select(disk => disk.Text("serialNumber") ?? string.Empty)
        .ToArray();
}
