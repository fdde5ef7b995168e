using System.Text.Json.Nodes;

namespace RollingUpgrade.Execution;

/// <summary>What a machine answered, and between which times.</summary>
internal sealed class RemoteAnswer
{
    internal RemoteAnswer(JsonObject facts, DateTimeOffset from, DateTimeOffset to)
    {
        Facts = facts;
        From = from;
        To = to;
    }

    internal JsonObject Facts { get; }

    /// <summary>When it was asked.</summary>
    internal DateTimeOffset From { get; }

    /// <summary>When its answer was here.</summary>
    internal DateTimeOffset To { get; }
}
