using System.Management.Automation;
using ClusterTwin;
using ClusterTwin.Cim;
using ClusterTwin.Completion;
using ClusterTwin.Views;

namespace Microsoft.HyperV.PowerShell.Commands;

/// <summary><c>Get-VMSwitch</c>: the virtual switches of hosts.</summary>
[Cmdlet(VerbsCommon.Get, "VMSwitch", DefaultParameterSetName = "Name")]
[OutputType(typeof(Microsoft.HyperV.PowerShell.VMSwitch))]
public sealed class GetVMSwitch : HyperVCmdlet
{
    /// <summary>The name of the switch; patterns match.</summary>
    [Parameter(ParameterSetName = "Name", Position = 0)]
    [Alias("SwitchName")]
    public string? Name { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(Position = 1)]
    [NotModelled]
    public string[]? ResourcePoolName { get; set; }

    /// <summary>The types.</summary>
    [Parameter]
    public VMSwitchType[]? SwitchType { get; set; }

    /// <summary>The computers.</summary>
    [Parameter]
    public TwinCimSession[]? CimSession { get; set; }

    /// <summary>The hosts.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NodeNames))]
    public string[]? ComputerName { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public PSCredential[]? Credential { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "Id", Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("SwitchId")]
    [NotModelled]
    public Guid[]? Id { get; set; }

    private void Write(HostView host)
    {
        List<SwitchView> found =
            Name is null ? host.Switches : NamePattern.Select(host.Switches, Name, view => view.Name);
        if (found.Count == 0 && Name is not null && !NamePattern.IsPattern(Name))
        {
            string message = $"Hyper-V was unable to find a virtual switch with name \"{Name}\".";
            WriteError(TwinErrors.Record(
                new VirtualizationException(message),
                "InvalidParameter",
                ErrorCategory.InvalidArgument,
                Name,
                "Get-VMSwitch without a name lists the switches of a host."));
        }

        WriteObject(
            found.Where(view => SwitchType is null || SwitchType.Contains(view.Type))
                .Select(view => new VMSwitch(Context, host.Name, view)),
            true);
    }

    internal override void Execute()
    {
        foreach (string host in Hosts(ComputerName, CimSession))
        {
            OnHost(host, Write);
        }
    }
}
