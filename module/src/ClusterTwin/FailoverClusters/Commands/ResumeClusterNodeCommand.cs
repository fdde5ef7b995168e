using System.Collections.Specialized;
using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Completion;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Resume-ClusterNode</c>: lets paused nodes own roles again.</summary>
[Cmdlet(VerbsLifecycle.Resume, "ClusterNode", DefaultParameterSetName = "InputObject")]
[OutputType(typeof(Microsoft.FailoverClusters.PowerShell.ClusterNode))]
public sealed class ResumeClusterNodeCommand : ClusterObjectCmdlet
{
    /// <summary>The nodes.</summary>
    [Parameter(ParameterSetName = "InputObject", Position = 0)]
    [ArgumentCompleter(typeof(NodeNames))]
    public StringCollection? Name { get; set; }

    /// <summary>Which roles come back.</summary>
    [Parameter(ParameterSetName = "InputObject", Position = 1)]
    public ResumeClusterNodeFailbackType Failback { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [NotModelled]
    public SwitchParameter FailbackStorage { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [NotModelled]
    public SwitchParameter FailbackVMs { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [NotModelled]
    public SwitchParameter FailbackPinnedVMsOnly { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [NotModelled]
    public string? Reason { get; set; }

    internal override string Doing => "resuming node";

    internal override void AnswerOnObject()
    {
        foreach (string node in NodeNames(Name))
        {
            object? failback = IsBound(nameof(Failback)) ? (int)Failback : null;
            Attempt(node, () => WriteNodes(Context.Call("resumeNode", ("node", node), ("failback", failback))));
        }
    }
}
