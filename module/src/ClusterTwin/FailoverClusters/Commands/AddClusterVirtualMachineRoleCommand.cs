using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Completion;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Add-ClusterVirtualMachineRole</c>: makes a VM a role of the cluster.</summary>
[Cmdlet(VerbsCommon.Add, "ClusterVirtualMachineRole")]
[Alias("Add-VMToCluster")]
[OutputType(typeof(ClusterGroup))]
public sealed class AddClusterVirtualMachineRoleCommand : ClusterObjectCmdlet
{
    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [NotModelled]
    public string? Name { get; set; }

    /// <summary>The VM.</summary>
    [Parameter(ParameterSetName = "InputObject", Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(VirtualMachineNames))]
    public string? VMName { get; set; }

    /// <summary>The VM.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [Alias("VM")]
    public string? VirtualMachine { get; set; }

    /// <summary>The id of the VM.</summary>
    [Parameter(ParameterSetName = "InputObject", ValueFromPipelineByPropertyName = true)]
    public Guid VMId { get; set; }

    internal override string Doing => "adding the virtual machine";

    internal override void AnswerOnObject()
    {
        string? machine = Input switch
        {
            Microsoft.HyperV.PowerShell.VirtualMachine input => input.Name,
            { } other => other.ToString(),
            null when IsBound(nameof(VMId)) => NameOf(VMId),
            null => VMName ?? VirtualMachine,
        };
        if (string.IsNullOrEmpty(machine))
        {
            WriteError(ClusterErrors.Argument("No virtual machine was specified.", null, "Name the VM."));
            return;
        }

        Attempt(machine!, () => WriteGroups(Context.Call("addVirtualMachineRole", ("name", machine))));
    }

    /// <summary>The name of the VM of an id, on whichever node it is.</summary>
    private string? NameOf(Guid id) => Context.ReadNodes()
        .Select(node => Context.FindVirtualMachine(node.Name, id.ToString()))
        .FirstOrDefault(found => found is not null)?.Name;
}
