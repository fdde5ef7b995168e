using ClusterTwin.Cim;
using ClusterTwin.Views;
using Microsoft.PowerShell.Cmdletization.GeneratedTypes.MSCLUSTER.MSCluster_GroupSet;

namespace ClusterTwin.FailoverClusters;

/// <summary>A group set: roles that start together, after the sets that they depend on.</summary>
public sealed class GroupSetInstance : TwinInstance
{
    /// <summary>The class with its namespace, as type names spell it.</summary>
    internal const string ClassName = "root/MSCLUSTER/MSCluster_GroupSet";

    internal GroupSetInstance(TwinContext context, GroupSetView view)
        : base(ClassName, context)
    {
        Name = view.Name;
        GroupNames = view.Groups;
        ProviderNames = view.Providers;
        StartupDelay = view.StartupDelaySeconds;
    }

    /// <summary>Name.</summary>
    public string Name { get; }

    /// <summary>GroupNames: the roles in it.</summary>
    public string[] GroupNames { get; }

    /// <summary>ProviderNames: the sets that have to be online first.</summary>
    public string[] ProviderNames { get; }

    /// <summary>StartupDelayTrigger: when the sets that depend on it may start.</summary>
    public StartupSettingType StartupDelayTrigger =>
        StartupDelay > 0 ? StartupSettingType.Delay : StartupSettingType.Online;

    /// <summary>StartupCount: how many of its roles have to be online; all of them.</summary>
    public uint StartupCount => (uint)GroupNames.Length;

    /// <summary>StartupDelay, in seconds.</summary>
    public uint StartupDelay { get; }

    /// <summary>IsGlobal: the twin knows none that come before every other.</summary>
    public bool IsGlobal => false;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
