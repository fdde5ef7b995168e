using System.Text.Json;
using RollingUpgrade.Documents;

namespace RollingUpgrade;

/// <summary>When a plan goes on in its maintenance windows.</summary>
public sealed class PlanCalendar
{
    private readonly JsonElement[] _parts;

    internal PlanCalendar(JsonElement document)
    {
        _parts = document.Items("parts").Select(part => part.Clone()).ToArray();
        BeginsAt = document.Time("beginsAt") ?? default;
        EndsLowAt = document.Time("endsLowAt") ?? default;
        EndsLikelyAt = document.Time("endsLikelyAt") ?? default;
        EndsHighAt = document.Time("endsHighAt") ?? default;
        FinishBy = document.Time("finishBy");
    }

    /// <summary>The moment from which the plan is counted.</summary>
    public DateTimeOffset BeginsAt { get; }

    /// <summary>When all is done, if all goes well.</summary>
    public DateTimeOffset EndsLowAt { get; }

    /// <summary>When all is likely done.</summary>
    public DateTimeOffset EndsLikelyAt { get; }

    /// <summary>When all is done, if it goes slowly.</summary>
    public DateTimeOffset EndsHighAt { get; }

    /// <summary>By when the functional level ought to be raised, as the cluster is mixed until then.</summary>
    public DateTimeOffset? FinishBy { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{BeginsAt:u} to {EndsLikelyAt:u}";

    internal DateTimeOffset? StartOf(int firstStep) => Part(firstStep)?.Time("startsAt");

    internal DateTimeOffset? ClosingAfter(int firstStep) => Part(firstStep)?.Time("closesAt");

    private JsonElement? Part(int firstStep)
    {
        foreach (JsonElement part in _parts)
        {
            if (part.Number("firstStep") == firstStep)
            {
                return part;
            }
        }

        return null;
    }
}
