using System.Collections.Specialized;
using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Completion;
using ClusterTwin.Views;
using RollingUpgrade.Native;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Get-ClusterGroup</c>: roles.</summary>
[Cmdlet(VerbsCommon.Get, "ClusterGroup", DefaultParameterSetName = "InputObject")]
[OutputType(typeof(Microsoft.FailoverClusters.PowerShell.ClusterGroup))]
public sealed class GetGroupCommand : ClusterObjectCmdlet
{
    /// <summary>The names; patterns match.</summary>
    [Parameter(ParameterSetName = "InputObject", Position = 0)]
    [ArgumentCompleter(typeof(GroupNames))]
    public StringCollection? Name { get; set; }

    /// <summary>The id of the VM.</summary>
    [Parameter(ParameterSetName = "InputObject", ValueFromPipelineByPropertyName = true)]
    public Guid VMId { get; set; }

    internal override string Doing => "opening group";

    internal override uint NotFoundCode => 5013;

    internal override string NotFoundDetail => "The group could not be found.";

    /// <summary>The names, where none is a pattern: then only those roles are read.</summary>
    private static string[]? Literal(StringCollection? names)
    {
        string[] texts = [.. NamePattern.Texts(names)];
        return texts.Length > 0 && !texts.Any(NamePattern.IsPattern) ? texts : null;
    }

    private void WriteLiteral(string[] names)
    {
        try
        {
            WriteGroups(Context.Call("groups", ("names", names)));
        }
        catch (NativeException error) when (error.Report.Id == "RoleNotFound")
        {
            // One of them is missing: the others are still answered.
            foreach (string name in names)
            {
                WriteOne(name);
            }
        }
    }

    private void WriteMachine(Guid id)
    {
        if (GroupOfVirtualMachine(id) is { } name)
        {
            WriteOne(name);
        }
    }

    private void WriteOne(string name) =>
        Attempt(name, () => WriteObject(new ClusterGroup(Context, Context.ReadGroup(name))));

    private void Write(List<GroupView> groups) =>
        WriteNamed(Name, groups, view => view.Name, view => new ClusterGroup(Context, view));

    internal override void AnswerOnObject()
    {
        switch (Input)
        {
            case ClusterNode node:
                Attempt(node.Name, () => Write(Context.ReadGroups(node.Name)));
                break;
            case ClusterGroup group:
                WriteOne(group.Name);
                break;
            case Microsoft.HyperV.PowerShell.VirtualMachine machine:
                WriteMachine(machine.Id);
                break;
            case { } other:
                RefuseInput(other);
                break;
            case null when IsBound(nameof(VMId)):
                WriteMachine(VMId);
                break;
            case null when Literal(Name) is { } names:
                WriteLiteral(names);
                break;
            default:
                Write(Context.ReadGroups());
                break;
        }
    }
}
