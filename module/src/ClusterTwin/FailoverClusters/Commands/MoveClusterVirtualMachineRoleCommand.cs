using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Completion;
using Microsoft.FailoverClusters.NativeHelp;

namespace Microsoft.FailoverClusters.PowerShell;

/// <summary><c>Move-ClusterVirtualMachineRole</c>: moves the role of a VM, live where nothing else is said.</summary>
[Cmdlet(VerbsCommon.Move, "ClusterVirtualMachineRole")]
[OutputType(typeof(Microsoft.FailoverClusters.PowerShell.ClusterGroup))]
public sealed class MoveClusterVirtualMachineRoleCommand : ClusterObjectCmdlet
{
    /// <summary>The role.</summary>
    [Parameter(ParameterSetName = "InputObject", Position = 0)]
    [ArgumentCompleter(typeof(GroupNames))]
    public string? Name { get; set; }

    /// <summary>Where it goes; the best possible node where none is named.</summary>
    [Parameter(ParameterSetName = "InputObject", Position = 1)]
    [ArgumentCompleter(typeof(NodeNames))]
    public string? Node { get; set; }

    /// <summary>Cancels the migration.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    public SwitchParameter Cancel { get; set; }

    /// <summary>How the VM is moved.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    public VmMigrationType MigrationType { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [NotModelled]
    public SwitchParameter IgnoreLocked { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    [NotModelled]
    public SwitchParameter IgnoreAffinityRule { get; set; }

    /// <summary>The id of the VM.</summary>
    [Parameter(ParameterSetName = "InputObject", ValueFromPipelineByPropertyName = true)]
    public Guid VMId { get; set; }

    /// <summary>How long to wait, in seconds; 0 does not wait.</summary>
    [Parameter(ParameterSetName = "InputObject")]
    public int Wait { get; set; }

    internal override string Doing => "moving virtual machine";

    internal override void AnswerOnObject()
    {
        string? group = IsBound(nameof(VMId)) ? GroupOfVirtualMachine(VMId) : GroupName(Name);
        if (group is null)
        {
            return;
        }

        object? migration = IsBound(nameof(MigrationType)) ? (int)MigrationType : null;
        Attempt(group, () => WriteGroups(Context.Call(
            "moveVirtualMachine",
            WithWait(
                Wait,
                ("group", group),
                ("node", Node),
                ("migration", migration),
                ("cancel", Cancel.IsPresent)))));
    }
}
