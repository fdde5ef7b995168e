namespace ClusterTwin.Completion;

/// <summary>Completes names of cluster shared volumes.</summary>
public sealed class SharedVolumeNames : TwinNameCompleter
{
    /// <summary>Makes a completer.</summary>
    public SharedVolumeNames()
        : base("sharedVolumes")
    {
    }
}
