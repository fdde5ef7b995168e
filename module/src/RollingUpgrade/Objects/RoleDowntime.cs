namespace RollingUpgrade;

/// <summary>How long one role did not answer during a run.</summary>
public sealed class RoleDowntime
{
    internal RoleDowntime(
        string role, TimeSpan unplanned, TimeSpan planned, TimeSpan blackout, IReadOnlyList<string> reasons)
    {
        Role = role;
        Unplanned = unplanned;
        Planned = planned;
        Blackout = blackout;
        Reasons = reasons;
    }

    /// <summary>The role.</summary>
    public string Role { get; }

    /// <summary>Down against anybody's plan.</summary>
    public TimeSpan Unplanned { get; }

    /// <summary>Down as planned: a failover, a guest shutdown.</summary>
    public TimeSpan Planned { get; }

    /// <summary>Paused by live migrations, milliseconds each; no connection is lost.</summary>
    public TimeSpan Blackout { get; }

    /// <summary>Why it was down.</summary>
    public IReadOnlyList<string> Reasons { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Role} {Unplanned + Planned:c}";
}
