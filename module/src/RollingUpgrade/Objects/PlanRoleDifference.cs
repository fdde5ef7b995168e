using System.Text.Json;
using RollingUpgrade.Documents;

namespace RollingUpgrade;

/// <summary>A role that takes another way in another plan.</summary>
public sealed class PlanRoleDifference
{
    internal PlanRoleDifference(JsonElement document)
    {
        Role = document.Text("role") ?? string.Empty;
        Reference = document.Texts("first");
        Difference = document.Texts("second");
    }

    /// <summary>The role.</summary>
    public string Role { get; }

    /// <summary>The nodes that it goes to in the reference plan; empty where it stays.</summary>
    public IReadOnlyList<string> Reference { get; }

    /// <summary>The nodes that it goes to in the other plan.</summary>
    public IReadOnlyList<string> Difference { get; }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Role}: {string.Join(", ", Reference)} | {string.Join(", ", Difference)}";
}
