namespace Microsoft.PowerShell.Cmdletization.GeneratedTypes.StorageJob;

/// <summary>The state of a storage job.</summary>
public enum JobState : ushort
{
    /// <summary>New.</summary>
    New = 0,

    /// <summary>Starting.</summary>
    Starting = 1,

    /// <summary>Running.</summary>
    Running = 2,

    /// <summary>Suspended.</summary>
    Suspended = 3,

    /// <summary>ShuttingDown.</summary>
    ShuttingDown = 4,

    /// <summary>Completed.</summary>
    Completed = 5,

    /// <summary>Terminated.</summary>
    Terminated = 6,

    /// <summary>Killed.</summary>
    Killed = 7,

    /// <summary>Exception.</summary>
    Exception = 8,

    /// <summary>Service.</summary>
    Service = 9,

    /// <summary>QueryPending.</summary>
    QueryPending = 10,
}
