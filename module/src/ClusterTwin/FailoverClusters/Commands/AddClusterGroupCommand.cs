using System.Collections.Specialized;
using System.Management.Automation;
using ClusterTwin;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Add-ClusterGroup</c>: makes empty roles.</summary>
[Cmdlet(VerbsCommon.Add, "ClusterGroup", DefaultParameterSetName = "InputObject")]
[OutputType(typeof(ClusterGroup))]
public sealed class AddClusterGroupCommand : ClusterObjectCmdlet
{
    /// <summary>The names.</summary>
    [Parameter(ParameterSetName = "InputObject", Mandatory = true, Position = 0)]
    public StringCollection? Name { get; set; }

    /// <summary>What they are.</summary>
    [Parameter(ParameterSetName = "InputObject", Position = 1)]
    public GroupType GroupType { get; set; }

    internal override string Doing => "adding the clustered role";

    internal override void AnswerOnObject()
    {
        if (Input is { } other)
        {
            RefuseInput(other);
            return;
        }

        object? type = IsBound(nameof(GroupType)) ? (uint)GroupType : null;
        foreach (string name in NamePattern.Texts(Name))
        {
            Attempt(name, () => WriteGroups(Context.Call("addGroup", ("group", name), ("groupType", type))));
        }
    }
}
