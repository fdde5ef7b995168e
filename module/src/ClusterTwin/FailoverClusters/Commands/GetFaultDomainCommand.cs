using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Cim;
using ClusterTwin.FailoverClusters;
using ClusterTwin.Views;
using Microsoft.PowerShell.Cmdletization.GeneratedTypes.MSCLUSTER.MSCluster_FaultDomain;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Get-ClusterFaultDomain</c>: nodes, and the fault domains and sites above them.</summary>
[Cmdlet(VerbsCommon.Get, "ClusterFaultDomain", DefaultParameterSetName = "Query (cdxml)")]
[OutputType("Microsoft.Management.Infrastructure.CimInstance#root/MSCLUSTER/MSCluster_FaultDomain")]
public sealed class GetFaultDomainCommand : ClusterCmdlet
{
    /// <summary>The names; patterns match.</summary>
    [Parameter(ParameterSetName = "Query (cdxml)", Position = 0, ValueFromPipelineByPropertyName = true)]
    public string[]? Name { get; set; }

    /// <summary>The type.</summary>
    [Parameter(ParameterSetName = "Query (cdxml)")]
    [Alias("FaultDomainType")]
    public FaultDomainType[]? Type { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "Query (cdxml)")]
    [NotModelled]
    public string[]? Id { get; set; }

    /// <summary>The computers.</summary>
    [Parameter(ParameterSetName = "Query (cdxml)")]
    [Alias("Session")]
    public TwinCimSession[]? CimSession { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "Query (cdxml)")]
    [NotModelled]
    public int ThrottleLimit { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "Query (cdxml)")]
    [NotModelled]
    public SwitchParameter AsJob { get; set; }

    internal override string Doing => "reading the fault domains of";

    /// <summary>Sites first, then what is between, then the nodes.</summary>
    private List<FaultDomainInstance> All(List<NodeView> nodes)
    {
        var all = new List<FaultDomainInstance>();
        foreach (IGrouping<string, NodeView> site in Groups(nodes, node => node.Site))
        {
            string[] children = [.. site.Select(node => node.FaultDomain ?? node.Name).Distinct()];
            all.Add(new FaultDomainInstance(Context, site.Key, "Site", null, children));
        }

        foreach (IGrouping<string, NodeView> domain in Groups(nodes, node => node.FaultDomain))
        {
            string[] children = [.. domain.Select(node => node.Name)];
            all.Add(new FaultDomainInstance(Context, domain.Key, "Unknown", domain.First().Site, children));
        }

        all.AddRange(nodes.Select(node =>
            new FaultDomainInstance(Context, node.Name, "Node", node.FaultDomain ?? node.Site, [])));
        return all;
    }

    private static IEnumerable<IGrouping<string, NodeView>> Groups(
        List<NodeView> nodes, Func<NodeView, string?> above) =>
        nodes.Where(node => above(node) is not null)
            .GroupBy(node => above(node)!, StringComparer.OrdinalIgnoreCase)
            .OrderBy(group => group.Key, StringComparer.OrdinalIgnoreCase);

    internal override void Answer()
    {
        foreach (TwinCimSession session in CimSession ?? [])
        {
            if (!Reaches(session.ComputerName))
            {
                return;
            }
        }

        List<FaultDomainInstance> all = All(Context.ReadNodes());
        IEnumerable<FaultDomainInstance> named = Name is null
            ? all
            : Name.SelectMany(name => NamePattern.Select(all, name, one => one.Name)).Distinct();
        WriteObject(
            named.Where(one => Type is null || Type.Any(type => NamePattern.Same(type.ToString(), one.Type)))
                .Select(one => one.ToPSObject()),
            true);
    }
}
