namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>The values of <c>ClusterNodeStatusInformation</c>, with Microsoft's numbers.</summary>
[Flags]
public enum ClusterNodeStatusInformation
{
    /// <summary>Normal.</summary>
    Normal = 0,

    /// <summary>Isolated.</summary>
    Isolated = 1,

    /// <summary>Quarantined.</summary>
    Quarantined = 2,

    /// <summary>DrainInProgress.</summary>
    DrainInProgress = 4,

    /// <summary>DrainCompleted.</summary>
    DrainCompleted = 8,

    /// <summary>DrainFailed.</summary>
    DrainFailed = 16,

    /// <summary>AvoidPlacement.</summary>
    AvoidPlacement = 32,

    /// <summary>Unknown.</summary>
    Unknown = -2147483648,
}
