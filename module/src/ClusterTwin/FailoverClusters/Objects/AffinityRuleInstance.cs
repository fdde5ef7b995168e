using ClusterTwin.Cim;
using ClusterTwin.Views;
using Microsoft.PowerShell.Cmdletization.GeneratedTypes.MSCLUSTER.MSCluster_AffinityRule;

namespace ClusterTwin.FailoverClusters;

/// <summary>An affinity rule.</summary>
public sealed class AffinityRuleInstance : TwinInstance
{
    /// <summary>The class with its namespace, as type names spell it.</summary>
    internal const string ClassName = "root/MSCLUSTER/MSCluster_AffinityRule";

    internal AffinityRuleInstance(TwinContext context, AffinityRuleView view)
        : base(ClassName, context)
    {
        Name = view.Name;
        RuleType = (RuleType)view.RuleType;
        Groups = view.Groups;
        ClusterSharedVolumes = view.Volumes;
        Enabled = view.Enabled ? 1u : 0u;
        SoftAntiAffinity = view.Soft ? 1u : 0u;
    }

    /// <summary>Name.</summary>
    public string Name { get; }

    /// <summary>RuleType.</summary>
    public RuleType RuleType { get; }

    /// <summary>Groups: the names of the roles.</summary>
    public string[] Groups { get; }

    /// <summary>ClusterSharedVolumes: the names of the volumes.</summary>
    public string[] ClusterSharedVolumes { get; }

    /// <summary>Enabled: 1 where it counts.</summary>
    public uint Enabled { get; }

    /// <summary>SoftAntiAffinity: 1 where it gives way when a role could not run otherwise.</summary>
    public uint SoftAntiAffinity { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
