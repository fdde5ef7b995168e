using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Documents;

namespace RollingUpgrade;

/// <summary>A plan: nodes in their order and steps, each with its reason.</summary>
public sealed class UpgradePlan
{
    private readonly JsonElement _document;

    internal UpgradePlan(JsonElement document, string? path)
    {
        _document = document.Clone();
        Path = path;
        Cluster = _document.Text("cluster") ?? string.Empty;
        Purpose = _document.Text("purpose") ?? string.Empty;
        JsonElement change = _document.GetProperty("change");
        FromVersion = change.Text("fromRelease") ?? string.Empty;
        ToVersion = change.Text("toRelease") ?? string.Empty;
        FromLevel = (int)change.Number("fromLevel");
        ToLevel = (int)change.Number("toLevel");
        JsonElement moves = _document.GetProperty("moves");
        Moves = moves.Number("virtualMachineMoves");
        FewestMoves = moves.Number("bound");
        FewestMovesReason = moves.Text("boundReason") ?? string.Empty;
        AboveFewest = moves.Texts("aboveBound");
        MovedMiB = moves.Number("movedMiB");
        LeastMiB = moves.Number("boundMiB");
        LeastMiBReason = moves.Text("boundMiBReason") ?? string.Empty;
        AboveLeastMiB = moves.Texts("aboveBoundMiB");
        Placements = _document.Items("placements").Select(cost => new PlacementCost(cost)).ToArray();
        Remaining = _document.Texts("remaining");
        Failovers = moves.Number("failovers");
        Estimate = new DurationEstimate(_document.GetProperty("estimate"));
        Times = _document.Items("times").Select(time => new PlanTime(time)).ToArray();
        Calendar = _document.Part("calendar") is { } calendar ? new PlanCalendar(calendar) : null;
        Nodes = _document.Items("nodes")
            .Select((node, index) => new PlanNode(node, index + 1, Calendar)).ToArray();
        Steps = _document.Items("steps").Select(step => new PlanStep(step)).ToArray();
        Following = _document.Items("following").Select(pass => new PlanPass(pass, Cluster)).ToArray();
        Findings = _document.Items("findings").Select(finding => new Finding(finding, Cluster)).ToArray();
    }

    /// <summary>The name of the cluster.</summary>
    public string Cluster { get; }

    /// <summary>upgrade, or virtualMachineVersions.</summary>
    public string Purpose { get; }

    /// <summary>The release at the beginning.</summary>
    public string FromVersion { get; }

    /// <summary>The release at the end.</summary>
    public string ToVersion { get; }

    /// <summary>The functional level at the beginning.</summary>
    public int FromLevel { get; }

    /// <summary>The functional level at the end.</summary>
    public int ToLevel { get; }

    /// <summary>Moves of virtual machines.</summary>
    public long Moves { get; }

    /// <summary>The fewest moves that any plan needs.</summary>
    public long FewestMoves { get; }

    /// <summary>Why no plan needs fewer.</summary>
    public string FewestMovesReason { get; }

    /// <summary>Why this plan makes more moves than the fewest; empty where it does not.</summary>
    public IReadOnlyList<string> AboveFewest { get; }

    /// <summary>Memory of virtual machines that is moved, in MiB.</summary>
    public long MovedMiB { get; }

    /// <summary>The least memory that any plan moves, in MiB.</summary>
    public long LeastMiB { get; }

    /// <summary>Why no plan moves less.</summary>
    public string LeastMiBReason { get; }

    /// <summary>Why this plan moves more memory than that; empty where it does not.</summary>
    public IReadOnlyList<string> AboveLeastMiB { get; }

    /// <summary>What each placement at the end would cost.</summary>
    public IReadOnlyList<PlacementCost> Placements { get; }

    /// <summary>Nodes that are left to a later plan.</summary>
    public IReadOnlyList<string> Remaining { get; }

    /// <summary>Moves of roles that are no virtual machines, each a short interruption.</summary>
    public long Failovers { get; }

    /// <summary>How long it takes.</summary>
    public DurationEstimate Estimate { get; }

    /// <summary>The times that it reckons with, and where each comes from.</summary>
    public IReadOnlyList<PlanTime> Times { get; }

    /// <summary>When it goes on, where it has maintenance windows; null where it has none.</summary>
    public PlanCalendar? Calendar { get; }

    /// <summary>The nodes in their order.</summary>
    public IReadOnlyList<PlanNode> Nodes { get; }

    /// <summary>The steps in their order.</summary>
    public IReadOnlyList<PlanStep> Steps { get; }

    /// <summary>The passes after this one, where the release that was asked for is further away.</summary>
    public IReadOnlyList<PlanPass> Following { get; }

    /// <summary>What the rules said of the cluster, beyond mere information.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>The file it was read from or written to.</summary>
    public string? Path { get; internal set; }

    /// <summary>The document.</summary>
    public string ToJson() => DocumentText.Of(ToNode());

    /// <inheritdoc/>
    public override string ToString() => $"{Cluster} {FromVersion} to {ToVersion}";

    internal JsonNode ToNode() => _document.ToNode()!;
}
