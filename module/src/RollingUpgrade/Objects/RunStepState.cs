namespace RollingUpgrade;

/// <summary>How far a step of a run has come.</summary>
public enum RunStepState
{
    /// <summary>Its turn has not come.</summary>
    Open,

    /// <summary>It is the one that the run is at.</summary>
    InHand,

    /// <summary>It is done.</summary>
    Done,
}
