using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace RollingUpgrade.Twins;

/// <summary>The twins that a session has made, for Get-ClusterTwin; they end with the session.</summary>
internal static class TwinList
{
    private static readonly ConditionalWeakTable<Runspace, List<ClusterTwin>> Made = new();

    internal static void Add(ClusterTwin twin)
    {
        if (Runspace.DefaultRunspace is { } runspace)
        {
            Made.GetOrCreateValue(runspace).Add(twin);
        }
    }

    internal static IReadOnlyList<ClusterTwin> All =>
        Runspace.DefaultRunspace is { } runspace && Made.TryGetValue(runspace, out List<ClusterTwin>? twins)
            ? twins.Where(twin => !twin.Twin.Handle.IsClosed).ToArray()
            : [];
}
