namespace RollingUpgrade;

/// <summary>How a run ended, or where it stands.</summary>
public enum RollingUpgradeState
{
    /// <summary>Made, not begun.</summary>
    Ready,

    /// <summary>Under way, or cut off without a word.</summary>
    Running,

    /// <summary>All nodes run the new release, the level is not raised: everything can still be taken back.</summary>
    ReversibleAllNodesNew,

    /// <summary>Done.</summary>
    Completed,

    /// <summary>Stopped on request.</summary>
    Stopped,

    /// <summary>Stopped by itself, with a reason; it can be resumed.</summary>
    Paused,

    /// <summary>Another run takes it back; it can't be resumed.</summary>
    TakenBack,

    /// <summary>Another run goes on with a new plan for what was left; it can't be resumed.</summary>
    Replaced,

    /// <summary>Ended by an error.</summary>
    Failed,
}
