namespace Microsoft.HyperV.PowerShell;

/// <summary>The values of <c>StopAction</c>, with Microsoft's numbers.</summary>
public enum StopAction
{
    /// <summary>TurnOff.</summary>
    TurnOff = 2,

    /// <summary>Save.</summary>
    Save = 3,

    /// <summary>ShutDown.</summary>
    ShutDown = 4,
}
