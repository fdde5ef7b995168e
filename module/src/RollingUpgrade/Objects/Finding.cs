using System.Text.Json;
using RollingUpgrade.Documents;

namespace RollingUpgrade;

/// <summary>What a rule says of a cluster.</summary>
public sealed class Finding
{
    internal Finding(JsonElement document, string cluster)
    {
        Cluster = cluster;
        Rule = document.Text("rule") ?? string.Empty;
        Severity = (FindingSeverity)Enum.Parse(
            typeof(FindingSeverity), document.Text("severity") ?? "info", ignoreCase: true);
        Outcome = document.Text("outcome") ?? string.Empty;
        JsonElement? subject = document.Part("subject");
        SubjectKind = subject?.Text("kind") ?? string.Empty;
        Subject = subject?.Text("name") ?? string.Empty;
        Message = document.Text("message") ?? string.Empty;
        Remedy = document.Text("remedy") ?? string.Empty;
        Confidence = document.Text("confidence") ?? string.Empty;
        JsonElement? acknowledged = document.Part("acknowledged");
        AcknowledgedReason = acknowledged?.Text("reason");
        AcknowledgedBy = acknowledged?.Text("by");
        AcknowledgedAt = acknowledged?.Time("at");
    }

    /// <summary>The cluster.</summary>
    public string Cluster { get; }

    /// <summary>The rule's id, such as VER-12.</summary>
    public string Rule { get; }

    /// <summary>How much it weighs.</summary>
    public FindingSeverity Severity { get; }

    /// <summary>fired, unknown (a fact is missing) or acknowledged.</summary>
    public string Outcome { get; }

    /// <summary>What it is about.</summary>
    public string Subject { get; }

    /// <summary>What kind of thing that is: cluster, node, role, volume.</summary>
    public string SubjectKind { get; }

    /// <summary>What was found, with the value and the limit.</summary>
    public string Message { get; }

    /// <summary>What to do.</summary>
    public string Remedy { get; }

    /// <summary>How sure the rule is: documented, specified, field, inferred, knowledge.</summary>
    public string Confidence { get; }

    /// <summary>Why somebody took responsibility for it.</summary>
    public string? AcknowledgedReason { get; }

    /// <summary>Who took responsibility for it.</summary>
    public string? AcknowledgedBy { get; }

    /// <summary>When somebody took responsibility for it.</summary>
    public DateTimeOffset? AcknowledgedAt { get; }

    /// <summary>Whether it keeps an upgrade from starting.</summary>
    public bool Refuses => Severity <= FindingSeverity.Error && Outcome != "acknowledged";

    /// <inheritdoc/>
    public override string ToString() => $"{Rule} {Subject}: {Message}";
}
