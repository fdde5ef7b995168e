using System.Collections.Specialized;
using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Completion;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Clear-ClusterNode</c>: removes what a cluster left on machines that are members no more.</summary>
[Cmdlet(VerbsCommon.Clear, "ClusterNode", DefaultParameterSetName = "InputObject", SupportsShouldProcess = true)]
public sealed class ClearClusterNodeCommand : ClusterObjectCmdlet
{
    /// <summary>The machines.</summary>
    [Parameter(ParameterSetName = "InputObject", Position = 0)]
    [ArgumentCompleter(typeof(NodeNames))]
    public StringCollection? Name { get; set; }

    /// <summary>Asks nothing.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    public SwitchParameter Force { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [NotModelled]
    public int Wait { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [NotModelled]
    public SwitchParameter CleanupDisks { get; set; }

    internal override string Doing => "clearing node";

    internal override void AnswerOnObject()
    {
        foreach (string node in NodeNames(Name))
        {
            string question = $"Are you sure you want to clear the cluster configuration of node {node}?";
            if (ShouldProcess(node) && (Force || ShouldContinue(question, CmdletName)))
            {
                Attempt(node, () => Context.Call("clearNode", ("machine", node)));
            }
        }
    }
}
