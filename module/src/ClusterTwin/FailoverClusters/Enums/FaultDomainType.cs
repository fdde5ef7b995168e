namespace Microsoft.PowerShell.Cmdletization.GeneratedTypes.MSCLUSTER.MSCluster_FaultDomain;

/// <summary>What a fault domain is.</summary>
public enum FaultDomainType : uint
{
    /// <summary>Unknown.</summary>
    Unknown = 0,

    /// <summary>Site.</summary>
    Site = 1000,

    /// <summary>Rack.</summary>
    Rack = 2000,

    /// <summary>Chassis.</summary>
    Chassis = 3000,

    /// <summary>Node.</summary>
    Node = 4000,

    /// <summary>StorageNode.</summary>
    StorageNode = 5000,
}
