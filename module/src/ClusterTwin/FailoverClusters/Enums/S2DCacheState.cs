namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>The values of <c>S2DCacheState</c>, with Microsoft's numbers.</summary>
public enum S2DCacheState
{
    /// <summary>Disabled.</summary>
    Disabled = 0,

    /// <summary>Enabled.</summary>
    Enabled = 2,

    /// <summary>ReadOnly.</summary>
    ReadOnly = 4,

    /// <summary>ReadWrite.</summary>
    ReadWrite = 12,

    /// <summary>Provisioning.</summary>
    Provisioning = 14,

    /// <summary>ProvisioningFlash.</summary>
    ProvisioningFlash = 15,

    /// <summary>ProvisioningSpinningMedia.</summary>
    ProvisioningSpinningMedia = 20,

    /// <summary>Disabling.</summary>
    Disabling = 120,

    /// <summary>Dormant.</summary>
    Dormant = 200,

    /// <summary>IneligibleNoDisks.</summary>
    IneligibleNoDisks = 1001,

    /// <summary>IneligibleNoFlash.</summary>
    IneligibleNoFlash = 1002,

    /// <summary>IneligibleNotMixedMedia.</summary>
    IneligibleNotMixedMedia = 1003,
}
