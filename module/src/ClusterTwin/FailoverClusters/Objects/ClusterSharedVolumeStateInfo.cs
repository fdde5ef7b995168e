using ClusterTwin.Views;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>How one node reaches one shared volume.</summary>
public sealed class ClusterSharedVolumeStateInfo
{
    private const uint Online = 2;

    internal ClusterSharedVolumeStateInfo(SharedVolumeView volume, NodeView node)
    {
        Name = volume.Name;
        Node = node.Name;
        VolumeFriendlyName = volume.FriendlyVolumeName.Substring(volume.FriendlyVolumeName.LastIndexOf('\\') + 1);
        VolumeName = $@"\\?\Volume{{{volume.Id}}}\";
        bool serves = (ClusterNodeState)(int)node.State is ClusterNodeState.Up or ClusterNodeState.Paused;
        bool isCoordinator = string.Equals(volume.Owner, node.Name, StringComparison.OrdinalIgnoreCase);
        StateInfo = (serves && volume.State == Online, volume.Redirected && !isCoordinator) switch
        {
            (false, _) => ClusterSharedVolumeState.Unavailable,
            (true, true) => ClusterSharedVolumeState.FileSystemRedirected,
            (true, false) => ClusterSharedVolumeState.Direct,
        };
        FileSystemRedirectedIOReason = StateInfo == ClusterSharedVolumeState.FileSystemRedirected
            ? ClusterSharedVolumeFileSystemRedirectedIOReasons.UserRequest
            : ClusterSharedVolumeFileSystemRedirectedIOReasons.NotFileSystemRedirected;
    }

    /// <summary>BlockRedirectedIOReason.</summary>
    public ClusterSharedVolumeBlockRedirectedIOReason BlockRedirectedIOReason =>
        ClusterSharedVolumeBlockRedirectedIOReason.NotBlockRedirected;

    /// <summary>FileSystemRedirectedIOReason: the twin knows only the one that somebody asked for.</summary>
    public ClusterSharedVolumeFileSystemRedirectedIOReasons FileSystemRedirectedIOReason { get; }

    /// <summary>Name: that of the disk resource.</summary>
    public string Name { get; }

    /// <summary>Node.</summary>
    public string Node { get; }

    /// <summary>StateInfo.</summary>
    public ClusterSharedVolumeState StateInfo { get; }

    /// <summary>VolumeFriendlyName: the last part of its path.</summary>
    public string VolumeFriendlyName { get; }

    /// <summary>VolumeName: the volume as the system names it.</summary>
    public string VolumeName { get; }
}
