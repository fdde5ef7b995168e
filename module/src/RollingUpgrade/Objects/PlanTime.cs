using System.Text.Json;
using RollingUpgrade.Documents;

namespace RollingUpgrade;

/// <summary>A time that a plan reckons with, and where it comes from.</summary>
public sealed class PlanTime
{
    internal PlanTime(JsonElement document)
    {
        Of = Word(document.Text("of"));
        From = Word(document.Text("from"));
        Estimate = new DurationEstimate(document.GetProperty("estimate"));
        Samples = document.Part("samples") is null ? null : (int)document.Number("samples");
    }

    /// <summary>What takes so long: Install, Join, Repair ...</summary>
    public string Of { get; }

    /// <summary>Learned from a run, Policy, or Assumed.</summary>
    public string From { get; }

    /// <summary>How long.</summary>
    public DurationEstimate Estimate { get; }

    /// <summary>How often it was measured, where it was.</summary>
    public int? Samples { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Of} {Estimate} {From}";

    private static string Word(string? word) =>
        string.IsNullOrEmpty(word) ? string.Empty : char.ToUpperInvariant(word![0]) + word.Substring(1);
}
