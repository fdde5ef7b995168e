using System.Text.Json;
using RollingUpgrade.Documents;

namespace RollingUpgrade.Execution;

/// <summary>The profiles that a run has kept in the journal, each before it evicted the node.</summary>
internal static class RecordedProfiles
{
    /// <param name="stored">A run with its transitions.</param>
    /// <returns>One profile a node; the last one that was kept, where an eviction was tried again.</returns>
    internal static IReadOnlyList<ClusterNodeProfile> Of(JsonElement stored)
    {
        List<ClusterNodeProfile> kept = [];
        foreach (JsonElement transition in stored.Items("transitions"))
        {
            if (transition.Part("action")?.Part("task") is { } task
                && task.Text("kind") == "recordProfile"
                && task.Part("profile") is { } document)
            {
                ClusterNodeProfile profile = new(document, path: null);
                kept.RemoveAll(one => one.Node.Equals(profile.Node, StringComparison.OrdinalIgnoreCase));
                kept.Add(profile);
            }
        }

        return kept;
    }
}
