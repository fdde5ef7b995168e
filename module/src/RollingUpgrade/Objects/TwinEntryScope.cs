namespace RollingUpgrade;

/// <summary>Who sees a twin that a session has entered.</summary>
public enum TwinEntryScope
{
    /// <summary>Every runspace of the process that has not entered another one itself.</summary>
    Process,

    /// <summary>The runspace that entered it.</summary>
    Runspace,
}
