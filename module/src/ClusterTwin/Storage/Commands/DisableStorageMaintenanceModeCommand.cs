using System.Management.Automation;
using ClusterTwin.Cim;

namespace ClusterTwin.Storage;

/// <summary><c>Disable-StorageMaintenanceMode</c>: takes the disks of a node into use again.</summary>
[Cmdlet(VerbsLifecycle.Disable, "StorageMaintenanceMode")]
public sealed class DisableStorageMaintenanceModeCommand : StorageCmdlet
{
    /// <summary>The scale unit, from Get-StorageFaultDomain or Get-StorageScaleUnit.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public TwinInstance? InputObject { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public string? Model { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public string? Manufacturer { get; set; }

    /// <summary>The computers.</summary>
    [Parameter]
    public TwinCimSession? CimSession { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public SwitchParameter AsJob { get; set; }

    internal override IEnumerable<TwinCimSession> Sessions => CimSession is null ? [] : [CimSession];

    internal override void Answer()
    {
        if (InputObject is StorageScaleUnitInstance unit)
        {
            Attempt(unit.FriendlyName, () => Context.Call("disableStorageMaintenance", ("node", unit.FriendlyName)));
        }
        else
        {
            RefuseNotModelled("anything but a scale unit (a node with all its disks)");
        }
    }
}
