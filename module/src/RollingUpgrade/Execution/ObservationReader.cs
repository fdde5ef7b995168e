using System.Globalization;
using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Capture;
using RollingUpgrade.Documents;
using RollingUpgrade.Native;
using static RollingUpgrade.Execution.ClusterCommand;

namespace RollingUpgrade.Execution;

/// <summary>Reads what the run asked to see, with exactly the cmdlets that the core names, in that order.</summary>
internal sealed class ObservationReader
{
    /// <summary>StatusInformation of a group: it waits for its turn to move.</summary>
    private const long Queued = 4;

    /// <summary>StatusInformation of a node: isolated, or in quarantine.</summary>
    private const long Apart = 3;

    /// <summary>Properties of the cluster that a run may borrow, as the documents call them.</summary>
    private static readonly (string Property, string Field)[] Borrowable =
    [
        ("AutoBalancerMode", "autoBalancerMode"),
        ("SameSubnetThreshold", "sameSubnetThreshold"),
        ("MaximumParallelMigrations", "maximumParallelMigrations"),
    ];

    /// <summary>ClusterSharedVolumeState: redirected by the file system, or by the block.</summary>
    private static readonly long[] Redirected = [3, 4];
    private readonly ClusterCommands _commands;
    private readonly INodeSource _nodes;
    private readonly LeaseCommands _lease;
    private readonly StepQuestion _rules;
    private JsonObject _observed = [];

    internal ObservationReader(ClusterAccess cluster, StepQuestion rules)
    {
        _commands = cluster.Commands;
        _nodes = cluster.Nodes;
        _lease = new LeaseCommands(cluster.Commands, cluster.Clock);
        _rules = rules;
    }

    /// <summary>The functional level as it was read last; null before it was read.</summary>
    internal int? FunctionalLevel { get; private set; }

    /// <summary>An observation document; an error that kept something from being read is part of it.</summary>
    internal JsonObject Read(JsonElement observe)
    {
        _observed = [];
        switch (observe.Text("kind"))
        {
            case "everything":
                _ = ReadCluster() && ReadNodes(null) && ReadGroups(Command("Get-ClusterGroup"));
                break;
            case "cluster":
                ReadCluster();
                break;
            case "resourceTypeParameter":
                ReadParameter(observe.Text("resourceType"), observe.Text("name"));
                break;
            case "nodes":
                ReadNodes(null);
                break;
            case "node":
                ReadNodeAndItsGroups(observe.Text("node") ?? string.Empty);
                break;
            case "groups":
                ReadGroups(Command("Get-ClusterGroup").With("Name", observe.Texts("roles")));
                break;
            case "membership":
                ReadMembership(observe.Text("node") ?? string.Empty);
                break;
            case "owners":
                ReadOwners(observe.Texts("roles"));
                break;
            case "machine":
                _observed["machine"] = _nodes.Facts(observe.Text("machine") ?? string.Empty);
                break;
            case "storage":
                ReadStorage();
                break;
            case "lease":
                ReadLease();
                break;
            case "step":
                AskRules(observe.Text("moment") ?? string.Empty, observe.Text("node"));
                break;
            case "sharedVolumes":
                ReadSharedVolumes();
                break;
            case "criticalEvents":
                ReadCriticalEvents(observe.Text("since") ?? string.Empty);
                break;
            case "updatingRole":
                ReadUpdatingRole();
                break;
            case "virtualMachine":
                ReadVirtualMachine(observe.Text("role") ?? string.Empty);
                break;
            case "guest":
                ReadGuest(observe.Text("role") ?? string.Empty);
                break;
        }

        return _observed;
    }

    /// <summary>ClusterResourceState.</summary>
    private const long Online = 2;

    private static ClusterCommand Command(string name) => new(FailoverClusters, name);

    /// <summary>Objects of a reading cmdlet; null where it failed, which the observation then says.</summary>
    private IReadOnlyList<PSObject>? Objects(ClusterCommand command)
    {
        CommandOutcome outcome = _commands.Invoke(command);
        if (outcome.Error is null)
        {
            return outcome.Objects;
        }

        _observed["error"] ??= ClusterErrors.Report(outcome.Error, command);
        return null;
    }

