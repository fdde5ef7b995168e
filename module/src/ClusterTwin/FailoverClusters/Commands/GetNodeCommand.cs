using System.Collections.Specialized;
using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Completion;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Get-ClusterNode</c>: nodes.</summary>
[Cmdlet(VerbsCommon.Get, "ClusterNode", DefaultParameterSetName = "InputObject")]
[OutputType(typeof(Microsoft.FailoverClusters.PowerShell.ClusterNode))]
public sealed class GetNodeCommand : ClusterObjectCmdlet
{
    /// <summary>The names; patterns match.</summary>
    [Parameter(ParameterSetName = "InputObject", Position = 0)]
    [ArgumentCompleter(typeof(NodeNames))]
    public StringCollection? Name { get; set; }

    internal override string Doing => "opening node";

    internal override uint NotFoundCode => 5042;

    internal override string NotFoundDetail => "The cluster node is not found.";

    internal override void AnswerOnObject()
    {
        if (Input is ClusterNode node)
        {
            Attempt(node.Name, () => WriteObject(new ClusterNode(Context, Context.ReadNode(node.Name))));
        }
        else if (Input is { } other)
        {
            RefuseInput(other);
        }
        else
        {
            WriteNamed(Name, Context.ReadNodes(), view => view.Name, view => new ClusterNode(Context, view));
        }
    }
}
