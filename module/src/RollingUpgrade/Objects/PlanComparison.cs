using System.Text.Json;
using RollingUpgrade.Documents;

namespace RollingUpgrade;

/// <summary>Two plans side by side.</summary>
public sealed class PlanComparison
{
    internal PlanComparison(JsonElement document)
    {
        SameInventory = document.Flag("sameInventory");
        Quantities = document.Items("quantities").Select(quantity => new PlanQuantity(quantity)).ToArray();
        JsonElement[] orders = document.Items("orders").ToArray();
        ReferenceOrder = Names(orders[0]);
        DifferenceOrder = Names(orders[1]);
        Roles = document.Items("roles").Select(role => new PlanRoleDifference(role)).ToArray();
        JsonElement[] findings = document.Items("findings").ToArray();
        OnlyInReference = Names(findings[0]);
        OnlyInDifference = Names(findings[1]);
        Following = document.Items("following").Select(pass => new PlanPassDifference(pass)).ToArray();
    }

    /// <summary>Whether both were made from the same inventory.</summary>
    public bool SameInventory { get; }

    /// <summary>What each plan costs, number by number.</summary>
    public IReadOnlyList<PlanQuantity> Quantities { get; }

    /// <summary>The order of the nodes in the reference plan.</summary>
    public IReadOnlyList<string> ReferenceOrder { get; }

    /// <summary>The order of the nodes in the other plan.</summary>
    public IReadOnlyList<string> DifferenceOrder { get; }

    /// <summary>Roles that take another way.</summary>
    public IReadOnlyList<PlanRoleDifference> Roles { get; }

    /// <summary>Findings of the reference plan alone.</summary>
    public IReadOnlyList<string> OnlyInReference { get; }

    /// <summary>Findings of the other plan alone.</summary>
    public IReadOnlyList<string> OnlyInDifference { get; }

    /// <summary>The passes after the first, where either plan has any.</summary>
    public IReadOnlyList<PlanPassDifference> Following { get; }

    private static string[] Names(JsonElement names) =>
        names.EnumerateArray().Select(name => name.GetString() ?? string.Empty).ToArray();
}
