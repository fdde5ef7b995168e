using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Documents;
using RollingUpgrade.Native;

namespace RollingUpgrade.Commands;

/// <summary>Compare-ClusterInventory: says what differs between two inventories.</summary>
[Cmdlet(VerbsData.Compare, "ClusterInventory")]
[OutputType(typeof(InventoryDifference))]
[OutputType(typeof(bool))]
public sealed class CompareClusterInventoryCommand : ClusterCommandBase
{
    /// <summary>The earlier inventory: an object, or the path of a file.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNull]
    public InventorySource? ReferenceInventory { get; set; }

    /// <summary>The later inventory: an object, or the path of a file; without it the live cluster.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true)]
    [ValidateNotNull]
    public InventorySource? DifferenceInventory { get; set; }

    /// <summary>Leaves out a kind of subject, or a property of one, such as <c>role.owner</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Ignore { get; set; } = [];

    /// <summary>Leaves out what an upgrade explains: release, level, versions, ids, where roles are.</summary>
    [Parameter]
    public SwitchParameter Upgrade { get; set; }

    /// <summary>Puts out only whether the two are equal.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void Execute()
    {
        ClusterInventory before = ReferenceInventory!.Read(FullPath);
        ClusterInventory after = DifferenceInventory?.Read(FullPath) ?? Capture();
        using JsonDocument comparison = Ask(NativeFunction.Compare, new JsonObject
        {
            ["before"] = before.ToNode(),
            ["after"] = after.ToNode(),
            ["ignore"] = JsonReading.ToArray(Ignore),
        });
        InventoryDifference[] differences = comparison.RootElement.Items("differences")
            .Select(difference => new InventoryDifference(difference))
            .Where(difference => !Upgrade || !difference.Expected)
            .ToArray();
        if (Quiet)
        {
            WriteObject(differences.Length == 0);
        }
        else
        {
            WriteObject(differences, enumerateCollection: true);
        }
    }
}
