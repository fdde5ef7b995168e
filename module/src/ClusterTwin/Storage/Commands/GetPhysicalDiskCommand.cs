using System.Management.Automation;
using ClusterTwin.Cim;
using ClusterTwin.Views;
using Microsoft.PowerShell.Cmdletization.GeneratedTypes.PhysicalDisk;

namespace ClusterTwin.Storage;

/// <summary><c>Get-PhysicalDisk</c>: physical disks of the pools.</summary>
[Cmdlet(VerbsCommon.Get, "PhysicalDisk", DefaultParameterSetName = "ByUniqueId")]
[OutputType("Microsoft.Management.Infrastructure.CimInstance#ROOT/Microsoft/Windows/Storage/MSFT_PhysicalDisk")]
public sealed class GetPhysicalDiskCommand : StorageCmdlet
{
    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByUniqueId", ValueFromPipeline = true)]
    [Alias("Id")]
    [NotModelled]
    public string? UniqueId { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByUniqueId")]
    [Parameter(ParameterSetName = "ByObjectId")]
    [Parameter(ParameterSetName = "ByName")]
    [Parameter(ParameterSetName = "ByStorageSubsystem")]
    [Parameter(ParameterSetName = "ByStorageEnclosure")]
    [Parameter(ParameterSetName = "ByStorageNode")]
    [Parameter(ParameterSetName = "ByStoragePool")]
    [Parameter(ParameterSetName = "ByVirtualDisk")]
    [NotModelled]
    public PhysicalDiskUsage Usage { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByUniqueId")]
    [Parameter(ParameterSetName = "ByObjectId")]
    [Parameter(ParameterSetName = "ByName")]
    [Parameter(ParameterSetName = "ByStorageSubsystem")]
    [Parameter(ParameterSetName = "ByStorageEnclosure")]
    [Parameter(ParameterSetName = "ByStorageNode")]
    [Parameter(ParameterSetName = "ByStoragePool")]
    [Parameter(ParameterSetName = "ByVirtualDisk")]
    [NotModelled]
    public string? Description { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByUniqueId")]
    [Parameter(ParameterSetName = "ByObjectId")]
    [Parameter(ParameterSetName = "ByName")]
    [Parameter(ParameterSetName = "ByStorageSubsystem")]
    [Parameter(ParameterSetName = "ByStorageEnclosure")]
    [Parameter(ParameterSetName = "ByStorageNode")]
    [Parameter(ParameterSetName = "ByStoragePool")]
    [Parameter(ParameterSetName = "ByVirtualDisk")]
    [NotModelled]
    public string? Manufacturer { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByUniqueId")]
    [Parameter(ParameterSetName = "ByObjectId")]
    [Parameter(ParameterSetName = "ByName")]
    [Parameter(ParameterSetName = "ByStorageSubsystem")]
    [Parameter(ParameterSetName = "ByStorageEnclosure")]
    [Parameter(ParameterSetName = "ByStorageNode")]
    [Parameter(ParameterSetName = "ByStoragePool")]
    [Parameter(ParameterSetName = "ByVirtualDisk")]
    [NotModelled]
    public string? Model { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByUniqueId")]
    [Parameter(ParameterSetName = "ByObjectId")]
    [Parameter(ParameterSetName = "ByName")]
    [Parameter(ParameterSetName = "ByStorageSubsystem")]
    [Parameter(ParameterSetName = "ByStorageEnclosure")]
    [Parameter(ParameterSetName = "ByStorageNode")]
    [Parameter(ParameterSetName = "ByStoragePool")]
    [Parameter(ParameterSetName = "ByVirtualDisk")]
    [NotModelled]
    public bool CanPool { get; set; }

    /// <summary>The health.</summary>
    [Parameter(ParameterSetName = "ByUniqueId")]
    [Parameter(ParameterSetName = "ByObjectId")]
    [Parameter(ParameterSetName = "ByName")]
    [Parameter(ParameterSetName = "ByStorageSubsystem")]
    [Parameter(ParameterSetName = "ByStorageEnclosure")]
    [Parameter(ParameterSetName = "ByStorageNode")]
    [Parameter(ParameterSetName = "ByStoragePool")]
    [Parameter(ParameterSetName = "ByVirtualDisk")]
    public PhysicalDiskHealthStatus HealthStatus { get; set; }

    /// <summary>The computers.</summary>
    [Parameter]
    public TwinCimSession? CimSession { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByObjectId", ValueFromPipeline = true)]
    [Alias("PhysicalDiskObjectId")]
    [NotModelled]
    public string? ObjectId { get; set; }

    /// <summary>The friendly names; patterns match.</summary>
    [Parameter(ParameterSetName = "ByName", Position = 0, ValueFromPipeline = true)]
    public string? FriendlyName { get; set; }

    /// <summary>The serial number.</summary>
    [Parameter(ParameterSetName = "ByName", Position = 1, ValueFromPipeline = true)]
    public string? SerialNumber { get; set; }

    /// <summary>The object.</summary>
    [Parameter(ParameterSetName = "ByInputObject", Mandatory = true, ValueFromPipeline = true)]
    [PSTypeName("Microsoft.Management.Infrastructure.CimInstance#MSFT_PhysicalDisk")]
    public TwinInstance? InputObject { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByStorageSubsystem", Mandatory = true, ValueFromPipeline = true)]
    [PSTypeName("Microsoft.Management.Infrastructure.CimInstance#MSFT_StorageSubSystem")]
    [NotModelled]
    public TwinInstance? StorageSubsystem { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByStorageEnclosure", Mandatory = true, ValueFromPipeline = true)]
    [PSTypeName("Microsoft.Management.Infrastructure.CimInstance#MSFT_StorageEnclosure")]
    [NotModelled]
    public TwinInstance? StorageEnclosure { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByStorageNode", Mandatory = true, ValueFromPipeline = true)]
    [PSTypeName("Microsoft.Management.Infrastructure.CimInstance#MSFT_StorageNode")]
    [NotModelled]
    public TwinInstance? StorageNode { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByStorageNode")]
    [NotModelled]
    public SwitchParameter PhysicallyConnected { get; set; }

    /// <summary>The pool that they belong to; the primordial one knows all of them.</summary>
    [Parameter(ParameterSetName = "ByStoragePool", Mandatory = true, ValueFromPipeline = true)]
    [PSTypeName("Microsoft.Management.Infrastructure.CimInstance#MSFT_StoragePool")]
    public TwinInstance? StoragePool { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByVirtualDisk", Mandatory = true, ValueFromPipeline = true)]
    [PSTypeName("Microsoft.Management.Infrastructure.CimInstance#MSFT_VirtualDisk")]
    [NotModelled]
    public TwinInstance? VirtualDisk { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByVirtualDisk")]
    [NotModelled]
    public ulong VirtualRangeMin { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByVirtualDisk")]
    [NotModelled]
    public ulong VirtualRangeMax { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByVirtualDisk")]
    [NotModelled]
    public bool HasAllocations { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByVirtualDisk")]
    [NotModelled]
    public bool SelectedForUse { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByVirtualDisk")]
    [NotModelled]
    public SwitchParameter NoRedundancy { get; set; }

    internal override IEnumerable<TwinCimSession> Sessions => CimSession is null ? [] : [CimSession];

    internal override void Answer()
    {
        List<PhysicalDiskInstance> all =
            Read("physicalDisks", PhysicalDiskView.Read, view => new PhysicalDiskInstance(Context, view));
        all = OfPool(all, StoragePool, hasPrimordial: true);
        IEnumerable<PhysicalDiskInstance> found = InputObject is PhysicalDiskInstance input
            ? all.Where(disk => disk.SerialNumber == input.SerialNumber)
            : Named(all, FriendlyName is null ? null : [FriendlyName], "MSFT_PhysicalDisk", disk => disk.FriendlyName);
        Write(found
            .Where(disk => SerialNumber is null || NamePattern.Same(disk.SerialNumber, SerialNumber))
            .Where(disk => !IsBound(nameof(HealthStatus)) || Passes([HealthStatus], disk.HealthStatus)));
    }
}