    private bool ReadCluster()
    {
        if (Objects(Command("Get-Cluster")) is not { Count: > 0 } clusters)
        {
            return false;
        }

        PSObject cluster = clusters[0];
        FunctionalLevel = (int?)cluster.Number("ClusterFunctionalLevel");
        JsonObject observed = new()
        {
            ["name"] = cluster.Text("Name"),
            ["functionalLevel"] = FunctionalLevel ?? 0,
        };
        foreach ((string property, string field) in Borrowable)
        {
            if (cluster.Number(property) is { } value)
            {
                observed[field] = value;
            }
        }

        if (cluster.Number("LowerQuorumPriorityNodeId") is { } loser and not 0)
        {
            observed["lowerQuorumPriorityNodeId"] = loser;
        }

        _observed["cluster"] = observed;
        return true;
    }

    private bool ReadNodes(string? name)
    {
        ClusterCommand command = Command("Get-ClusterNode");
        if (Objects(name is null ? command : command.With("Name", name)) is not { } nodes)
        {
            return false;
        }

        _observed["nodes"] = Array(nodes.Select(Node));
        return true;
    }

    private static JsonObject Node(PSObject node) => new()
    {
        ["name"] = node.Text("Name"),
        ["state"] = ClusterNames.NodeState(node.Number("State")),
        ["drainStatus"] = node.Number("DrainStatus") ?? 0,
        ["build"] = node.Number("BuildNumber") ?? 0,
        ["status"] = (node.Number("StatusInformation") ?? 0) & Apart,
        ["id"] = int.TryParse(node.Text("Id"), out int id) ? id : null,
        ["weight"] = node.Number("NodeWeight"),
    };

    /// <summary>What is above a node, and what becomes of networks and affinity rules when one is evicted.</summary>
    private void ReadMembership(string name)
    {
        if (Objects(Command("Get-ClusterNode").With("Name", name)) is not { Count: > 0 } nodes
            || Objects(Command("Get-ClusterNetwork")) is not { } networks)
        {
            return;
        }

        JsonObject part = [];
        NodePart.FaultDomains(nodes[0], part);
        part["networks"] = Array(networks.Select(network => NetworkPart.Network(network, excluded: null)));

        // A cluster before 2022 has no such rules, and no cmdlet that answers.
        CommandOutcome rules = _commands.Invoke(Command("Get-ClusterAffinityRule"));
        if (rules.Error is null)
        {
            part["affinityRules"] = Array(rules.Objects.Select(AffinityPart.Rule).OfType<JsonObject>());
        }

        _observed["membership"] = part;
    }

    /// <summary>The owner lists of roles; a role that is not there any more is left out.</summary>
    private void ReadOwners(string[] roles)
    {
        PSObject[] groups = [.. roles.SelectMany(role =>
            _commands.Invoke(Command("Get-ClusterGroup").With("Name", role)).Objects)];
        _observed["owners"] = OwnerLists.Read(_commands, groups);
    }

    private void ReadNodeAndItsGroups(string name)
    {
        ClusterCommand read = Command("Get-ClusterNode").With("Name", name);
        if (Objects(read) is not { } nodes)
        {
            return;
        }

        _observed["nodes"] = Array(nodes.Select(Node));
        if (nodes.Count > 0)
        {
            ReadGroups(Command("Get-ClusterGroup").From(nodes[0], read));
        }
    }

    private bool ReadGroups(ClusterCommand command)
    {
        if (Objects(command) is not { } groups)
        {
            return false;
        }

        _observed["groups"] = Array(groups.Select(group => new JsonObject
        {
            ["name"] = group.Text("Name"),
            ["owner"] = group.Text("OwnerNode"),
            ["state"] = ClusterNames.RoleState(group.Number("State")),
            ["queued"] = ((group.Number("StatusInformation") ?? 0) & Queued) != 0,
        }));
        return true;
    }

    private void ReadStorage()
    {
        if (Objects(new ClusterCommand(Storage, "Get-VirtualDisk")) is not { } disks
            || Objects(new ClusterCommand(Storage, "Get-StorageJob")) is not { } jobs
            || Objects(new ClusterCommand(Storage, "Get-StoragePool").With("IsPrimordial", false)) is not { } pools)
        {
            return;
        }

        IEnumerable<JsonObject> unhealthy = disks
            .Select(disk => new JsonObject
            {
                ["name"] = disk.Text("FriendlyName"),
                ["health"] = ClusterNames.Health(disk),
                ["status"] = ClusterNames.DiskStatus(disk),
            })
            .Where(disk => (string?)disk["health"] != "healthy" || (string?)disk["status"] != "ok");
        _observed["storage"] = new JsonObject
        {
            ["unhealthy"] = Array(unhealthy),
            ["jobs"] = jobs.Count(job => job.Text("JobState") is not ("Completed" or "Succeeded")),
            ["pools"] = Array(pools.Select(pool => new JsonObject
            {
                ["name"] = pool.Text("FriendlyName"),
                ["version"] = pool.Text("Version"),
            })),
        };
    }

