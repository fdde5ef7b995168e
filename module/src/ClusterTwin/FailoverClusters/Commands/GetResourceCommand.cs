using System.Collections.Specialized;
using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Completion;
using ClusterTwin.Views;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Get-ClusterResource</c>: resources.</summary>
[Cmdlet(VerbsCommon.Get, "ClusterResource", DefaultParameterSetName = "InputObject")]
[OutputType(typeof(Microsoft.FailoverClusters.PowerShell.ClusterResource))]
public sealed class GetResourceCommand : ClusterObjectCmdlet
{
    /// <summary>The names; patterns match.</summary>
    [Parameter(ParameterSetName = "InputObject", Position = 0)]
    [ArgumentCompleter(typeof(ResourceNames))]
    public StringCollection? Name { get; set; }

    /// <summary>The id of the VM.</summary>
    [Parameter(ParameterSetName = "InputObject", ValueFromPipelineByPropertyName = true)]
    public Guid VMId { get; set; }

    internal override string Doing => "opening resource";

    private void WriteMachine(Guid id)
    {
        if (GroupOfVirtualMachine(id) is { } name)
        {
            Attempt(name, () => Write(Context.ReadResources(name)));
        }
    }

    private void Write(List<ResourceView> resources) =>
        WriteNamed(Name, resources, view => view.Name, view => new ClusterResource(Context, view));

    internal override void AnswerOnObject()
    {
        switch (Input)
        {
            case ClusterGroup group:
                Attempt(group.Name, () => Write(Context.ReadResources(group.Name)));
                break;
            case ClusterNode node:
                Write([.. Context.ReadResources().Where(view => NamePattern.Same(view.OwnerNode, node.Name))]);
                break;
            case ClusterResource resource:
                Write([.. Context.ReadResources().Where(view => NamePattern.Same(view.Name, resource.Name))]);
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
            default:
                Write(Context.ReadResources());
                break;
        }
    }
}
