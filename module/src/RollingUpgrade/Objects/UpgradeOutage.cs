using System.Text.Json;
using RollingUpgrade.Documents;

namespace RollingUpgrade;

/// <summary>A role that a pass interrupts.</summary>
public sealed class UpgradeOutage
{
    internal UpgradeOutage(JsonElement document)
    {
        Role = document.Text("role") ?? string.Empty;
        Moment = document.Text("moment") ?? string.Empty;
        Reason = document.Text("reason") ?? string.Empty;
    }

    /// <summary>The role.</summary>
    public string Role { get; }

    /// <summary>before: before the pass starts; during: while its nodes go out.</summary>
    public string Moment { get; }

    /// <summary>Why.</summary>
    public string Reason { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Role}: {Reason}";
}