    private void ReadLease()
    {
        (JsonObject? error, JsonObject lease) = _lease.Read();
        if (error is null)
        {
            _observed["lease"] = lease;
        }
        else
        {
            _observed["error"] = error;
        }
    }

    /// <summary>A private property of a resource type; 0 where the type does not have it.</summary>
    private void ReadParameter(string? resourceType, string? name)
    {
        (JsonObject? error, string? value) =
            new PrivateProperties(_commands).Read(PrivateProperties.ResourceType(resourceType), name);
        if (error is not null)
        {
            _observed["error"] = error;
        }
        else if (long.TryParse(value ?? "0", NumberStyles.Integer, CultureInfo.InvariantCulture, out long number))
        {
            _observed["parameter"] = number;
        }
    }

    private void AskRules(string moment, string? node)
    {
        try
        {
            _observed["findings"] = _rules.Ask(moment, node);
        }
        catch (NativeException failure)
        {
            _observed["error"] = ClusterErrors.Report(failure);
        }
    }

    private void ReadSharedVolumes()
    {
        if (Objects(Command("Get-ClusterSharedVolume")) is not { } volumes)
        {
            return;
        }

        IReadOnlyList<PSObject>? states =
            volumes.Count == 0 ? [] : Objects(Command("Get-ClusterSharedVolumeState"));
        if (states is null)
        {
            return;
        }

        HashSet<string?> redirected = new(
            states
                .Where(state => Redirected.Contains(state.Number("StateInfo") ?? 0))
                .Select(state => state.Text("Name")),
            StringComparer.OrdinalIgnoreCase);
        _observed["sharedVolumes"] = Array(volumes.Select(volume => new JsonObject
        {
            ["name"] = volume.Text("Name"),
            ["online"] = volume.Number("State") == Online,
            ["redirected"] = redirected.Contains(volume.Text("Name")),
            ["owner"] = volume.Text("OwnerNode"),
        }));
    }

    private void ReadCriticalEvents(string since)
    {
        if (Objects(Command("Get-ClusterNode")) is { } nodes)
        {
            string[] names = nodes.Select(node => node.Text("Name") ?? string.Empty).ToArray();
            _observed["criticalEvents"] = _nodes.CriticalEvents(names, since);
        }
    }

    private void ReadUpdatingRole()
    {
        CommandOutcome outcome = _commands.Invoke(new ClusterCommand(Updating, "Get-CauClusterRole"));
        if (outcome.Error is null && UpdatingRole.IsOnline(outcome.Objects) is { } online)
        {
            _observed["updatingRoleEnabled"] = online;
        }
    }

    /// <summary>A VM, and whether its guest answers.</summary>
    private void ReadGuest(string role)
    {
        if (ReadVirtualMachine(role) is not { } machine || _observed["virtualMachine"] is not JsonObject guest)
        {
            return;
        }

        if (ClusterNames.Heartbeat(machine.Number("Heartbeat")) is { } beats)
        {
            guest["heartbeat"] = beats;
        }

        if (_nodes.Answers(role, machine) is { } answers)
        {
            guest["answers"] = answers;
        }
    }

    private PSObject? ReadVirtualMachine(string role)
    {
        if (!ReadGroups(Command("Get-ClusterGroup").With("Name", role))
            || _observed["groups"]?[0]?["owner"]?.GetValue<string>() is not { } owner)
        {
            return null;
        }

        ClusterCommand command = new ClusterCommand(HyperV, "Get-VM").With("Name", role).With("ComputerName", owner);
        if (Objects(command) is not { Count: > 0 } machines)
        {
            return null;
        }

        _observed["virtualMachine"] = new JsonObject
        {
            ["name"] = role,
            ["host"] = owner,
            ["state"] = ClusterNames.VirtualMachineState(machines[0].Number("State")),
            ["version"] = machines[0].Text("Version"),
        };
        return machines[0];
    }

    private static JsonArray Array(IEnumerable<JsonObject> items) => new(items.ToArray<JsonNode?>());
}
