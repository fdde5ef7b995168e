using System.Management.Automation;
using ClusterTwin.Cim;

namespace ClusterTwin.Storage;

/// <summary>What the stand-ins share that take the disks of a node out of use and into use again.</summary>
public abstract class StorageMaintenanceCmdlet : StorageCmdlet
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

    /// <summary>The twin's call.</summary>
    private protected abstract string Operation { get; }

    internal sealed override IEnumerable<TwinCimSession> Sessions => CimSession is null ? [] : [CimSession];

    internal sealed override void Answer()
    {
        if (InputObject is StorageScaleUnitInstance unit)
        {
            Attempt(unit.FriendlyName, () => Context.Call(Operation, ("node", unit.FriendlyName)));
        }
        else
        {
            RefuseNotModelled("anything but a scale unit (a node with all its disks)");
        }
    }
}
