namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>The values of <c>ClusterResourceStatusInformation</c>, with Microsoft's numbers.</summary>
[Flags]
public enum ClusterResourceStatusInformation : ulong
{
    /// <summary>Locked.</summary>
    Locked = 1,

    /// <summary>EmbeddedFailure.</summary>
    EmbeddedFailure = 2,

    /// <summary>InsufficientCpu.</summary>
    InsufficientCpu = 4,

    /// <summary>InsufficientMemory.</summary>
    InsufficientMemory = 8,

    /// <summary>InsufficientResources.</summary>
    InsufficientResources = 16,

    /// <summary>NetworkFailure.</summary>
    NetworkFailure = 32,

    /// <summary>Unmonitored.</summary>
    Unmonitored = 64,
}
