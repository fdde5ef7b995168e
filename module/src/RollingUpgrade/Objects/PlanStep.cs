using System.Text.Json;
using RollingUpgrade.Documents;

namespace RollingUpgrade;

/// <summary>One step of a plan.</summary>
public sealed class PlanStep
{
    internal PlanStep(JsonElement document)
    {
        Number = (int)document.Number("number");
        JsonElement task = document.GetProperty("task");
        Kind = task.Text("kind") ?? string.Empty;
        Target = StepText.Target(task);
        Action = StepText.Action(task);
        Reason = document.Text("reason") ?? string.Empty;
        if (document.Part("span") is { } span)
        {
            // Moves go side by side: the document's own times of a move are what it adds to those before it.
            Starts = span.Seconds("startsSeconds");
            Ends = span.Seconds("endsSeconds");
            Likely = Ends.Value - Starts.Value;
        }
        else
        {
            Likely = document.Seconds("likelySeconds");
            Low = Time(document, "lowSeconds");
            High = Time(document, "highSeconds");
        }

        if (document.Part("risk") is { } risk)
        {
            HeadroomMiB = risk.Number("headroomMiB");
            Votes = (int)risk.Number("votes");
            VotesNeeded = (int)risk.Number("votesNeeded");
            SurvivesOneMoreFailure = risk.Flag("survivesOneMoreFailure");
            StoppedByOneMoreFailure = risk.Texts("stoppedByOneMoreFailure");
        }
    }

    /// <summary>Its number, from 1.</summary>
    public int Number { get; }

    /// <summary>The kind of the task, such as moveRole.</summary>
    public string Kind { get; }

    /// <summary>What it does.</summary>
    public string Action { get; }

    /// <summary>To what: a node, a role, a pool, the cluster.</summary>
    public string Target { get; }

    /// <summary>Why.</summary>
    public string Reason { get; }

    /// <summary>How long it likely takes.</summary>
    public TimeSpan Likely { get; }

    /// <summary>How long it takes if all goes well; null for a move, which shares its links with others.</summary>
    public TimeSpan? Low { get; }

    /// <summary>How long it takes if it goes slowly; null for a move.</summary>
    public TimeSpan? High { get; }

    /// <summary>When a move likely starts, counted from the first of those that go side by side with it.</summary>
    public TimeSpan? Starts { get; }

    /// <summary>When it likely ends, counted the same way.</summary>
    public TimeSpan? Ends { get; }

    /// <summary>Free memory for virtual machines while it lasts, the host reserves taken off.</summary>
    public long? HeadroomMiB { get; }

    /// <summary>Votes that are there while it lasts.</summary>
    public int? Votes { get; }

    /// <summary>Votes that are needed.</summary>
    public int? VotesNeeded { get; }

    /// <summary>Whether the cluster keeps its quorum if one more node fails meanwhile.</summary>
    public bool? SurvivesOneMoreFailure { get; }

    /// <summary>Roles that would find no room if one more node failed meanwhile.</summary>
    public IReadOnlyList<string> StoppedByOneMoreFailure { get; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{Number} {Action} {Target}";

    private static TimeSpan? Time(JsonElement document, string name) =>
        document.TryGetProperty(name, out _) ? document.Seconds(name) : null;
}
