using System.Collections.Specialized;
using System.Management.Automation;
using ClusterTwin;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Add-ClusterNode</c>: adds machines to the cluster, and waits until they are members.</summary>
[Cmdlet(VerbsCommon.Add, "ClusterNode", DefaultParameterSetName = "InputObject")]
public sealed class AddClusterNodeCommand : ClusterObjectCmdlet
{
    /// <summary>The machines.</summary>
    [Parameter(ParameterSetName = "InputObject", Position = 0)]
    public StringCollection? Name { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [NotModelled]
    public NodeType Type { get; set; }

    /// <summary>Adds no disks of the new nodes.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    public SwitchParameter NoStorage { get; set; }

    internal override string Doing => "adding node";

    private static string Waiting(IReadOnlyList<string> machines) =>
        $"Waiting for notification that node {string.Join(", ", machines)} "
        + "is a fully functional member of the cluster.";

    internal override void AnswerOnObject()
    {
        IReadOnlyList<string> machines = NodeNames(Name);
        if (machines.Count == 0)
        {
            return;
        }

        ProgressRecord progress = new(1, $"Adding nodes to cluster {Context.Twin.ClusterName}", Waiting(machines));
        WriteProgress(progress);
        Attempt(string.Join(", ", machines), () => WriteNodes(Context.Call(
            "addNode", ("machines", machines.ToArray()), ("noStorage", NoStorage.IsPresent))));
        progress.RecordType = ProgressRecordType.Completed;
        WriteProgress(progress);
    }
}
