using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Cim;
using ClusterTwin.Completion;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Remove-ClusterGroupFromAffinityRule</c>: takes roles out of affinity rules.</summary>
[Cmdlet(VerbsCommon.Remove, "ClusterGroupFromAffinityRule", DefaultParameterSetName = "Query (cdxml)")]
[OutputType("Microsoft.Management.Infrastructure.CimInstance#root/MSCLUSTER/MSCluster_AffinityRule")]
public sealed class RemoveClusterGroupFromAffinityRuleCommand : AffinityRuleCmdlet
{
    /// <summary>The rules.</summary>
    [Parameter(ParameterSetName = "Query (cdxml)", Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Set")]
    [ArgumentCompleter(typeof(AffinityRuleNames))]
    public string[]? Name { get; set; }

    /// <summary>The roles.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    public string[]? Groups { get; set; }

    /// <summary>Emits the rules.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>The rules.</summary>
    [Parameter(ParameterSetName = "InputObject (cdxml)", Mandatory = true, ValueFromPipeline = true)]
    public TwinInstance[]? InputObject { get; set; }

    internal override string Doing => "changing the affinity rule";

    internal override void AnswerInCluster() => ChangeEach(InputObject, Name, PassThru, rule => Context.Call(
        "changeAffinityRule", ("name", rule), ("roles", Groups), ("remove", true)));
}
