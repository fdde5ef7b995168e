namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>The values of <c>ClusterSharedVolumesSetting</c>, with Microsoft's numbers.</summary>
public enum ClusterSharedVolumesSetting
{
    /// <summary>Disabled.</summary>
    Disabled = 0,

    /// <summary>Enabled.</summary>
    Enabled = 1,
}
