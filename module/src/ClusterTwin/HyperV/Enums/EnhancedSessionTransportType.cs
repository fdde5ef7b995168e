namespace Microsoft.HyperV.PowerShell;

/// <summary>How an enhanced session reaches its guest.</summary>
public enum EnhancedSessionTransportType
{
    /// <summary>Over the bus between host and guest.</summary>
    VMBus = 0,

    /// <summary>Over a Hyper-V socket.</summary>
    HvSocket = 1,
}
