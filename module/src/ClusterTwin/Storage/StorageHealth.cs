namespace ClusterTwin.Storage;

/// <summary>The words for health.</summary>
internal static class StorageHealth
{
    public static string Text(uint health) => health switch
    {
        0 => "Healthy",
        1 => "Warning",
        2 => "Unhealthy",
        _ => "Unknown",
    };
}
