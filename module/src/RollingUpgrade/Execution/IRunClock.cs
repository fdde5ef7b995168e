namespace RollingUpgrade.Execution;

/// <summary>The clock of a run: what time it is, and how to let some pass.</summary>
internal interface IRunClock
{
    /// <summary>The present time.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Lets time pass; ends early, without an error, when the run is to stop.</summary>
    void Wait(TimeSpan duration, CancellationToken stopping);
}
