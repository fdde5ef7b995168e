using System.Management.Automation;
using ClusterTwin;
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

    internal override string Doing => "making the affinity rule";

    internal override void AnswerInCluster() => Attempt(Name!, () => WriteRules(TwinContext.ReadList(
        Context.Call("createAffinityRule", ("name", Name), ("ruleType", (uint)RuleType)), AffinityRuleView.Read)));
}
