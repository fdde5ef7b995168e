using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Completion;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Get-ClusterAffinityRule</c>: rules on which roles belong together or apart.</summary>
[Cmdlet(VerbsCommon.Get, "ClusterAffinityRule", DefaultParameterSetName = "Query (cdxml)")]
[OutputType("Microsoft.Management.Infrastructure.CimInstance#root/MSCLUSTER/MSCluster_AffinityRule")]
public sealed class GetClusterAffinityRuleCommand : AffinityRuleCmdlet
{
    /// <summary>The names; patterns match.</summary>
    [Parameter(ParameterSetName = "Query (cdxml)", Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AffinityRuleNames))]
    public string[]? Name { get; set; }

    internal override string Doing => "reading the affinity rules of";

    internal override void AnswerInCluster() => WriteRules(Named(Name));
}
