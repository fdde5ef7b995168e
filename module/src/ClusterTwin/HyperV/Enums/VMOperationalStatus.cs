namespace Microsoft.HyperV.PowerShell;

/// <summary>The values of <c>VMOperationalStatus</c>, with Microsoft's numbers.</summary>
public enum VMOperationalStatus
{
    /// <summary>Ok.</summary>
    Ok = 2,

    /// <summary>Degraded.</summary>
    Degraded = 3,

    /// <summary>PredictiveFailure.</summary>
    PredictiveFailure = 5,

    /// <summary>InService.</summary>
    InService = 11,

    /// <summary>Dormant.</summary>
    Dormant = 15,

    /// <summary>SupportingEntityInError.</summary>
    SupportingEntityInError = 16,

    /// <summary>ApplyingSnapshot.</summary>
    ApplyingSnapshot = 23769,

    /// <summary>CreatingSnapshot.</summary>
    CreatingSnapshot = 32768,

    /// <summary>DeletingSnapshot.</summary>
    DeletingSnapshot = 32770,

    /// <summary>WaitingToStart.</summary>
    WaitingToStart = 32771,

    /// <summary>MergingDisks.</summary>
    MergingDisks = 32772,

    /// <summary>ExportingVirtualMachine.</summary>
    ExportingVirtualMachine = 32773,

    /// <summary>MigratingVirtualMachine.</summary>
    MigratingVirtualMachine = 32774,

    /// <summary>BackingUpVirtualMachine.</summary>
    BackingUpVirtualMachine = 32776,

    /// <summary>ModifyingUpVirtualMachine.</summary>
    ModifyingUpVirtualMachine = 32777,

    /// <summary>StorageMigrationPhaseOne.</summary>
    StorageMigrationPhaseOne = 32778,

    /// <summary>StorageMigrationPhaseTwo.</summary>
    StorageMigrationPhaseTwo = 32779,

    /// <summary>MigratingPlannedVm.</summary>
    MigratingPlannedVm = 32780,

    /// <summary>CheckingCompatibility.</summary>
    CheckingCompatibility = 32781,

    /// <summary>ApplicationCriticalState.</summary>
    ApplicationCriticalState = 32782,

    /// <summary>CommunicationTimedOut.</summary>
    CommunicationTimedOut = 32783,

    /// <summary>CommunicationFailed.</summary>
    CommunicationFailed = 32784,

    /// <summary>NoIommu.</summary>
    NoIommu = 32785,

    /// <summary>NoIovSupportInNic.</summary>
    NoIovSupportInNic = 32786,

    /// <summary>SwitchNotInIovMode.</summary>
    SwitchNotInIovMode = 32787,

    /// <summary>IovBlockedByPolicy.</summary>
    IovBlockedByPolicy = 32788,

    /// <summary>IovNoAvailResources.</summary>
    IovNoAvailResources = 32789,

    /// <summary>IovGuestDriversNeeded.</summary>
    IovGuestDriversNeeded = 32790,

    /// <summary>CriticalIoError.</summary>
    CriticalIoError = 32795,
}
