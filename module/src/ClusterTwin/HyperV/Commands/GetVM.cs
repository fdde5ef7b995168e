using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Cim;
using ClusterTwin.Completion;
using ClusterTwin.Views;
using Microsoft.FailoverClusters.PowerShell;

namespace Microsoft.HyperV.PowerShell.Commands;

/// <summary><c>Get-VM</c>: VMs of hosts.</summary>
[Cmdlet(VerbsCommon.Get, "VM", DefaultParameterSetName = "Name")]
[OutputType(typeof(Microsoft.HyperV.PowerShell.VirtualMachine))]
public sealed class GetVM : HyperVCmdlet
{
    /// <summary>The names of the VMs; patterns match.</summary>
    [Parameter(ParameterSetName = "Name", Position = 0, ValueFromPipeline = true)]
    [Alias("VMName")]
    [ArgumentCompleter(typeof(VirtualMachineNames))]
    public string[]? Name { get; set; }

    /// <summary>The computers.</summary>
    [Parameter(ParameterSetName = "Name")]
    [Parameter(ParameterSetName = "Id")]
    public TwinCimSession[]? CimSession { get; set; }

    /// <summary>The hosts.</summary>
    [Parameter(ParameterSetName = "Name")]
    [Parameter(ParameterSetName = "Id")]
    [ArgumentCompleter(typeof(NodeNames))]
    public string[]? ComputerName { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "Name")]
    [Parameter(ParameterSetName = "Id")]
    [NotModelled]
    public PSCredential[]? Credential { get; set; }

    /// <summary>The id.</summary>
    [Parameter(ParameterSetName = "Id", Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public Guid? Id { get; set; }

    /// <summary>The role or resource of a VM.</summary>
    [Parameter(ParameterSetName = "ClusterObject", Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public PSObject? ClusterObject { get; set; }

    private void WriteClustered(object clustered)
    {
        string? name = clustered switch
        {
            ClusterGroup group => group.Name,
            ClusterResource resource => resource.OwnerGroup.Name,
            _ => null,
        };
        if (name is null)
        {
            WriteNotFound($"cluster object \"{clustered}\"", clustered);
            return;
        }

        Attempt(name, () =>
        {
            GroupView view = Context.ReadGroup(name);
            VirtualMachineView? machine = view.VirtualMachineId is { } id
                ? Context.FindVirtualMachine(view.Owner, id)
                : null;
            if (machine is null)
            {
                WriteNotFound($"cluster object \"{name}\"", clustered);
            }
            else
            {
                WriteObject(new VirtualMachine(Context, machine));
            }
        });
    }

    internal override void Execute()
    {
        if (ClusterObject is not null)
        {
            WriteClustered(ClusterObject.BaseObject);
        }
        else if (Id is { } id)
        {
            VirtualMachine[] found = [.. Machines(null, ComputerName, CimSession).Where(machine => machine.Id == id)];
            if (found.Length == 0)
            {
                WriteNotFound($"id \"{id}\"", id);
            }

            WriteObject(found, true);
        }
        else
        {
            WriteObject(Machines(Name, ComputerName, CimSession), true);
        }
    }
}
