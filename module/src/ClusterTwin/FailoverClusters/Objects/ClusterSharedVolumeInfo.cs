using ClusterTwin.Views;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>The volume of a cluster shared volume.</summary>
public sealed class ClusterSharedVolumeInfo
{
    internal ClusterSharedVolumeInfo(SharedVolumeView view)
    {
        FriendlyVolumeName = view.FriendlyVolumeName;
        RedirectedAccess = view.Redirected;
        Partition = new ClusterSharedVolumePartition(view);
    }

    /// <summary>FriendlyVolumeName: the path below <c>C:\ClusterStorage</c>.</summary>
    public string FriendlyVolumeName { get; }

    /// <summary>Partition.</summary>
    public ClusterSharedVolumePartition Partition { get; }

    /// <summary>RedirectedAccess.</summary>
    public bool RedirectedAccess { get; }

    /// <inheritdoc/>
    public override string ToString() => FriendlyVolumeName;
}
