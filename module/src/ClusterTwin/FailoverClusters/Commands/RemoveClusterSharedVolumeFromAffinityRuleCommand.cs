using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Cim;
using ClusterTwin.Completion;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Remove-ClusterSharedVolumeFromAffinityRule</c>: takes shared volumes out of affinity rules.</summary>
[Cmdlet(VerbsCommon.Remove, "ClusterSharedVolumeFromAffinityRule", DefaultParameterSetName = "Query (cdxml)")]
[OutputType("Microsoft.Management.Infrastructure.CimInstance#root/MSCLUSTER/MSCluster_AffinityRule")]
public sealed class RemoveClusterSharedVolumeFromAffinityRuleCommand : AffinityRuleCmdlet
{
    /// <summary>The rules.</summary>
    [Parameter(ParameterSetName = "Query (cdxml)", Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Set")]
    [ArgumentCompleter(typeof(AffinityRuleNames))]
    public string[]? Name { get; set; }

    /// <summary>The shared volumes.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    public string[]? ClusterSharedVolumes { get; set; }

    /// <summary>Emits the rules.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>The rules.</summary>
    [Parameter(ParameterSetName = "InputObject (cdxml)", Mandatory = true, ValueFromPipeline = true)]
    public TwinInstance[]? InputObject { get; set; }

    internal override string Doing => "changing the affinity rule";

    internal override void AnswerInCluster() => ChangeEach(InputObject, Name, PassThru, rule => Context.Call(
        "changeAffinityRule", ("name", rule), ("volumes", ClusterSharedVolumes), ("remove", true)));
}
