using System.Text.Json;
using RollingUpgrade.Documents;

namespace RollingUpgrade;

/// <summary>A line of a run's story.</summary>
public sealed class RunLine
{
    internal RunLine(JsonElement document)
    {
        Document = document.Clone();
        At = document.Time("at") ?? default;
        Step = (int)document.Number("step");
        Kind = document.Text("kind") ?? string.Empty;
        Text = document.Text("text") ?? string.Empty;
    }

    /// <summary>When, by the clock of the cluster: a twin's is virtual.</summary>
    public DateTimeOffset At { get; }

    /// <summary>The step of the plan, 0 where the line belongs to none.</summary>
    public int Step { get; }

    /// <summary>step, intent, seen, warning or state.</summary>
    public string Kind { get; }

    /// <summary>The text.</summary>
    public string Text { get; }

    internal JsonElement Document { get; }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
