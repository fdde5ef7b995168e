using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Cim;
using ClusterTwin.Views;
using Microsoft.PowerShell.Cmdletization.GeneratedTypes.MSCLUSTER.MSCluster_AffinityRule;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>New-ClusterAffinityRule</c>: makes an affinity rule.</summary>
[Cmdlet(VerbsCommon.New, "ClusterAffinityRule")]
[OutputType("Microsoft.Management.Infrastructure.CimInstance#root/MSCluster/MSCluster_AffinityRule")]
public sealed class NewClusterAffinityRuleCommand : AffinityRuleCmdlet
{
    /// <summary>Its name.</summary>
    [Parameter(ParameterSetName = "CreateAffinityRule0", Mandatory = true, Position = 0)]
    public string? Name { get; set; }

    /// <summary>What it asks.</summary>
    [Parameter(ParameterSetName = "CreateAffinityRule0")]
    public RuleType RuleType { get; set; }

    /// <summary>The computers.</summary>
    [Parameter(ParameterSetName = "CreateAffinityRule0")]
    [Alias("Session")]
    public TwinCimSession[]? CimSession { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "CreateAffinityRule0")]
    [NotModelled]
    public int ThrottleLimit { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "CreateAffinityRule0")]
    [NotModelled]
    public SwitchParameter AsJob { get; set; }

    internal override string Doing => "making the affinity rule";

    internal override IEnumerable<TwinCimSession> Sessions => CimSession ?? [];

    internal override void AnswerInCluster() => Attempt(Name!, () => WriteRules(TwinContext.ReadList(
        Context.Call("createAffinityRule", ("name", Name), ("ruleType", (uint)RuleType)), AffinityRuleView.Read)));
}
