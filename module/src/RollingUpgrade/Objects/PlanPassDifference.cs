using System.Text.Json;
using RollingUpgrade.Documents;

namespace RollingUpgrade;

/// <summary>A pass after the first of two plans, side by side.</summary>
public sealed class PlanPassDifference
{
    internal PlanPassDifference(JsonElement document)
    {
        ToVersion = document.Text("to") ?? string.Empty;
        JsonElement[] raised = document.Items("raised").ToArray();
        ReferenceRaised = raised[0].GetInt64();
        DifferenceRaised = raised[1].GetInt64();
        Comparison = document.Part("comparison") is { } comparison ? new PlanComparison(comparison) : null;
        JsonElement[] withoutPlan = document.Items("withoutPlan").ToArray();
        ReferenceRefusal = withoutPlan[0].GetString() ?? string.Empty;
        DifferenceRefusal = withoutPlan[1].GetString() ?? string.Empty;
    }

    /// <summary>The release that the pass leads to.</summary>
    public string ToVersion { get; }

    /// <summary>VMs whose configuration version the reference plan raises before it.</summary>
    public long ReferenceRaised { get; }

    /// <summary>VMs whose configuration version the other plan raises before it.</summary>
    public long DifferenceRaised { get; }

    /// <summary>Its plans side by side; null where not both have one.</summary>
    public PlanComparison? Comparison { get; }

    /// <summary>Why the reference plan has no plan of it; empty where it has.</summary>
    public string ReferenceRefusal { get; }

    /// <summary>Why the other plan has no plan of it; empty where it has.</summary>
    public string DifferenceRefusal { get; }
}
