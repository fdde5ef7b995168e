using System.Management.Automation;
using System.Text.Json.Nodes;
using RollingUpgrade.Execution;
using static RollingUpgrade.Execution.ClusterCommand;

namespace RollingUpgrade.Capture;

/// <summary>Private properties of the resources of VMs: how each is taken offline, and how it moves.</summary>
/// <remarks>Virtual Machine private properties (learn.microsoft.com, Windows Server failover clusters).</remarks>
internal sealed class MachineParameters
{
    /// <summary>DefaultMoveType: quick migration whatever the priority.</summary>
    private const string Quick = "1";

    private static readonly string[] OfflineActions = ["turnOff", "save", "shutDown", "shutDownForced"];
    private readonly Dictionary<string, string> _offlineActions = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, bool> _quick = new(StringComparer.OrdinalIgnoreCase);

    private MachineParameters()
    {
    }

    /// <summary>Reads them all in one pipeline, by the name of the role.</summary>
    internal static MachineParameters Read(CaptureContext context, IReadOnlyList<ResourceFacts> resources)
    {
        MachineParameters found = new();
        Dictionary<string, string> groups = new(StringComparer.OrdinalIgnoreCase);
        List<object> items = [];
        foreach (ResourceFacts resource in resources.Where(resource => resource.Type == "Virtual Machine"))
        {
            groups[resource.Name] = resource.Group;
            items.Add(resource.Item);
        }

        if (items.Count == 0)
        {
            return found;
        }

        ClusterCommand command = new ClusterCommand(FailoverClusters, "Get-ClusterParameter")
            .From(items, new ClusterCommand(FailoverClusters, "Get-ClusterResource"));
        foreach (PSObject parameter in context.Optional(command) ?? [])
        {
            found.Add(parameter, groups);
        }

        return found;
    }

    /// <summary>Puts them into the VM of a role.</summary>
    internal void Complete(JsonObject machine, string group)
    {
        if (_offlineActions.TryGetValue(group, out string? action))
        {
            machine["offlineAction"] = action;
        }

        if (_quick.TryGetValue(group, out bool quick))
        {
            machine["quickMigration"] = quick;
        }
    }

    private void Add(PSObject parameter, Dictionary<string, string> groups)
    {
        string? name = parameter.Text("Name");
        if (name is not ("OfflineAction" or "DefaultMoveType")
            || parameter.Text("ClusterObject") is not { } resource
            || !groups.TryGetValue(resource, out string? group))
        {
            return;
        }

        string? value = parameter.Text("Value");
        if (name == "DefaultMoveType")
        {
            _quick[group] = value == Quick;
        }
        else if (int.TryParse(value, out int number) && number >= 0 && number < OfflineActions.Length)
        {
            _offlineActions[group] = OfflineActions[number];
        }
    }
}
