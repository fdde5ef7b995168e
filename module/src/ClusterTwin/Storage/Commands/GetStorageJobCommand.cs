using System.Management.Automation;
using ClusterTwin.Cim;
using ClusterTwin.Views;

namespace ClusterTwin.Storage;

/// <summary><c>Get-StorageJob</c>: storage jobs that are running.</summary>
[Cmdlet(VerbsCommon.Get, "StorageJob", DefaultParameterSetName = "ByFriendlyName")]
[OutputType("Microsoft.Management.Infrastructure.CimInstance#ROOT/Microsoft/Windows/Storage/MSFT_StorageJob")]
public sealed class GetStorageJobCommand : StorageSessionCmdlet
{
    /// <summary>The names; patterns match.</summary>
    [Parameter(ParameterSetName = "ByFriendlyName")]
    [Parameter(ParameterSetName = "ByVirtualDisk")]
    [Parameter(ParameterSetName = "ByStoragePool")]
    public string[]? Name { get; set; }

    /// <summary>The states.</summary>
    [Parameter]
    public Microsoft.PowerShell.Cmdletization.GeneratedTypes.StorageJob.JobState[]? JobState { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByUniqueId", ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [NotModelled]
    public string[]? UniqueId { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByStoragePool", ValueFromPipeline = true)]
    [PSTypeName("Microsoft.Management.Infrastructure.CimInstance#MSFT_StoragePool")]
    [NotModelled]
    public TwinInstance? StoragePool { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByStoragePool", ValueFromPipeline = true)]
    [PSTypeName("Microsoft.Management.Infrastructure.CimInstance#MSFT_VirtualDisk")]
    [NotModelled]
    public TwinInstance? VirtualDisk { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByVolume", ValueFromPipeline = true)]
    [PSTypeName("Microsoft.Management.Infrastructure.CimInstance#MSFT_Volume")]
    [NotModelled]
    public TwinInstance? Volume { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "ByDisk", ValueFromPipeline = true)]
    [PSTypeName("Microsoft.Management.Infrastructure.CimInstance#MSFT_Disk")]
    [NotModelled]
    public TwinInstance? Disk { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter(ParameterSetName = "BySubsystem", ValueFromPipeline = true)]
    [PSTypeName("Microsoft.Management.Infrastructure.CimInstance#MSFT_StorageSubSystem")]
    [NotModelled]
    public TwinInstance? StorageSubsystem { get; set; }

    internal override void Answer()
    {
        List<StorageJobInstance> all =
            Read("storageJobs", StorageJobView.Read, view => new StorageJobInstance(Context, view));
        Write((Name is null ? all : Name.SelectMany(name => NamePattern.Select(all, name, job => job.Name)).Distinct())
            .Where(job => Passes(JobState, job.JobState)));
    }
}
