namespace Microsoft.PowerShell.Cmdletization.GeneratedTypes.MSCLUSTER.MSCluster_AffinityRule;

/// <summary>What an affinity rule asks, with Microsoft's numbers.</summary>
public enum RuleType : uint
{
    /// <summary>In one fault domain.</summary>
    SameFaultDomain = 1,

    /// <summary>On one node.</summary>
    SameNode = 2,

    /// <summary>In different fault domains.</summary>
    DifferentFaultDomain = 3,

    /// <summary>On different nodes.</summary>
    DifferentNode = 4,
}
