using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Cim;
using ClusterTwin.Completion;
using ClusterTwin.Views;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Remove-ClusterAffinityRule</c>: removes affinity rules.</summary>
[Cmdlet(
    VerbsCommon.Remove, "ClusterAffinityRule",
    DefaultParameterSetName = "Query (cdxml)",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High)]
[OutputType("Microsoft.Management.Infrastructure.CimInstance#root/MSCLUSTER/MSCluster_AffinityRule")]
public sealed class RemoveClusterAffinityRuleCommand : AffinityRuleCmdlet
{
    /// <summary>The rules.</summary>
    [Parameter(ParameterSetName = "Query (cdxml)", Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AffinityRuleNames))]
    public string[]? Name { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public SwitchParameter PassThru { get; set; }

    /// <summary>The rules.</summary>
    [Parameter(ParameterSetName = "InputObject (cdxml)", Mandatory = true, ValueFromPipeline = true)]
    public TwinInstance[]? InputObject { get; set; }

    internal override string Doing => "removing the affinity rule";

    internal override void AnswerInCluster()
    {
        foreach (AffinityRuleView rule in Passed(InputObject, Name))
        {
            if (ShouldProcess(rule.Name))
            {
                Attempt(rule.Name, () => Context.Call("removeAffinityRule", ("name", rule.Name)));
            }
        }
    }
}
