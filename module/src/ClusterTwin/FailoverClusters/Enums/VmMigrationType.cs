namespace Microsoft.FailoverClusters.NativeHelp;

/// <summary>How a VM is moved.</summary>
public enum VmMigrationType
{
    /// <summary>TurnOff.</summary>
    TurnOff = 0,

    /// <summary>Quick.</summary>
    Quick = 1,

    /// <summary>Shutdown.</summary>
    Shutdown = 2,

    /// <summary>ShutdownForce.</summary>
    ShutdownForce = 3,

    /// <summary>Live.</summary>
    Live = 4,
}
