namespace Microsoft.HyperV.PowerShell;

/// <summary>The values of <c>CheckpointType</c>, with Microsoft's numbers.</summary>
public enum CheckpointType
{
    /// <summary>Disabled.</summary>
    Disabled = 2,

    /// <summary>Production.</summary>
    Production = 3,

    /// <summary>ProductionOnly.</summary>
    ProductionOnly = 4,

    /// <summary>Standard.</summary>
    Standard = 5,
}
