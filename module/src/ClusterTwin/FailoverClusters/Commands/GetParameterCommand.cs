using System.Collections.Specialized;
using System.Management.Automation;
using ClusterTwin;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Get-ClusterParameter</c>: the private properties of the cluster or of a resource.</summary>
[Cmdlet(VerbsCommon.Get, "ClusterParameter")]
[OutputType(typeof(Microsoft.FailoverClusters.PowerShell.ClusterParameter))]
public sealed class GetParameterCommand : ClusterObjectCmdlet
{
    /// <summary>The names of the properties; patterns match.</summary>
    [Parameter(ParameterSetName = "InputObject", Position = 0)]
    public StringCollection? Name { get; set; }

    internal override string Doing => "reading the properties of";

    internal override uint NotFoundCode => 1168;

    internal override string NotFoundDetail => "Unable to find the property.";

    internal override void AnswerOnObject()
    {
        if (InputObject is null)
        {
            WriteError(ClusterErrors.Argument(
                "No cluster object was specified.", null, "Pipe a resource to the cmdlet."));
        }
        else if (InputObject.BaseObject is ClusterResource resource)
        {
            ClusterParameter[] all =
                [.. resource.Parameters.Select(one => new ClusterParameter(resource, one.Key, one.Value))];
            WriteNamed(Name, all, parameter => parameter.Name, parameter => parameter);
        }
        else if (InputObject.BaseObject is Cluster cluster)
        {
            ClusterParameter[] all =
                [.. cluster.Parameters.Select(one => new ClusterParameter(cluster, one.Key, one.Value))];
            WriteNamed(Name, all, parameter => parameter.Name, parameter => parameter);
        }
        else if (InputObject.BaseObject is ClusterResourceType type)
        {
            ClusterParameter[] all =
                [.. type.Parameters.Select(one => new ClusterParameter(type, one.Key, one.Value))];
            WriteNamed(Name, all, parameter => parameter.Name, parameter => parameter);
        }
        else
        {
            RefuseNotModelled($"private properties of {InputObject.BaseObject.GetType().Name}");
        }
    }
}
