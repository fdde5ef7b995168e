using System.Text.Json;
using RollingUpgrade.Documents;

namespace RollingUpgrade;

/// <summary>A behaviour that no page of the vendor states, and that a twin relied on.</summary>
public sealed class TwinAssumption
{
    internal TwinAssumption(JsonElement document)
    {
        Id = document.Text("id") ?? string.Empty;
        Confidence = document.Text("confidence") ?? string.Empty;
        Text = document.Text("text") ?? string.Empty;
        Source = document.Text("source") ?? string.Empty;
    }

    /// <summary>Its id, such as <c>dirty-rates</c>.</summary>
    public string Id { get; }

    /// <summary>How well it is founded: F reports from the field, I inferred, K general knowledge.</summary>
    public string Confidence { get; }

    /// <summary>What is assumed.</summary>
    public string Text { get; }

    /// <summary>The page that comes nearest, or why there is none.</summary>
    public string Source { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Confidence} {Id}: {Text}";
}
