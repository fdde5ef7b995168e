using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Completion;
using ClusterTwin.Views;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Move-ClusterResource</c>: moves a resource to another role.</summary>
[Cmdlet(VerbsCommon.Move, "ClusterResource", DefaultParameterSetName = "InputObject")]
[OutputType(typeof(ClusterResource))]
public sealed class MoveClusterResourceCommand : ClusterObjectCmdlet
{
    /// <summary>The resource.</summary>
    [Parameter(ParameterSetName = "InputObject", Position = 0)]
    [ArgumentCompleter(typeof(ResourceNames))]
    public string? Name { get; set; }

    /// <summary>The role that it goes to.</summary>
    [Parameter(ParameterSetName = "InputObject", Position = 1)]
    [ArgumentCompleter(typeof(GroupNames))]
    public string? Group { get; set; }

    internal override string Doing => "moving the resource";

    internal override void AnswerOnObject()
    {
        string? name = Input is null ? Name : (Input as ClusterResource)?.Name;
        if (string.IsNullOrEmpty(name))
        {
            WriteError(ClusterErrors.Argument("No cluster resource was specified.", Input, "Name the resource."));
            return;
        }

        ResourceView? found = Context.ReadResources().Find(view => NamePattern.Same(view.Name, name));
        if (found is null)
        {
            WriteError(ClusterErrors.NotFound(CmdletName, Doing, name!, NotFoundDetail, NotFoundCode));
        }
        else if (!NamePattern.Same(found.OwnerGroup, Group))
        {
            RefuseNotModelled($"a resource that changes its role (here '{found.Name}')");
        }
        else
        {
            WriteObject(new ClusterResource(Context, found));
        }
    }
}
