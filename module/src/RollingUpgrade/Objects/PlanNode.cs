using System.Text.Json;
using RollingUpgrade.Documents;

namespace RollingUpgrade;

/// <summary>One node's turn in a plan.</summary>
public sealed class PlanNode
{
    internal PlanNode(JsonElement document, int place)
    {
        Place = place;
        Node = document.Text("node") ?? string.Empty;
        ReturnsAs = document.Text("returnsAs") ?? Node;
        Method = document.Text("method") ?? string.Empty;
        Reason = document.Text("reason") ?? string.Empty;
        Estimate = new DurationEstimate(document.GetProperty("estimate"));
        Wave = (int)document.Number("wave");
        FirstStep = (int)document.Number("firstStep");
        LastStep = (int)document.Number("lastStep");
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

    /// <summary>The number of its first step.</summary>
    public int FirstStep { get; }

    /// <summary>The number of its last step.</summary>
    public int LastStep { get; }

    /// <inheritdoc/>
    public override string ToString() => Node;
}
