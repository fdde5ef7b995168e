using System.Management.Automation;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Documents;
using RollingUpgrade.Errors;
using RollingUpgrade.Native;
using RollingUpgrade.Twins;

namespace RollingUpgrade.Commands;

/// <summary>New-ClusterTwin: makes a simulated cluster from an inventory.</summary>
[Cmdlet(VerbsCommon.New, "ClusterTwin", DefaultParameterSetName = PathSet)]
[OutputType(typeof(ClusterTwin))]
public sealed class NewClusterTwinCommand : RollingUpgradeCommand
{
    private const string PathSet = "Path";
    private const string InventorySet = "Inventory";
    private const string StateSet = "State";

    /// <summary>A file with an inventory.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PathSet)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = string.Empty;

    /// <summary>An inventory, such as Export-ClusterInventory puts out.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InventorySet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public ClusterInventory? Inventory { get; set; }

    /// <summary>A file with the state of a twin, such as Export-ClusterTwin writes.</summary>
    [Parameter(Mandatory = true, ParameterSetName = StateSet)]
    [ValidateNotNullOrEmpty]
    public string State { get; set; } = string.Empty;

    /// <summary>A file with a simulation: dirty rates, install times, faults.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = InventorySet)]
    [ValidateNotNullOrEmpty]
    public string? Simulation { get; set; }

    /// <summary>The seed of everything that chance decides: the same seed gives the same twin.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = InventorySet)]
    public ulong Seed { get; set; }

    /// <summary>
    /// How many virtual seconds pass in a second of the wall clock; without it virtual time moves by calls only.
    /// </summary>
    [Parameter]
    [ValidateRange(1u, 86400u)]
    public uint ClockSpeed { get; set; }

    /// <inheritdoc/>
    protected override void Execute()
    {
        ClusterTwin twin = new(ParameterSetName == StateSet ? Load() : Create());
        TwinList.Add(twin);
        WriteObject(twin);
    }

    private Twin Load()
    {
        string full = FullPath(State);
        try
        {
            return Twin.Load(JsonNode.Parse(DocumentFile.Read(full)) ?? new JsonObject(), this);
        }
        catch (JsonException error)
        {
            throw Failures.StateNotJson(full, error);
        }
    }

    private Twin Create()
    {
        byte[] document = Inventory is null
            ? DocumentFile.Read(FullPath(Path))
            : Encoding.UTF8.GetBytes(Inventory.ToJson());
        return Twin.Create(document, ReadSimulation(), Seed, this, ClockSpeed);
    }

    private JsonNode? ReadSimulation()
    {
        if (Simulation is null)
        {
            return null;
        }

        using JsonDocument simulation = DocumentConversion.Read("simulation", FullPath(Simulation), this);
        return simulation.RootElement.ToNode();
    }
}
