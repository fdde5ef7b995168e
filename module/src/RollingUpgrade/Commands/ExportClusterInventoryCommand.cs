using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Documents;
using RollingUpgrade.Native;

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

    /// <summary>Other names, ids, addresses and paths, so that the inventory can be handed on.</summary>
    [Parameter]
    public SwitchParameter Anonymize { get; set; }

    /// <summary>Decides ids and addresses with -Anonymize: the same seed gives the same names.</summary>
    [Parameter]
    public ulong Seed { get; set; } = 1;

    /// <inheritdoc/>
    protected override void Execute()
    {
        ClusterInventory inventory = Capture();
        if (Anonymize)
        {
            inventory = Renamed(inventory);
        }

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

    private ClusterInventory Renamed(ClusterInventory inventory)
    {
        using JsonDocument renamed = Ask(
            NativeFunction.Anonymize, new JsonObject { ["inventory"] = inventory.ToNode(), ["seed"] = Seed });
        return new ClusterInventory(renamed.RootElement, path: null);
    }
}
