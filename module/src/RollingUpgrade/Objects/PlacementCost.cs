using System.Text.Json;
using RollingUpgrade.Documents;

namespace RollingUpgrade;

/// <summary>What a placement at the end costs.</summary>
public sealed class PlacementCost
{
    internal PlacementCost(JsonElement document)
    {
        Placement = document.Text("placement") ?? string.Empty;
        Moves = document.Number("virtualMachineMoves");
        MovedMiB = document.Number("movedMiB");
        Failovers = document.Number("failovers");
        Duration = TimeSpan.FromSeconds(document.Number("likelySeconds"));
        Buys = document.Texts("buys");
    }

    /// <summary>balanced, fewest or restore.</summary>
    public string Placement { get; }

    /// <summary>Moves of virtual machines with it.</summary>
    public long Moves { get; }

    /// <summary>Memory that they copy, in MiB.</summary>
    public long MovedMiB { get; }

    /// <summary>Moves of roles that are no virtual machines.</summary>
    public long Failovers { get; }

    /// <summary>How long all the moves likely take.</summary>
    public TimeSpan Duration { get; }

    /// <summary>What its moves after the last node buy.</summary>
    public IReadOnlyList<string> Buys { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Placement}: {Moves} moves, {MovedMiB} MiB";
}
