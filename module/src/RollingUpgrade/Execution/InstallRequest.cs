namespace RollingUpgrade.Execution;

/// <summary>What has to be installed.</summary>
internal sealed class InstallRequest
{
    internal InstallRequest(string node, string machine, string release, bool inPlace)
    {
        Node = node;
        Machine = machine;
        Release = release;
        InPlace = inPlace;
    }

    /// <summary>The node that left.</summary>
    internal string Node { get; }

    /// <summary>The machine to install.</summary>
    internal string Machine { get; }

    /// <summary>The release.</summary>
    internal string Release { get; }

    /// <summary>The serial number of the disk that the operating system was on; null where it is not known.</summary>
    internal string? BootDisk { get; init; }

    /// <summary>Serial numbers of disks of the storage pool in the machine, which setup must not touch.</summary>
    internal IReadOnlyList<string> UntouchedDisks { get; init; } = [];

    /// <summary>What has to be true of the disks before setup begins, for whoever confirms it.</summary>
    internal string Disks
    {
        get
        {
            string boot = BootDisk is null
                ? "The serial number of its system disk is not known: find it before setup."
                : $"The operating system goes on the disk with the serial number {BootDisk}, and on no other.";
            string pool = UntouchedDisks.Count == 0
                ? string.Empty
                : $" Do not touch the disks of the storage pool: {string.Join(", ", UntouchedDisks)}.";
            return $"All shared disks are unmapped from {Machine} or zoned off. {boot}{pool}";
        }
    }

    /// <summary>Whether setup keeps what is there.</summary>
    internal bool InPlace { get; }
}
