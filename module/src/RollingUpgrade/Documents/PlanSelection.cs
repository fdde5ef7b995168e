using System.Text.Json;
using System.Text.Json.Nodes;

namespace RollingUpgrade.Documents;

/// <summary>Takes steps out of a campaign, whose steps don't depend on each other.</summary>
internal static class PlanSelection
{
    /// <summary>The plan with only the chosen steps, numbered anew, and its estimate in proportion.</summary>
    internal static UpgradePlan Only(UpgradePlan plan, Func<PlanStep, bool> chosen)
    {
        HashSet<int> numbers = [.. plan.Steps.Where(chosen).Select(step => step.Number)];
        JsonObject document = plan.ToNode().AsObject();
        JsonArray all = document["steps"]!.AsArray();
        JsonArray kept = [];
        foreach (JsonNode? step in all.ToArray())
        {
            if (numbers.Contains((int)step!["number"]!))
            {
                all.Remove(step);
                step["number"] = kept.Count + 1;
                kept.Add(step);
            }
        }

        document["steps"] = kept;

        // The times were those of all steps; the run asks its windows by itself.
        document.Remove("calendar");
        JsonObject estimate = document["estimate"]!.AsObject();
        foreach (string field in new[] { "lowSeconds", "likelySeconds", "highSeconds" })
        {
            long whole = (long)estimate[field]!;
            estimate[field] = plan.Steps.Count == 0 ? 0 : whole * kept.Count / plan.Steps.Count;
        }

        using JsonDocument selected = JsonDocument.Parse(document.ToJsonString());
        return new UpgradePlan(selected.RootElement, path: null);
    }
}
