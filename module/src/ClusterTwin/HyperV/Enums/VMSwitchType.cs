namespace Microsoft.HyperV.PowerShell;

/// <summary>The values of <c>VMSwitchType</c>, with Microsoft's numbers.</summary>
public enum VMSwitchType
{
    /// <summary>Private.</summary>
    Private = 0,

    /// <summary>Internal.</summary>
    Internal = 1,

    /// <summary>External.</summary>
    External = 2,
}
