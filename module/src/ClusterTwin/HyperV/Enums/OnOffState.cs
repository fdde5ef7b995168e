namespace Microsoft.HyperV.PowerShell;

/// <summary>Whether a setting is on.</summary>
public enum OnOffState
{
    /// <summary>On.</summary>
    On = 0,

    /// <summary>Off.</summary>
    Off = 1,
}
