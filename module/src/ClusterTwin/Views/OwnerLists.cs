using System.Text.Json;
using Microsoft.FailoverClusters.PowerShell;

namespace ClusterTwin.Views;

/// <summary>The owners of all roles, or of all resources, at one revision of the twin.</summary>
internal sealed class OwnerLists
{
    private readonly Dictionary<string, ClusterNode[]> _owners = new(StringComparer.OrdinalIgnoreCase);

    private OwnerLists(ulong revision) => Revision = revision;

    /// <summary>The revision of the twin that they belong to.</summary>
    public ulong Revision { get; }

    /// <summary>The owners of one; none where it is not known.</summary>
    public ClusterNode[]? Find(string name) => _owners.TryGetValue(name, out ClusterNode[]? nodes) ? nodes : null;

    public static OwnerLists Read(JsonElement view, ulong revision, Func<string[], ClusterNode[]> nodes)
    {
        OwnerLists all = new(revision);
        ClusterNode[][] lists = [.. view.GetProperty("lists"u8)
            .EnumerateArray()
            .Select(list => nodes([.. list.EnumerateArray().Select(name => name.GetString() ?? string.Empty)]))];
        foreach (JsonElement item in view.GetProperty("objects"u8).EnumerateArray())
        {
            all._owners[item.Text("name"u8)] = lists[item.Number("list"u8)];
        }

        return all;
    }
}
