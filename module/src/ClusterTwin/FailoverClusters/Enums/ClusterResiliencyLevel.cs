namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>The values of <c>ClusterResiliencyLevel</c>, with Microsoft's numbers.</summary>
public enum ClusterResiliencyLevel
{
    /// <summary>IsolateOnSpecialHeartbeat.</summary>
    IsolateOnSpecialHeartbeat = 1,

    /// <summary>AlwaysIsolate.</summary>
    AlwaysIsolate = 2,
}
