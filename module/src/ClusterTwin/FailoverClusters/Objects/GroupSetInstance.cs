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
        StartupDelayTrigger = (StartupSettingType)view.StartupDelayTrigger;
        StartupCount = view.StartupCount;
        IsGlobal = view.IsGlobal;
        StartupDelay = view.StartupDelaySeconds;
        ReserveSpareNode = view.ReserveSpareNode;
    }

    /// <summary>Name.</summary>
    public string Name { get; }

    /// <summary>GroupNames: the roles in it.</summary>
    public string[] GroupNames { get; }

    /// <summary>ProviderNames: the sets that have to be ready first.</summary>
    public string[] ProviderNames { get; }

    /// <summary>StartupDelayTrigger: what makes a role of it count as started.</summary>
    public StartupSettingType StartupDelayTrigger { get; }

    /// <summary>StartupCount: how many of its roles have to be started; 4294967295 for all of them.</summary>
    public uint StartupCount { get; }

    /// <summary>IsGlobal: every set that is not global waits for it.</summary>
    public bool IsGlobal { get; }

    /// <summary>StartupDelay: how long the sets that depend on it wait then, in seconds.</summary>
    public uint StartupDelay { get; }

    /// <summary>ReserveSpareNode, of an availability set.</summary>
    public bool ReserveSpareNode { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
