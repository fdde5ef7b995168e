using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Views;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Get-ClusterOwnerNode</c>: the owners of a role (preferred) or of a resource (possible).</summary>
[Cmdlet(VerbsCommon.Get, "ClusterOwnerNode", DefaultParameterSetName = "InputObject")]
[OutputType(typeof(Microsoft.FailoverClusters.PowerShell.ClusterOwnerNodeList))]
public sealed class GetOwnerNodeCommand : ClusterObjectCmdlet
{
    /// <summary>The resource.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [Alias("Res")]
    public string? Resource { get; set; }

    /// <summary>The role.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    public string? Group { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [Alias("ResType")]
    [NotModelled]
    public string? ResourceType { get; set; }

    internal override string Doing => "reading the owners of";

    // Thousands of resources of a cluster have the same owners: all nodes.
    private readonly Dictionary<string, ClusterNode[]> _lists = new(StringComparer.Ordinal);

    private void Write(ClusterObject owned, string kind) => Attempt(owned.ToString(), () =>
    {
        OwnerNodesView view = OwnerNodesView.Read(Context.Call("ownerNodes", (kind, owned.ToString())));
        string key = string.Join("\n", view.OwnerNodes);
        if (!_lists.TryGetValue(key, out ClusterNode[]? nodes))
        {
            nodes = view.OwnerNodes.Select(name => new ClusterNode(Context, name)).ToArray();
            _lists[key] = nodes;
        }

        WriteObject(new ClusterOwnerNodeList(owned, nodes));
    });

    internal override void AnswerOnObject()
    {
        switch (Input)
        {
            case ClusterGroup input:
                Write(input, "group");
                break;
            case ClusterResource input:
                Write(input, "resource");
                break;
            case { } other:
                RefuseInput(other);
                break;
            case null when Group is { Length: > 0 }:
                Write(new ClusterGroup(Context, Group), "group");
                break;
            case null when Resource is { Length: > 0 }:
                Write(new ClusterResource(Context, Resource), "resource");
                break;
            default:
                WriteError(ClusterErrors.Argument(
                    "No cluster object was specified.", null, "Name a role or a resource."));
                break;
        }
    }
}
