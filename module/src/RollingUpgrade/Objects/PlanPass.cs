using System.Text.Json;
using RollingUpgrade.Documents;

namespace RollingUpgrade;

/// <summary>A pass that follows the one that is planned, as far as it can be foreseen.</summary>
public sealed class PlanPass
{
    internal PlanPass(JsonElement document, string cluster)
    {
        Pass = new UpgradePass(document.GetProperty("pass"), cluster);
        Versions = document.Part("versions") is { } versions ? new UpgradePlan(versions, path: null) : null;
        Plan = document.Part("plan") is { } plan ? new UpgradePlan(plan, path: null) : null;
        Refusal = document.Text("refusal");
    }

    /// <summary>From which release to which, what it needs, whom it interrupts.</summary>
    public UpgradePass Pass { get; }

    /// <summary>The raise of configuration versions that comes before it, where the release needs one.</summary>
    public UpgradePlan? Versions { get; }

    /// <summary>Its plan.</summary>
    public UpgradePlan? Plan { get; }

    /// <summary>Why it has no plan yet.</summary>
    public string? Refusal { get; }

    /// <inheritdoc/>
    public override string ToString() => Pass.ToString();
}
