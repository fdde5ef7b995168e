namespace Microsoft.HyperV.PowerShell;

/// <summary>What happens to a VM whose storage is gone.</summary>
public enum CriticalErrorAction
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It is paused.</summary>
    Pause = 1,
}
