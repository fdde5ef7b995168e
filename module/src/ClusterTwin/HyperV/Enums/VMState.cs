namespace Microsoft.HyperV.PowerShell;

/// <summary>The values of <c>VMState</c>, with Microsoft's numbers.</summary>
public enum VMState
{
    /// <summary>Other.</summary>
    Other = 1,

    /// <summary>Running.</summary>
    Running = 2,

    /// <summary>Off.</summary>
    Off = 3,

    /// <summary>Stopping.</summary>
    Stopping = 4,

    /// <summary>Saved.</summary>
    Saved = 6,

    /// <summary>Paused.</summary>
    Paused = 9,

    /// <summary>Starting.</summary>
    Starting = 10,

    /// <summary>Reset.</summary>
    Reset = 11,

    /// <summary>Saving.</summary>
    Saving = 32773,

    /// <summary>Pausing.</summary>
    Pausing = 32776,

    /// <summary>Resuming.</summary>
    Resuming = 32777,

    /// <summary>FastSaved.</summary>
    FastSaved = 32779,

    /// <summary>FastSaving.</summary>
    FastSaving = 32780,

    /// <summary>ForceShutdown.</summary>
    ForceShutdown = 32781,

    /// <summary>ForceReboot.</summary>
    ForceReboot = 32782,

    /// <summary>Hibernated.</summary>
    Hibernated = 32783,

    /// <summary>ComponentServicing.</summary>
    ComponentServicing = 32784,

    /// <summary>RunningCritical.</summary>
    RunningCritical = 32785,

    /// <summary>OffCritical.</summary>
    OffCritical = 32786,

    /// <summary>StoppingCritical.</summary>
    StoppingCritical = 32787,

    /// <summary>SavedCritical.</summary>
    SavedCritical = 32788,

    /// <summary>PausedCritical.</summary>
    PausedCritical = 32789,

    /// <summary>StartingCritical.</summary>
    StartingCritical = 32790,

    /// <summary>ResetCritical.</summary>
    ResetCritical = 32791,

    /// <summary>SavingCritical.</summary>
    SavingCritical = 32792,

    /// <summary>PausingCritical.</summary>
    PausingCritical = 32793,

    /// <summary>ResumingCritical.</summary>
    ResumingCritical = 32794,

    /// <summary>FastSavedCritical.</summary>
    FastSavedCritical = 32795,

    /// <summary>FastSavingCritical.</summary>
    FastSavingCritical = 32796,
}
