using ClusterTwin.Cim;
using ClusterTwin.Views;

namespace ClusterTwin.FailoverClusters;

/// <summary>A fault domain of the cluster: a node, or what is above it.</summary>
public sealed class FaultDomainInstance : TwinInstance
{
    /// <summary>The class with its namespace, as type names spell it.</summary>
    internal const string ClassName = "root/MSCLUSTER/MSCluster_FaultDomain";

    internal FaultDomainInstance(TwinContext context, string name, string type, string? parent, string[] children)
        : base(ClassName, context)
    {
        Name = name;
        Type = type;
        ParentName = parent ?? string.Empty;
        ChildrenNames = children;
    }

    /// <summary>Name.</summary>
    public string Name { get; }

    /// <summary>Type: <c>Node</c>, <c>Site</c>, or <c>Unknown</c> for what is between them.</summary>
    public string Type { get; }

    /// <summary>ParentName.</summary>
    public string ParentName { get; }

    /// <summary>ChildrenNames.</summary>
    public string[] ChildrenNames { get; }

    /// <summary>Location.</summary>
    public string Location => string.Empty;

    /// <summary>Sites first, then what is between, then the nodes.</summary>
    internal static List<FaultDomainInstance> All(TwinContext context)
    {
        List<NodeView> nodes = context.ReadNodes();
        var all = new List<FaultDomainInstance>();
        foreach (IGrouping<string, NodeView> site in Groups(nodes, node => node.Site))
        {
            string[] children = [.. site.Select(node => node.FaultDomain ?? node.Name).Distinct()];
            all.Add(new FaultDomainInstance(context, site.Key, "Site", null, children));
        }

        foreach (IGrouping<string, NodeView> domain in Groups(nodes, node => node.FaultDomain))
        {
            string[] children = [.. domain.Select(node => node.Name)];
            all.Add(new FaultDomainInstance(context, domain.Key, "Unknown", domain.First().Site, children));
        }

        all.AddRange(nodes.Select(node =>
            new FaultDomainInstance(context, node.Name, "Node", node.FaultDomain ?? node.Site, [])));
        return all;
    }

    private static IEnumerable<IGrouping<string, NodeView>> Groups(
        List<NodeView> nodes, Func<NodeView, string?> above) =>
        nodes.Where(node => above(node) is not null)
            .GroupBy(node => above(node)!, StringComparer.OrdinalIgnoreCase)
            .OrderBy(group => group.Key, StringComparer.OrdinalIgnoreCase);
}
