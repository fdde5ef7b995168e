using System.Collections.Specialized;
using System.Management.Automation;
using System.Text.Json;
using ClusterTwin;
using ClusterTwin.Completion;
using ClusterTwin.Views;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Start-ClusterNode</c>: starts the cluster service of nodes.</summary>
[Cmdlet(VerbsLifecycle.Start, "ClusterNode", DefaultParameterSetName = "InputObject")]
[OutputType(typeof(Microsoft.FailoverClusters.PowerShell.ClusterNode))]
public sealed class StartClusterNodeCommand : ClusterObjectCmdlet
{
    /// <summary>The nodes.</summary>
    [Parameter(ParameterSetName = "InputObject", Position = 0)]
    [ArgumentCompleter(typeof(NodeNames))]
    public StringCollection? Name { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [Alias("fq", "FixQuorum")]
    [NotModelled]
    public SwitchParameter ForceQuorum { get; set; }

    /// <summary>Ends the quarantine of the node.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [Alias("cq")]
    public SwitchParameter ClearQuarantine { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [Alias("ips")]
    [NotModelled]
    public SwitchParameter IgnorePersistentState { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [Alias("pq")]
    [NotModelled]
    public SwitchParameter PreventQuorum { get; set; }

    /// <summary>How long to wait, in seconds; 0 does not wait.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    public int Wait { get; set; }

    internal override string Doing => "starting node";

    internal override void AnswerOnObject()
    {
        foreach (string node in NodeNames(Name))
        {
            Attempt(node, () =>
            {
                JsonElement answer = Context.Call(
                    "startNode", ("node", node), ("clearQuarantine", ClearQuarantine.IsPresent));
                NodeView view = TwinContext.ReadList(answer, NodeView.Read)[0];
                view = WaitForNode(view, Wait, present => present.State != (uint)ClusterNodeState.Joining);
                WriteObject(new ClusterNode(Context, view));
            });
        }
    }
}
