using RollingUpgrade.Native;

namespace RollingUpgrade.Execution;

/// <summary>
/// Names runs, so that the runs of a twin are never taken for those of the cluster it was captured from.
/// </summary>
/// <remarks>
/// A twin has the name of its cluster and ends with its session, so the id of its runs names the twin.
/// </remarks>
internal static class RunIds
{
    private const string TwinPrefix = "twin:";

    internal static string New(Twin? twin) => Prefix(twin) + Guid.NewGuid().ToString("D");

    internal static bool IsOfTwin(string runId) => runId.StartsWith(TwinPrefix, StringComparison.Ordinal);

    /// <summary>
    /// Whether a run belongs to the cluster that the session sees: this twin, or the real one of this name.
    /// </summary>
    internal static bool BelongsTo(string runId, string runCluster, Twin? twin, string cluster) => twin is null
        ? !IsOfTwin(runId) && runCluster.Equals(cluster, StringComparison.OrdinalIgnoreCase)
        : runId.StartsWith(Prefix(twin), StringComparison.Ordinal);

    private static string Prefix(Twin? twin) => twin is null ? string.Empty : $"{TwinPrefix}{twin.Id:N}:";
}
