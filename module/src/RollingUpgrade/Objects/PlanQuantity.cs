using System.Text.Json;
using RollingUpgrade.Documents;

namespace RollingUpgrade;

/// <summary>One number of two plans.</summary>
public sealed class PlanQuantity
{
    internal PlanQuantity(JsonElement document)
    {
        Name = document.Text("name") ?? string.Empty;
        Reference = document.Number("first");
        Difference = document.Number("second");
    }

    /// <summary>What it is, with its unit.</summary>
    public string Name { get; }

    /// <summary>In the reference plan.</summary>
    public long Reference { get; }

    /// <summary>In the other plan.</summary>
    public long Difference { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Reference} | {Difference}";
}
