using System.Management.Automation;
using ClusterTwin.Cim;
using ClusterTwin.Completion;
using ClusterTwin.Views;
using Microsoft.PowerShell.Cmdletization.GeneratedTypes.VirtualDisk;

namespace ClusterTwin.Storage;

/// <summary><c>Get-VirtualDisk</c>: virtual disks.</summary>
[Cmdlet(VerbsCommon.Get, "VirtualDisk", DefaultParameterSetName = "ByFriendlyName")]
[OutputType("Microsoft.Management.Infrastructure.CimInstance#ROOT/Microsoft/Windows/Storage/MSFT_VirtualDisk")]
public sealed class GetVirtualDiskCommand : StorageSessionCmdlet
{
    /// <summary>The friendly names; patterns match.</summary>
    [Parameter(ParameterSetName = "ByFriendlyName", Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(VirtualDiskNames))]
    public string[]? FriendlyName { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public Usage[]? Usage { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public string[]? OtherUsageDescription { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public bool[]? IsSnapshot { get; set; }

    /// <summary>The health.</summary>
    [Parameter]
    public HealthStatus[]? HealthStatus { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByUniqueId", ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [NotModelled]
    public string[]? UniqueId { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByName", ValueFromPipelineByPropertyName = true)]
    [NotModelled]
    public string[]? Name { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByStorageJob", ValueFromPipeline = true)]
    [PSTypeName("Microsoft.Management.Infrastructure.CimInstance#MSFT_StorageJob")]
    [NotModelled]
    public TwinInstance? StorageJob { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByTargetVirtualDisk")]
    [PSTypeName("Microsoft.Management.Infrastructure.CimInstance#MSFT_VirtualDisk")]
    [NotModelled]
    public TwinInstance? TargetVirtualDisk { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "BySourceVirtualDisk")]
    [PSTypeName("Microsoft.Management.Infrastructure.CimInstance#MSFT_VirtualDisk")]
    [NotModelled]
    public TwinInstance? SourceVirtualDisk { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByTargetPort", ValueFromPipeline = true)]
    [PSTypeName("Microsoft.Management.Infrastructure.CimInstance#MSFT_TargetPort")]
    [NotModelled]
    public TwinInstance? TargetPort { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByInitiatorId", ValueFromPipeline = true)]
    [PSTypeName("Microsoft.Management.Infrastructure.CimInstance#MSFT_InitiatorId")]
    [NotModelled]
    public TwinInstance? InitiatorId { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByMaskingSet", ValueFromPipeline = true)]
    [PSTypeName("Microsoft.Management.Infrastructure.CimInstance#MSFT_MaskingSet")]
    [NotModelled]
    public TwinInstance? MaskingSet { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByInitiatorPort", ValueFromPipeline = true)]
    [PSTypeName("Microsoft.Management.Infrastructure.CimInstance#MSFT_InitiatorPort")]
    [NotModelled]
    public TwinInstance? InitiatorPort { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByDisk", ValueFromPipeline = true)]
    [PSTypeName("Microsoft.Management.Infrastructure.CimInstance#MSFT_Disk")]
    [NotModelled]
    public TwinInstance? Disk { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByStorageTier", ValueFromPipeline = true)]
    [PSTypeName("Microsoft.Management.Infrastructure.CimInstance#MSFT_StorageTier")]
    [NotModelled]
    public TwinInstance? StorageTier { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByPhysicalDisk", ValueFromPipeline = true)]
    [PSTypeName("Microsoft.Management.Infrastructure.CimInstance#MSFT_PhysicalDisk")]
    [NotModelled]
    public TwinInstance? PhysicalDisk { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByPhysicalDisk")]
    [NotModelled]
    public ulong PhysicalRangeMin { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByPhysicalDisk")]
    [NotModelled]
    public ulong PhysicalRangeMax { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByPhysicalDisk")]
    [NotModelled]
    public SwitchParameter NoRedundancy { get; set; }

    /// <summary>The pool that they lie in.</summary>
    [Parameter(ParameterSetName = "ByStoragePool", ValueFromPipeline = true)]
    [PSTypeName("Microsoft.Management.Infrastructure.CimInstance#MSFT_StoragePool")]
    public TwinInstance? StoragePool { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByStorageNode", ValueFromPipeline = true)]
    [PSTypeName("Microsoft.Management.Infrastructure.CimInstance#MSFT_StorageNode")]
    [NotModelled]
    public TwinInstance? StorageNode { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByStorageSubSystem", ValueFromPipeline = true)]
    [PSTypeName("Microsoft.Management.Infrastructure.CimInstance#MSFT_StorageSubSystem")]
    [NotModelled]
    public TwinInstance? StorageSubSystem { get; set; }

    internal override void Answer()
    {
        List<VirtualDiskInstance> all =
            Read("virtualDisks", VirtualDiskView.Read, view => new VirtualDiskInstance(Context, view));
        all = OfPool(all, StoragePool, hasPrimordial: false);
        Write(Named(all, FriendlyName, "MSFT_VirtualDisk", disk => disk.FriendlyName)
            .Where(disk => Passes(HealthStatus, disk.HealthStatus)));
    }
}
