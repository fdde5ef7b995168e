using System.Collections.Specialized;
using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Completion;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Remove-ClusterNode</c>: evicts nodes.</summary>
[Cmdlet(VerbsCommon.Remove, "ClusterNode", DefaultParameterSetName = "InputObject", SupportsShouldProcess = true)]
public sealed class RemoveClusterNodeCommand : ClusterObjectCmdlet
{
    /// <summary>The nodes.</summary>
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

    /// <summary>Evicts the node even when disks lose their last path.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    public SwitchParameter IgnoreStorageConnectivityLoss { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [NotModelled]
    public SwitchParameter CleanupDisks { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [NotModelled]
    public string? Reason { get; set; }

    internal override string Doing => "evicting node";

    internal override void AnswerOnObject()
    {
        foreach (string node in NodeNames(Name))
        {
            if (ShouldProcess(node)
                && (Force || ShouldContinue($"Are you sure you want to evict node {node}?", CmdletName)))
            {
                Attempt(node, () => Context.Call(
                    "removeNode",
                    ("node", node),
                    ("ignoreStorageConnectivityLoss", IgnoreStorageConnectivityLoss.IsPresent)));
            }
        }
    }
}
