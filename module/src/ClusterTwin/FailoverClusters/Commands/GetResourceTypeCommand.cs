using System.Collections.Specialized;
using System.Management.Automation;
using ClusterTwin;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Get-ClusterResourceType</c>: types of resources.</summary>
[Cmdlet(VerbsCommon.Get, "ClusterResourceType", DefaultParameterSetName = "InputObject")]
[OutputType(typeof(Microsoft.FailoverClusters.PowerShell.ClusterResourceType))]
public sealed class GetResourceTypeCommand : ClusterObjectCmdlet
{
    /// <summary>The names; patterns match.</summary>
    [Parameter(ParameterSetName = "InputObject", Position = 0)]
    public StringCollection? Name { get; set; }

    internal override string Doing => "opening resource type";

    internal override uint NotFoundCode => 5078;

    internal override string NotFoundDetail => "The cluster resource type could not be found.";

    internal override void AnswerOnObject()
    {
        if (Input is { } other)
        {
            RefuseInput(other);
            return;
        }

        WriteNamed(Name, Context.ReadResourceTypes(), name => name, name => new ClusterResourceType(Context, name));
    }
}
