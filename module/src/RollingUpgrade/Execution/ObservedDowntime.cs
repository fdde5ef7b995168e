using System.Text.Json.Nodes;

namespace RollingUpgrade.Execution;

/// <summary>
/// Counts how long roles were seen down on a cluster that keeps no account: as exact as the run looks often.
/// </summary>
internal sealed class ObservedDowntime
{
    private readonly Dictionary<string, DateTimeOffset?> _downSince = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, TimeSpan> _down = new(StringComparer.OrdinalIgnoreCase);
    private DateTimeOffset _last;

    /// <summary>Takes an observation that was read at a time.</summary>
    internal void See(JsonObject observed, DateTimeOffset at)
    {
        _last = at;
        foreach (JsonObject group in (observed["groups"] as JsonArray ?? []).OfType<JsonObject>())
        {
            See((string?)group["name"] ?? string.Empty, (string?)group["state"] == "online", at);
        }
    }

    /// <summary>The roles that were seen down, with the time until they were seen online again.</summary>
    internal IReadOnlyList<RoleDowntime> Read(bool planned) => _downSince.Keys
        .Select(role => (Role: role, Down: Total(role)))
        .Where(outage => outage.Down > TimeSpan.Zero)
        .Select(outage => new RoleDowntime(
            outage.Role,
            unplanned: planned ? TimeSpan.Zero : outage.Down,
            planned: planned ? outage.Down : TimeSpan.Zero,
            blackout: TimeSpan.Zero,
            reasons: ["seen not online"]))
        .ToArray();

    private void See(string role, bool online, DateTimeOffset at)
    {
        // A role that was never seen online is not down by anything that the run did.
        if (!_downSince.TryGetValue(role, out DateTimeOffset? since))
        {
            if (online)
            {
                _downSince[role] = null;
            }
        }
        else if (online && since is not null)
        {
            _down[role] = Total(role);
            _downSince[role] = null;
        }
        else if (!online && since is null)
        {
            _downSince[role] = at;
        }
    }

    private TimeSpan Total(string role)
    {
        TimeSpan total = _down.TryGetValue(role, out TimeSpan down) ? down : TimeSpan.Zero;
        return _downSince[role] is { } since ? total + (_last - since) : total;
    }
}
