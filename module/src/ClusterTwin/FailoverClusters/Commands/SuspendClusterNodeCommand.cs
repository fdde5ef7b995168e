using System.Collections.Specialized;
using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Completion;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Suspend-ClusterNode</c>: pauses nodes, and moves their roles off.</summary>
[Cmdlet(VerbsLifecycle.Suspend, "ClusterNode", DefaultParameterSetName = "InputObject", SupportsShouldProcess = true)]
[OutputType(typeof(Microsoft.FailoverClusters.PowerShell.ClusterNode))]
public sealed class SuspendClusterNodeCommand : ClusterObjectCmdlet
{
    /// <summary>The nodes.</summary>
    [Parameter(ParameterSetName = "InputObject", Position = 0)]
    [ArgumentCompleter(typeof(NodeNames))]
    public StringCollection? Name { get; set; }

    /// <summary>Moves the roles off the node.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    public SwitchParameter Drain { get; set; }

    /// <summary>Moves also what can be moved only by taking it down.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    public SwitchParameter ForceDrain { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [NotModelled]
    public SwitchParameter RetryDrainOnFailure { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [NotModelled]
    public SwitchParameter AvoidPlacement { get; set; }

    /// <summary>Waits for the end of the drain.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    public SwitchParameter Wait { get; set; }

    /// <summary>Where the roles go.</summary>
    [Parameter(ParameterSetName = "InputObject", Position = 1)]
    [ArgumentCompleter(typeof(NodeNames))]
    public string? TargetNode { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [NotModelled]
    public string? Reason { get; set; }

    internal override string Doing => "pausing node";

    internal override void AnswerOnObject()
    {
        foreach (string node in NodeNames(Name))
        {
            if (ShouldProcess(node))
            {
                Attempt(node, () => WriteNodes(Context.Call(
                    "suspendNode",
                    ("node", node),
                    ("drain", Drain.IsPresent),
                    ("forceDrain", ForceDrain.IsPresent),
                    ("wait", Wait.IsPresent),
                    ("target", TargetNode))));
            }
        }
    }
}
