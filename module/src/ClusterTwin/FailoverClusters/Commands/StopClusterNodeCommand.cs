using System.Collections.Specialized;
using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Completion;
using ClusterTwin.Views;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Stop-ClusterNode</c>: stops the cluster service of nodes.</summary>
[Cmdlet(VerbsLifecycle.Stop, "ClusterNode", DefaultParameterSetName = "InputObject", SupportsShouldProcess = true)]
[OutputType(typeof(Microsoft.FailoverClusters.PowerShell.ClusterNode))]
public sealed class StopClusterNodeCommand : ClusterObjectCmdlet
{
    /// <summary>The nodes.</summary>
    [Parameter(ParameterSetName = "InputObject", Position = 0)]
    [ArgumentCompleter(typeof(NodeNames))]
    public StringCollection? Name { get; set; }

    /// <summary>How long to wait, in seconds; 0 does not wait.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    public int Wait { get; set; }

    internal override string Doing => "stopping node";

    internal override void AnswerOnObject()
    {
        foreach (string node in NodeNames(Name))
        {
            if (ShouldProcess(node))
            {
                Attempt(node, () =>
                {
                    NodeView view = TwinContext.ReadList(Context.Call("stopNode", ("node", node)), NodeView.Read)[0];
                    view = WaitForNode(view, Wait, present => present.State == (uint)ClusterNodeState.Down);
                    WriteObject(new ClusterNode(Context, view));
                });
            }
        }
    }
}
