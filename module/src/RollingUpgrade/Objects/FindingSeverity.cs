namespace RollingUpgrade;

/// <summary>How much a finding weighs; what blocks comes first.</summary>
public enum FindingSeverity
{
    /// <summary>The upgrade is refused.</summary>
    Block,

    /// <summary>The step will fail if it is run.</summary>
    Error,

    /// <summary>Allowed; somebody should know.</summary>
    Warn,

    /// <summary>For the report only.</summary>
    Info,
}
