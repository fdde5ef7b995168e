using ClusterTwin;
using ClusterTwin.Views;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>A cluster shared volume. Reading a property sees the present.</summary>
public sealed class ClusterSharedVolume : ClusterObject
{
    private readonly Live<SharedVolumeView> _live;
    private readonly string _name;

    internal ClusterSharedVolume(TwinContext context, SharedVolumeView view)
        : base(context)
    {
        _name = view.Name;
        _live = new Live<SharedVolumeView>(context, view, static (twin, last) => Find(twin, last!.Name));
    }

    /// <summary>Id: a GUID as a text.</summary>
    public string Id => _live.Now.Id;

    /// <summary>Name: that of the disk resource.</summary>
    public string Name => _name;

    /// <summary>OwnerNode: the coordinator.</summary>
    public ClusterNode OwnerNode => new(Context, _live.Now.Owner);

    /// <summary>SharedVolumeInfo: one for the only partition.</summary>
    public ICollection<ClusterSharedVolumeInfo> SharedVolumeInfo => [new ClusterSharedVolumeInfo(_live.Now)];

    /// <summary>State.</summary>
    public ClusterResourceState State => (ClusterResourceState)(int)_live.Now.State;

    private protected override string ObjectName => _name;

    private static SharedVolumeView Find(TwinContext twin, string name) =>
        twin.ReadSharedVolumes().Find(volume => NamePattern.Same(volume.Name, name))
        ?? throw new ClusterCmdletException(
            $"An error occurred opening shared volume '{name}'.", 5007, "The cluster resource could not be found.");
}
