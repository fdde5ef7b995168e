namespace RollingUpgrade.Guard;

/// <summary>The steps that the guard asks about, by the core's names.</summary>
internal enum GuardedStep
{
    /// <summary>A node is drained.</summary>
    Suspend,

    /// <summary>A node takes roles again; nothing keeps it from that.</summary>
    Resume,

    /// <summary>A node is evicted.</summary>
    Remove,

    /// <summary>A machine joins.</summary>
    Add,

    /// <summary>The functional level is raised.</summary>
    Level,

    /// <summary>A storage pool is updated.</summary>
    Pool,

    /// <summary>Configuration versions are raised.</summary>
    VirtualMachineVersions,
}
