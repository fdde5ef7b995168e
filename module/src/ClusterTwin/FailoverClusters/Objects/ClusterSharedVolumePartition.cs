using ClusterTwin.Views;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>The partition of a cluster shared volume.</summary>
public sealed class ClusterSharedVolumePartition
{
    private const ulong Mebibyte = 1024 * 1024;

    internal ClusterSharedVolumePartition(SharedVolumeView view)
    {
        Size = view.SizeMiB * Mebibyte;
        FreeSpace = view.FreeMiB * Mebibyte;
        FileSystem = view.FileSystem.ToUpperInvariant() switch
        {
            "NTFS" => "CSVFS_NTFS",
            "REFS" => "CSVFS_ReFS",
            _ => view.FileSystem,
        };
    }

    /// <summary>Size, in bytes.</summary>
    public ulong Size { get; }

    /// <summary>FreeSpace, in bytes; nothing where nobody read it.</summary>
    public ulong? FreeSpace { get; }

    /// <summary>UsedSpace, in bytes; nothing where nobody read what is free.</summary>
    public ulong? UsedSpace => FreeSpace <= Size ? Size - FreeSpace : null;

    /// <summary>PercentFree; nothing where nobody read what is free.</summary>
    public float? PercentFree => Size > 0 ? (float?)FreeSpace * 100 / Size : null;

    /// <summary>FileSystem, as mounted by the cluster.</summary>
    public string FileSystem { get; }
}
