namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>The values of <c>ClusterSharedVolumeFileSystemRedirectedIOReasons</c>, with Microsoft's numbers.</summary>
[Flags]
public enum ClusterSharedVolumeFileSystemRedirectedIOReasons
{
    /// <summary>NotFileSystemRedirected.</summary>
    NotFileSystemRedirected = 0,

    /// <summary>UserRequest.</summary>
    UserRequest = 1,

    /// <summary>IncompatibleFileSystemFilter.</summary>
    IncompatibleFileSystemFilter = 2,

    /// <summary>IncompatibleVolumeFilter.</summary>
    IncompatibleVolumeFilter = 4,

    /// <summary>FileSystemTiering.</summary>
    FileSystemTiering = 8,

    /// <summary>BitLockerInitializing.</summary>
    BitLockerInitializing = 16,

    /// <summary>FileSystemReFs.</summary>
    FileSystemReFs = 32,
}
