namespace Microsoft.HyperV.PowerShell;

/// <summary>How the memory of a VM travels.</summary>
public enum VMMigrationPerformance
{
    /// <summary>TCPIP.</summary>
    TCPIP = 0,

    /// <summary>Compression.</summary>
    Compression = 1,

    /// <summary>SMB.</summary>
    SMB = 2,
}
