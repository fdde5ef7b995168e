namespace Microsoft.HyperV.PowerShell;

/// <summary>The values of <c>StartAction</c>, with Microsoft's numbers.</summary>
public enum StartAction
{
    /// <summary>Nothing.</summary>
    Nothing = 2,

    /// <summary>StartIfRunning.</summary>
    StartIfRunning = 3,

    /// <summary>Start.</summary>
    Start = 4,
}
