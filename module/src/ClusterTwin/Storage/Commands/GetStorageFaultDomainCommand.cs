using System.Management.Automation;
using ClusterTwin.Cim;
using ClusterTwin.Views;
using Microsoft.PowerShell.Cmdletization.GeneratedTypes.StorageFaultDomain;

namespace ClusterTwin.Storage;

/// <summary><c>Get-StorageFaultDomain</c>: the nodes of Storage Spaces Direct, and their disks.</summary>
[Cmdlet(VerbsCommon.Get, "StorageFaultDomain", DefaultParameterSetName = "EnumerateFaultDomains")]
public sealed class GetStorageFaultDomainCommand : StorageCmdlet
{
    /// <summary>The type.</summary>
    [Parameter]
    public StorageFaultDomainType Type { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public string? PhysicalLocation { get; set; }

    /// <summary>The computers.</summary>
    [Parameter]
    public TwinCimSession? CimSession { get; set; }

    /// <summary>The fault domain to look in.</summary>
    [Parameter(ParameterSetName = "ByStorageFaultDomain", Mandatory = true, ValueFromPipeline = true)]
    public TwinInstance? StorageFaultDomain { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByStorageSubsystem", Mandatory = true, ValueFromPipeline = true)]
    [PSTypeName("Microsoft.Management.Infrastructure.CimInstance#MSFT_StorageSubSystem")]
    [NotModelled]
    public TwinInstance? StorageSubsystem { get; set; }

    internal override IEnumerable<TwinCimSession> Sessions => CimSession is null ? [] : [CimSession];

    /// <summary>All disks, or those of one node.</summary>
    private void WriteDisks()
    {
        string? node = (StorageFaultDomain as StorageScaleUnitInstance)?.FriendlyName;
        List<PhysicalDiskInstance> disks =
            Read("physicalDisks", PhysicalDiskView.Read, view => new PhysicalDiskInstance(Context, view));
        Write(disks.Where(disk => node is null || NamePattern.Same(disk.PhysicalLocation, node)));
    }

    internal override void Answer()
    {
        bool any = !IsBound(nameof(Type));
        if (!any && Type is not (StorageFaultDomainType.StorageScaleUnit or StorageFaultDomainType.PhysicalDisk))
        {
            RefuseNotModelled($"fault domains of the type {Type}");
        }

        if (any || Type == StorageFaultDomainType.PhysicalDisk)
        {
            WriteDisks();
        }

        if ((any || Type == StorageFaultDomainType.StorageScaleUnit) && StorageFaultDomain is null)
        {
            Write(ReadScaleUnits());
        }
    }
}
