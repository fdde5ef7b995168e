using System.Management.Automation;

namespace ClusterTwin.Storage;

/// <summary><c>Disable-StorageMaintenanceMode</c>: takes the disks of a node into use again.</summary>
[Cmdlet(VerbsLifecycle.Disable, "StorageMaintenanceMode")]
public sealed class DisableStorageMaintenanceModeCommand : StorageMaintenanceCmdlet
{
    private protected override string Operation => "disableStorageMaintenance";
}
