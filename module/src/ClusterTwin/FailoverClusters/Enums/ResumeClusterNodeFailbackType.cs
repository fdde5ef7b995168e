namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>The values of <c>ResumeClusterNodeFailbackType</c>, with Microsoft's numbers.</summary>
public enum ResumeClusterNodeFailbackType
{
    /// <summary>NoFailback.</summary>
    NoFailback = 0,

    /// <summary>Immediate.</summary>
    Immediate = 1,

    /// <summary>Policy.</summary>
    Policy = 2,
}
