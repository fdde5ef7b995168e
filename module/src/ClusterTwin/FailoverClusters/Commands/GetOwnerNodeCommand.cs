using System.Management.Automation;
using System.Text.Json;
using ClusterTwin;
using ClusterTwin.Completion;
using ClusterTwin.Views;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary>
/// <c>Get-ClusterOwnerNode</c>: the owners of a role (preferred), of a resource or of a type (possible).
/// </summary>
[Cmdlet(VerbsCommon.Get, "ClusterOwnerNode", DefaultParameterSetName = "InputObject")]
[OutputType(typeof(Microsoft.FailoverClusters.PowerShell.ClusterOwnerNodeList))]
public sealed class GetOwnerNodeCommand : ClusterObjectCmdlet
{
    /// <summary>The resource.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [Alias("Res")]
    [ArgumentCompleter(typeof(ResourceNames))]
    public string? Resource { get; set; }

    /// <summary>The role.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [ArgumentCompleter(typeof(GroupNames))]
    public string? Group { get; set; }

    /// <summary>The type of resources.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [Alias("ResType")]
    public string? ResourceType { get; set; }

    internal override string Doing => "reading the owners of";

    // Thousands of resources of a cluster have the same owners: all nodes.
    private readonly Dictionary<string, ClusterNode[]> _lists = new(StringComparer.Ordinal);

    private readonly Dictionary<string, OwnerLists> _all = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    private void Write(ClusterObject owned, string kind) => Attempt(owned.ToString(), () =>
        WriteObject(new ClusterOwnerNodeList(owned, Owners(kind, owned.ToString()))));

    /// <summary>
    /// The first object of a pipeline is asked for by itself; with the second, all of its kind are read at once. Once
    /// the cluster has changed, each is asked for by itself again.
    /// </summary>
    private ClusterNode[] Owners(string kind, string name)
    {
        if (_asked.Add(kind) || kind == "resourceType")
        {
            return Nodes(OwnerNodesView.Read(Context.Call("ownerNodes", (kind, name))).OwnerNodes);
        }

        if (!_all.TryGetValue(kind, out OwnerLists? all))
        {
            JsonElement answer = Context.Call("ownerLists", ("resources", kind == "resource"));
            all = OwnerLists.Read(answer, Context.Revision, Nodes);
            _all[kind] = all;
        }

        return all.Revision == Context.Revision && all.Find(name) is { } nodes
            ? nodes
            : Nodes(OwnerNodesView.Read(Context.Call("ownerNodes", (kind, name))).OwnerNodes);
    }

    private ClusterNode[] Nodes(string[] names)
    {
        string key = string.Join("\n", names);
        if (!_lists.TryGetValue(key, out ClusterNode[]? nodes))
        {
            nodes = names.Select(name => new ClusterNode(Context, name)).ToArray();
            _lists[key] = nodes;
        }

        return nodes;
    }

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
            case null when ResourceType is { Length: > 0 }:
                Write(new ClusterResourceType(Context, ResourceType), "resourceType");
                break;
            default:
                WriteError(ClusterErrors.Argument(
                    "No cluster object was specified.", null, "Name a role or a resource."));
                break;
        }
    }
}
