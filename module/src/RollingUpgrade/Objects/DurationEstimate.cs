using System.Text.Json;
using RollingUpgrade.Documents;

namespace RollingUpgrade;

/// <summary>How long something takes: if all goes well, most likely, if it goes slowly.</summary>
public sealed class DurationEstimate
{
    internal DurationEstimate(JsonElement document)
    {
        Low = document.Seconds("lowSeconds");
        Likely = document.Seconds("likelySeconds");
        High = document.Seconds("highSeconds");
    }

    /// <summary>If all goes well.</summary>
    public TimeSpan Low { get; }

    /// <summary>What to expect.</summary>
    public TimeSpan Likely { get; }

    /// <summary>If it goes slowly.</summary>
    public TimeSpan High { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Likely:c} ({Low:c} to {High:c})";
}
