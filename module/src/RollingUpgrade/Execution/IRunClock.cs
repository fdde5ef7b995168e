namespace RollingUpgrade.Execution;

/// <summary>The clock of a run: what time it is, and how to let some pass.</summary>
internal interface IRunClock
{
    /// <summary>The present time.</summary>
    DateTimeOffset Now { get; }

    /// <summary>
    /// Does something beside the work: on a twin it takes no time and meets no faults, so that asking changes nothing.
    /// </summary>
    void Aside(Action work);

    /// <summary>
    /// Waits by the clock on the wall until what was written has settled; nothing to wait for on a twin.
    /// </summary>
    void Settle(TimeSpan duration);

    /// <summary>Lets time pass; ends early, without an error, when the run is to stop.</summary>
    void Wait(TimeSpan duration, CancellationToken stopping);
}
