using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Cim;
using ClusterTwin.Completion;
using ClusterTwin.FailoverClusters;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Set-ClusterFaultDomain</c>: what is above a node, or above a rack.</summary>
[Cmdlet(VerbsCommon.Set, "ClusterFaultDomain", DefaultParameterSetName = "Query (cdxml)")]
[OutputType("Microsoft.Management.Infrastructure.CimInstance#root/MSCLUSTER/MSCluster_FaultDomain")]
public sealed class SetFaultDomainCommand : ClusterSessionCmdlet
{
    /// <summary>The nodes or racks.</summary>
    [Parameter(ParameterSetName = "Query (cdxml)", Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(NodeNames))]
    public string[]? Name { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "Query (cdxml)")]
    [NotModelled]
    public string[]? Id { get; set; }

    /// <summary>The nodes or racks.</summary>
    [Parameter(ParameterSetName = "InputObject (cdxml)", Mandatory = true, ValueFromPipeline = true)]
    public TwinInstance[]? InputObject { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public string? NewName { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public string? Location { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public string? Description { get; set; }

    /// <summary>The rack or the site above; an empty text for none.</summary>
    [Parameter]
    [Alias("Parent")]
    public string? FaultDomain { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public uint Flags { get; set; }

    /// <summary>Emits what was changed.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    internal override string Doing => "changing the fault domain";

    internal override void AnswerInCluster()
    {
        string[] names = InputObject is null
            ? Name ?? []
            : [.. InputObject.OfType<FaultDomainInstance>().Select(domain => domain.Name)];
        foreach (string name in names)
        {
            bool changed = FaultDomain is null
                || Attempt(name, () => Context.Call("setFaultDomain", ("name", name), ("parent", FaultDomain)));
            if (changed && PassThru)
            {
                IEnumerable<FaultDomainInstance> all = FaultDomainInstance.All(Context);
                WriteObject(
                    all.Where(one => NamePattern.Same(one.Name, name)).Select(one => one.ToPSObject()), true);
            }
        }
    }
}
