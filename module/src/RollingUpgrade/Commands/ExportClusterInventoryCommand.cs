using System.Management.Automation;
using RollingUpgrade.Documents;

namespace RollingUpgrade.Commands;

/// <summary>Export-ClusterInventory: reads a live cluster into an inventory.</summary>
[Cmdlet(VerbsData.Export, "ClusterInventory", SupportsShouldProcess = true)]
[OutputType(typeof(ClusterInventory))]
public sealed class ExportClusterInventoryCommand : ClusterCommandBase
{
    /// <summary>The file to write; without it the inventory is only put out.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <inheritdoc/>
    protected override void Execute()
    {
        ClusterInventory inventory = Capture();
        if (Path is not null)
        {
            string full = FullPath(Path);
            if (ShouldProcess(full, $"Write the inventory of {inventory.Cluster}"))
            {
                DocumentFile.Write(full, inventory.ToJson());
                inventory.Path = full;
            }
        }

        WriteObject(inventory);
    }
}
