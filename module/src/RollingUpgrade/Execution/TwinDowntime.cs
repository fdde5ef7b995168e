using System.Text.Json;
using RollingUpgrade.Documents;
using RollingUpgrade.Native;

namespace RollingUpgrade.Execution;

/// <summary>Reads the account that a twin keeps of every role that was down or paused.</summary>
internal static class TwinDowntime
{
    /// <summary>The outages so far; none on a real cluster, which keeps no account.</summary>
    internal static IReadOnlyList<RoleDowntime> Read(Twin? twin) =>
        twin is null ? [] : twin.Call("account").Items("outages").Select(Outage).ToArray();

    /// <summary>What has been added since an earlier reading.</summary>
    internal static IReadOnlyList<RoleDowntime> Since(
        IReadOnlyDictionary<string, RoleDowntime> before, IReadOnlyList<RoleDowntime> now) =>
        now.Select(outage => before.TryGetValue(outage.Role, out RoleDowntime? earlier)
                ? new RoleDowntime(
                    outage.Role,
                    outage.Unplanned - earlier.Unplanned,
                    outage.Planned - earlier.Planned,
                    outage.Blackout - earlier.Blackout,
                    outage.Reasons)
                : outage)
            .Where(outage => outage.Unplanned + outage.Planned + outage.Blackout > TimeSpan.Zero)
            .ToArray();

    private static RoleDowntime Outage(JsonElement outage) => new(
        outage.Text("role") ?? string.Empty,
        TimeSpan.FromMilliseconds(outage.Number("downMilliseconds")),
        TimeSpan.FromMilliseconds(outage.Number("plannedMilliseconds")),
        TimeSpan.FromMilliseconds(outage.Number("blackoutMilliseconds")),
        outage.Texts("reasons"));
}
