using ClusterTwin.Views;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>The partition of a cluster shared volume.</summary>
public sealed class ClusterSharedVolumePartition
{
    internal ClusterSharedVolumePartition(SharedVolumeView view)
    {
        Size = view.SizeMiB * 1024 * 1024;
        FileSystem = view.FileSystem.ToUpperInvariant() switch
        {
            "NTFS" => "CSVFS_NTFS",
            "REFS" => "CSVFS_ReFS",
            _ => view.FileSystem,
        };
    }

    /// <summary>Size, in bytes.</summary>
    public ulong Size { get; }

    /// <summary>FileSystem, as mounted by the cluster.</summary>
    public string FileSystem { get; }
}
