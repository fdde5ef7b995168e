using System.Management.Automation;

namespace ClusterTwin.Storage;

/// <summary><c>Enable-StorageMaintenanceMode</c>: takes the disks of a node out of use, once that is safe.</summary>
[Cmdlet(VerbsLifecycle.Enable, "StorageMaintenanceMode")]
public sealed class EnableStorageMaintenanceModeCommand : StorageMaintenanceCmdlet
{
    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public SwitchParameter IgnoreDetachedVirtualDisks { get; set; }

    /// <summary>Refused: the twin does not model it.</summary>
    [Parameter]
    [NotModelled]
    public bool ValidateVirtualDisksHealthy { get; set; }

    private protected override string Operation => "enableStorageMaintenance";
}
