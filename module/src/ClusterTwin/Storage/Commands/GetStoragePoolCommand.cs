using System.Management.Automation;
using ClusterTwin.Cim;
using ClusterTwin.Completion;
using ClusterTwin.Views;
using Microsoft.PowerShell.Cmdletization.GeneratedTypes.StoragePool;

namespace ClusterTwin.Storage;

/// <summary><c>Get-StoragePool</c>: storage pools, the primordial one among them.</summary>
[Cmdlet(VerbsCommon.Get, "StoragePool", DefaultParameterSetName = "ByFriendlyName")]
[OutputType("Microsoft.Management.Infrastructure.CimInstance#ROOT/Microsoft/Windows/Storage/MSFT_StoragePool")]
public sealed class GetStoragePoolCommand : StorageSessionCmdlet
{
    /// <summary>The friendly names; patterns match.</summary>
    [Parameter(ParameterSetName = "ByFriendlyName", Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(PoolNames))]
    public string[]? FriendlyName { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByFriendlyName", ValueFromPipelineByPropertyName = true)]
    [Parameter(ParameterSetName = "ByUsage", ValueFromPipelineByPropertyName = true)]
    [NotModelled]
    public Usage[]? Usage { get; set; }

    /// <summary>Whether the pool is one of disks that belong to none.</summary>
    [Parameter]
    public bool[]? IsPrimordial { get; set; }

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
    [Parameter(ParameterSetName = "ByUsage", ValueFromPipelineByPropertyName = true)]
    [NotModelled]
    public string[]? OtherUsageDescription { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByStorageJob", ValueFromPipeline = true)]
    [PSTypeName("Microsoft.Management.Infrastructure.CimInstance#MSFT_StorageJob")]
    [NotModelled]
    public TwinInstance? StorageJob { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByVolume", ValueFromPipeline = true)]
    [PSTypeName("Microsoft.Management.Infrastructure.CimInstance#MSFT_Volume")]
    [NotModelled]
    public TwinInstance? Volume { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByStorageTier", ValueFromPipeline = true)]
    [PSTypeName("Microsoft.Management.Infrastructure.CimInstance#MSFT_StorageTier")]
    [NotModelled]
    public TwinInstance? StorageTier { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByResiliencySetting", ValueFromPipeline = true)]
    [PSTypeName("Microsoft.Management.Infrastructure.CimInstance#MSFT_ResiliencySetting")]
    [NotModelled]
    public TwinInstance? ResiliencySetting { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByVirtualDisk", ValueFromPipeline = true)]
    [PSTypeName("Microsoft.Management.Infrastructure.CimInstance#MSFT_VirtualDisk")]
    [NotModelled]
    public TwinInstance? VirtualDisk { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByPhysicalDisk", ValueFromPipeline = true)]
    [PSTypeName("Microsoft.Management.Infrastructure.CimInstance#MSFT_PhysicalDisk")]
    [NotModelled]
    public TwinInstance? PhysicalDisk { get; set; }

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
        List<StoragePoolInstance> all =
            Read("storagePools", PoolView.Read, view => new StoragePoolInstance(Context, view));
        Write(Named(all, FriendlyName, "MSFT_StoragePool", pool => pool.FriendlyName)
            .Where(pool => IsPrimordial is null || IsPrimordial.Contains(pool.IsPrimordial))
            .Where(pool => Passes(HealthStatus, pool.HealthStatus)));
    }
}
