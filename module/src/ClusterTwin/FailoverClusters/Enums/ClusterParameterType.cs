namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>The values of <c>ClusterParameterType</c>, with Microsoft's numbers.</summary>
public enum ClusterParameterType
{
    /// <summary>Unknown.</summary>
    Unknown = 0,

    /// <summary>ByteArray.</summary>
    ByteArray = 1,

    /// <summary>UInt32.</summary>
    UInt32 = 2,

    /// <summary>String.</summary>
    String = 3,

    /// <summary>ExpandString.</summary>
    ExpandString = 4,

    /// <summary>StringCollection.</summary>
    StringCollection = 5,

    /// <summary>UInt64.</summary>
    UInt64 = 6,

    /// <summary>Int32.</summary>
    Int32 = 7,

    /// <summary>ExpandedString.</summary>
    ExpandedString = 8,

    /// <summary>Int64.</summary>
    Int64 = 10,

    /// <summary>UInt16.</summary>
    UInt16 = 11,

    /// <summary>DateTime.</summary>
    DateTime = 12,
}
