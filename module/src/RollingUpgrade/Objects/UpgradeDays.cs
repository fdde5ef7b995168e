using System.Text.Json;
using RollingUpgrade.Documents;

namespace RollingUpgrade;

/// <summary>A number of working days.</summary>
public sealed class UpgradeDays
{
    internal UpgradeDays(JsonElement document)
    {
        if (document.ValueKind == JsonValueKind.Object)
        {
            Low = document.Number("low");
            Likely = document.Number("likely");
            High = document.Number("high");
        }
    }

    /// <summary>If all goes well.</summary>
    public long Low { get; }

    /// <summary>What to expect.</summary>
    public long Likely { get; }

    /// <summary>If it goes slowly.</summary>
    public long High { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Low} to {High}, likely {Likely}";
}
