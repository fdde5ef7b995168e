using System.Collections.Specialized;
using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Completion;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Remove-ClusterGroup</c>: removes roles; a VM stays on its host.</summary>
[Cmdlet(VerbsCommon.Remove, "ClusterGroup", DefaultParameterSetName = "InputObject", SupportsShouldProcess = true)]
[Alias("Remove-VMFromCluster")]
public sealed class RemoveClusterGroupCommand : ClusterObjectCmdlet
{
    /// <summary>The id of the VM.</summary>
    [Parameter(ParameterSetName = "InputObject", ValueFromPipelineByPropertyName = true)]
    public Guid VMId { get; set; }

    /// <summary>The roles.</summary>
    [Parameter(ParameterSetName = "InputObject", Position = 0)]
    [ArgumentCompleter(typeof(GroupNames))]
    public StringCollection? Name { get; set; }

    /// <summary>Asks nothing.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    public SwitchParameter Force { get; set; }

    /// <summary>Removes the resources of the role with it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    public SwitchParameter RemoveResources { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [NotModelled]
    public string? Reason { get; set; }

    internal override string Doing => "removing the clustered role";

    internal override void AnswerOnObject()
    {
        foreach (string group in Groups())
        {
            string question = $"Are you sure you want to remove the clustered role {group}?";
            if (ShouldProcess(group) && (Force || ShouldContinue(question, CmdletName)))
            {
                Attempt(group, () => Context.Call(
                    "removeGroup", ("group", group), ("removeResources", RemoveResources.IsPresent)));
            }
        }
    }

    /// <summary>The roles that the call names or passes.</summary>
    private IEnumerable<string> Groups()
    {
        if (IsBound(nameof(VMId)) && Input is null)
        {
            return GroupOfVirtualMachine(VMId) is { } machine ? [machine] : [];
        }

        if (Name is { Count: > 0 } && Input is null)
        {
            return NamePattern.Texts(Name);
        }

        return GroupName(null) is { } group ? [group] : [];
    }
}
