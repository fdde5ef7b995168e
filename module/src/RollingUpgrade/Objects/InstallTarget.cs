namespace RollingUpgrade;

/// <summary>What -InstallNode has to install: its second argument.</summary>
public sealed class InstallTarget
{
    internal InstallTarget(string node, string machine, string version, bool inPlace, bool isRehearsal)
    {
        Node = node;
        Machine = machine;
        Version = version;
        InPlace = inPlace;
        IsRehearsal = isRehearsal;
    }

    /// <summary>The node that left the cluster.</summary>
    public string Node { get; }

    /// <summary>The machine to install: the node itself, or the hardware that takes its place.</summary>
    public string Machine { get; }

    /// <summary>The release, such as 2025.</summary>
    public string Version { get; }

    /// <summary>Whether setup upgrades what is there, instead of a clean installation.</summary>
    public bool InPlace { get; }

    /// <summary>
    /// The serial number of the disk that the operating system was on; null where it is not known. Before a clean
    /// installation the script sees to it that shared disks are unmapped or zoned off, and throws where they are not.
    /// </summary>
    public string? BootDisk { get; init; }

    /// <summary>Serial numbers of disks of the storage pool in the machine, which setup must not touch.</summary>
    public IReadOnlyList<string> UntouchedDisks { get; init; } = [];

    /// <summary>Whether the cluster is a twin, whose own operator installs: nothing real must be touched.</summary>
    public bool IsRehearsal { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Machine} {Version}";
}
