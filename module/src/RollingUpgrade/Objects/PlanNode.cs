using System.Text.Json;
using RollingUpgrade.Documents;

namespace RollingUpgrade;

/// <summary>One node's turn in a plan.</summary>
public sealed class PlanNode
{
    internal PlanNode(JsonElement document, int place, PlanCalendar? calendar)
    {
        Place = place;
        Node = document.Text("node") ?? string.Empty;
        ReturnsAs = document.Text("returnsAs") ?? Node;
        Method = document.Text("method") ?? string.Empty;
        Reason = document.Text("reason") ?? string.Empty;
        Estimate = new DurationEstimate(document.GetProperty("estimate"));
        if (document.Part("drain") is { } drain)
        {
            Moves = drain.Seconds("likelySeconds");
            MovesBound = drain.Seconds("boundSeconds");
            MovesByWindows = drain.Seconds("windowsSeconds");
        }

        Wave = (int)document.Number("wave");
        FirstStep = (int)document.Number("firstStep");
        LastStep = (int)document.Number("lastStep");
        StartsAt = calendar?.StartOf(FirstStep);
        WindowClosesAt = calendar?.ClosingAfter(FirstStep);
    }

    /// <summary>Its place in the order, from 1.</summary>
    public int Place { get; }

    /// <summary>The number of its wave; nodes of one wave are out at the same time.</summary>
    public int Wave { get; }

    /// <summary>The node that goes out.</summary>
    public string Node { get; }

    /// <summary>The machine that comes in.</summary>
    public string ReturnsAs { get; }

    /// <summary>How it gets its new operating system.</summary>
    public string Method { get; }

    /// <summary>Why it has this place.</summary>
    public string Reason { get; }

    /// <summary>How long its turn takes.</summary>
    public DurationEstimate Estimate { get; }

    /// <summary>How long its moves likely take in the order of the plan.</summary>
    public TimeSpan? Moves { get; }

    /// <summary>What no order of its moves can beat.</summary>
    public TimeSpan? MovesBound { get; }

    /// <summary>How long its moves would likely take in the order of Windows' own queue.</summary>
    public TimeSpan? MovesByWindows { get; }

    /// <summary>The number of its first step.</summary>
    public int FirstStep { get; }

    /// <summary>The number of its last step.</summary>
    public int LastStep { get; }

    /// <summary>When its turn likely starts, where the plan has maintenance windows.</summary>
    public DateTimeOffset? StartsAt { get; }

    /// <summary>When the window closes in which it starts.</summary>
    public DateTimeOffset? WindowClosesAt { get; }

    /// <inheritdoc/>
    public override string ToString() => Node;
}
