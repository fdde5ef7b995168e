using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Cim;
using ClusterTwin.Completion;
using Microsoft.PowerShell.Cmdletization.GeneratedTypes.MSCLUSTER.MSCluster_AffinityRule;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Set-ClusterAffinityRule</c>: changes affinity rules.</summary>
[Cmdlet(VerbsCommon.Set, "ClusterAffinityRule", DefaultParameterSetName = "Query (cdxml)")]
[OutputType("Microsoft.Management.Infrastructure.CimInstance#root/MSCLUSTER/MSCluster_AffinityRule")]
public sealed class SetClusterAffinityRuleCommand : AffinityRuleCmdlet
{
    /// <summary>The rules.</summary>
    [Parameter(ParameterSetName = "Query (cdxml)", Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AffinityRuleNames))]
    public string[]? Name { get; set; }

    /// <summary>What they ask.</summary>
    [Parameter]
    public RuleType RuleType { get; set; }

    /// <summary>1 where they count, 0 where not.</summary>
    [Parameter]
    public uint Enabled { get; set; }

    /// <summary>1 where they give way when a role could not run otherwise.</summary>
    [Parameter]
    public uint SoftAntiAffinity { get; set; }

    /// <summary>Emits the rules.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>The rules.</summary>
    [Parameter(ParameterSetName = "InputObject (cdxml)", Mandatory = true, ValueFromPipeline = true)]
    public TwinInstance[]? InputObject { get; set; }

    internal override string Doing => "changing the affinity rule";

    internal override void AnswerInCluster() => ChangeEach(InputObject, Name, PassThru, rule => Context.Call(
        "setAffinityRule",
        ("name", rule),
        ("ruleType", IsBound(nameof(RuleType)) ? (uint)RuleType : null),
        ("enabled", IsBound(nameof(Enabled)) ? Enabled != 0 : null),
        ("soft", IsBound(nameof(SoftAntiAffinity)) ? SoftAntiAffinity != 0 : null)));
}
