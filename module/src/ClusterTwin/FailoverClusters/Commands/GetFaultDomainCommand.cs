using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Completion;
using ClusterTwin.FailoverClusters;
using Microsoft.PowerShell.Cmdletization.GeneratedTypes.MSCLUSTER.MSCluster_FaultDomain;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Get-ClusterFaultDomain</c>: nodes, and the fault domains and sites above them.</summary>
[Cmdlet(VerbsCommon.Get, "ClusterFaultDomain", DefaultParameterSetName = "Query (cdxml)")]
[OutputType("Microsoft.Management.Infrastructure.CimInstance#root/MSCLUSTER/MSCluster_FaultDomain")]
public sealed class GetFaultDomainCommand : ClusterSessionCmdlet
{
    /// <summary>The names; patterns match.</summary>
    [Parameter(ParameterSetName = "Query (cdxml)", Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NodeNames))]
    public string[]? Name { get; set; }

    /// <summary>The type.</summary>
    [Parameter(ParameterSetName = "Query (cdxml)")]
    [Alias("FaultDomainType")]
    public FaultDomainType[]? Type { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "Query (cdxml)")]
    [NotModelled]
    public string[]? Id { get; set; }

    internal override string Doing => "reading the fault domains of";

    internal override void AnswerInCluster()
    {
        List<FaultDomainInstance> all = [.. FaultDomainInstance.All(Context)];
        IEnumerable<FaultDomainInstance> named = Name is null
            ? all
            : Name.SelectMany(name => NamePattern.Select(all, name, one => one.Name)).Distinct();
        WriteObject(
            named.Where(one => Type is null || Type.Any(type => NamePattern.Same(type.ToString(), one.Type)))
                .Select(one => one.ToPSObject()),
            true);
    }
}
