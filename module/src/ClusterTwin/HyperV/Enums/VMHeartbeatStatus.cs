namespace Microsoft.HyperV.PowerShell;

/// <summary>The values of <c>VMHeartbeatStatus</c>, with Microsoft's numbers.</summary>
public enum VMHeartbeatStatus
{
    /// <summary>Unknown.</summary>
    Unknown = 0,

    /// <summary>Disabled.</summary>
    Disabled = 1,

    /// <summary>NoContact.</summary>
    NoContact = 2,

    /// <summary>Error.</summary>
    Error = 3,

    /// <summary>LostCommunication.</summary>
    LostCommunication = 4,

    /// <summary>OkApplicationsUnknown.</summary>
    OkApplicationsUnknown = 5,

    /// <summary>OkApplicationsHealthy.</summary>
    OkApplicationsHealthy = 6,

    /// <summary>OkApplicationsCritical.</summary>
    OkApplicationsCritical = 7,

    /// <summary>Paused.</summary>
    Paused = 8,
}
