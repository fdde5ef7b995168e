namespace Microsoft.PowerShell.Cmdletization.GeneratedTypes.MSCLUSTER.MSCluster_GroupSet;

/// <summary>When the sets that depend on a group set may start, with Microsoft's numbers.</summary>
public enum StartupSettingType : uint
{
    /// <summary>After its delay.</summary>
    Delay = 1,

    /// <summary>As soon as it is online.</summary>
    Online = 2,
}
