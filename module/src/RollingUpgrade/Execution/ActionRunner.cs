using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using RollingUpgrade.Documents;
using RollingUpgrade.Native;

namespace RollingUpgrade.Execution;

/// <summary>Carries out one task of the run and says what the call said.</summary>
internal sealed class ActionRunner
{
    private readonly ClusterCommands _commands;
    private readonly INodeSource _nodes;
    private readonly UserScripts _scripts;
    private readonly LeaseCommands _lease;

    internal ActionRunner(ClusterAccess cluster, UserScripts scripts)
    {
        _commands = cluster.Commands;
        _nodes = cluster.Nodes;
        _scripts = scripts;
        _lease = new LeaseCommands(cluster.Commands, cluster.Clock);
    }

    /// <summary>Where the run stands, for gates and hooks.</summary>
    internal JsonElement Status { get; set; }

    /// <summary>Gathers what a support case needs; null where nobody keeps it.</summary>
    internal EvidenceBundle? Evidence { get; set; }

    /// <summary>The last validation report of the session.</summary>
    private string? _report;

    /// <summary>What the task itself found out, as a part of the observation that follows.</summary>
    internal JsonObject Found { get; private set; } = [];

    /// <summary>The result for the run's event: <c>succeeded</c>, or <c>failed</c> with the error.</summary>
    internal JsonObject CarryOut(JsonElement task)
    {
        Found = [];
        JsonObject? error = task.Text("kind") switch
        {
            // The journal has it already: it is kept before it is carried out.
            "look" or "recordProfile" => null,
            "setClusterProperty" => SetProperty(
                new ClusterCommand(ClusterCommand.FailoverClusters, "Get-Cluster"),
                task.Text("name") ?? string.Empty,
                task.Number("value")),
            "setResourceTypeParameter" => new PrivateProperties(_commands).Write(
                PrivateProperties.ResourceType(task.Text("resourceType")), task.Text("name"), task.Number("value")),
            "setNodeWeight" => SetProperty(
                new ClusterCommand(ClusterCommand.FailoverClusters, "Get-ClusterNode").With("Name", task.Text("node")),
                "NodeWeight",
                task.Number("weight")),
            "setNetworkRole" => SetProperty(
                new ClusterCommand(ClusterCommand.FailoverClusters, "Get-ClusterNetwork")
                    .With("Name", task.Text("network")),
                "Role",
                task.Number("role")),
            "enableStorageMaintenance" => Maintain("Enable-StorageMaintenanceMode", task.Text("node")),
            "disableStorageMaintenance" => Maintain("Disable-StorageMaintenanceMode", task.Text("node")),
            "setOwners" => SetOwners(task),
            "install" => Install(task),
            "takeLease" or "renewLease" => _lease.Write(task),
            "releaseLease" => _lease.Release(),
            "runGate" => Scripted(() => AskGate((int)task.Number("number"))),
            "runHook" => Scripted(() => _scripts.Call(
                task.Text("point") ?? string.Empty, new RollingUpgradeProgress(Status, task.Text("node")))),
            "validateCluster" => Validate(task),
            "collectEvidence" => CollectEvidence(task),
            _ => Call(ActionCommands.Of(task) ?? throw new NotSupportedException(
                $"The module does not know the task {task.Text("kind")}; "
                + "library and module are of different versions.")),
        };
        return error is null
            ? new JsonObject { ["kind"] = "succeeded" }
            : new JsonObject { ["kind"] = "failed", ["error"] = error };
    }

    private JsonObject? Call(ClusterCommand command)
    {
        CommandOutcome outcome = _commands.Invoke(command);
        return outcome.Error is null ? null : ClusterErrors.Report(outcome.Error, command);
    }

    /// <summary>Sets a property of the object that a command reads, which writes through to the cluster.</summary>
    private JsonObject? SetProperty(ClusterCommand command, string name, long value)
    {
        CommandOutcome outcome = _commands.Invoke(command);
        if (outcome.Error is not null)
        {
            return ClusterErrors.Report(outcome.Error, command);
        }

        if (outcome.Objects.FirstOrDefault() is not { } item || item.Properties[name] is null)
        {
            return Refusal($"the cluster has no property {name}", "Set it by hand where the cluster has it.");
        }

        // What the run reads afterwards says whether it took.
        return _commands.SetProperty(command, item, name, value) is { } error
            ? ClusterErrors.Report(error, command)
            : null;
    }

    /// <summary>The disks of a node: its storage scale unit, piped to the cmdlet.</summary>
    private JsonObject? Maintain(string cmdlet, string? node)
    {
        ClusterCommand read = new ClusterCommand(ClusterCommand.Storage, "Get-StorageFaultDomain")
            .With("Type", "StorageScaleUnit");
        CommandOutcome units = _commands.Invoke(read);
        if (units.Error is not null)
        {
            return ClusterErrors.Report(units.Error, read);
        }

        PSObject? unit = units.Objects.FirstOrDefault(item =>
            string.Equals(item.Text("FriendlyName"), node, StringComparison.OrdinalIgnoreCase));
        return unit is null
            ? Refusal($"there is no storage scale unit {node}", "Check Get-StorageFaultDomain -Type StorageScaleUnit.")
            : Call(new ClusterCommand(ClusterCommand.Storage, cmdlet).From(unit));
    }

    private JsonObject? SetOwners(JsonElement task)
    {
        string? role = task.Text("role");
        if (task.Part("preferred") is not null)
        {
            return Call(Owners(task.Texts("preferred")).With("Group", role));
        }

        if (task.Part("possible") is null)
        {
            return null;
        }

        ClusterCommand readGroup = new ClusterCommand(ClusterCommand.FailoverClusters, "Get-ClusterGroup")
            .With("Name", role);
        CommandOutcome group = _commands.Invoke(readGroup);
        if (group.Error is not null || group.Objects.Count == 0)
        {
            return group.Error is null ? null : ClusterErrors.Report(group.Error, readGroup);
        }

        ClusterCommand readResources = new ClusterCommand(ClusterCommand.FailoverClusters, "Get-ClusterResource")
            .From(group.Objects[0], readGroup);
        CommandOutcome resources = _commands.Invoke(readResources);
        return resources.Error is not null
            ? ClusterErrors.Report(resources.Error, readResources)
            : resources.Objects
                .Select(resource => Call(Owners(task.Texts("possible")).With("Resource", resource.Text("Name"))))
                .FirstOrDefault(error => error is not null);
    }

    private static ClusterCommand Owners(string[] owners) =>
        new ClusterCommand(ClusterCommand.FailoverClusters, "Set-ClusterOwnerNode").With("Owners", owners);

    private void AskGate(int number)
    {
        string? closed = _scripts.Ask(number, new RollingUpgradeProgress(Status, node: null));
        Found["gate"] = closed is null
            ? new JsonObject { ["open"] = true }
            : new JsonObject { ["open"] = false, ["reason"] = closed };
    }

    private static JsonObject? Scripted(Action script)
    {
        try
        {
            script();
            return null;
        }
        catch (NativeException failure)
        {
            return Refusal(failure.Report.Message, failure.Report.Remedy, failure.Report.Win32);
        }
    }

    /// <summary>Validates; the line that sums it up is a constant of the report and is never translated.</summary>
    private JsonObject? Validate(JsonElement task)
    {
        ClusterCommand command = new ClusterCommand(ClusterCommand.FailoverClusters, "Test-Cluster")
            .With("Node", task.Texts("nodes")).With("Ignore", task.Texts("ignore")).MayBlock();
        CommandOutcome outcome = _commands.Invoke(command);
        if (outcome.Error is not null)
        {
            return ClusterErrors.Report(outcome.Error, command);
        }

        string? verdict = outcome.Warnings
            .SelectMany(text => text.Split('\r', '\n'))
            .LastOrDefault(line => line.EndsWith("Approved", StringComparison.Ordinal));
        if (verdict is not null)
        {
            Found["validation"] = verdict.Trim();
        }

        _report = outcome.Objects.FirstOrDefault()?.Text("FullName") ?? _report;

        return null;
    }

    private JsonObject? CollectEvidence(JsonElement task)
    {
        try
        {
            Found["evidence"] = Evidence?.Gather(task.Time("since") ?? default, Status, _report);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Refusal(error.Message.TrimEnd('.'), "Name a folder that can be written to with -EvidencePath.");
        }
    }

    private JsonObject? Install(JsonElement task)
    {
        try
        {
            _nodes.Install(new InstallRequest(
                task.Text("node") ?? string.Empty,
                task.Text("machine") ?? string.Empty,
                task.Text("release") ?? string.Empty,
                inPlace: task.Text("method") != "cleanEvict")
            {
                BootDisk = task.Text("bootDisk"),
                UntouchedDisks = task.Texts("untouchedDisks"),
            });
            return null;
        }
        catch (NativeException failure)
        {
            return Refusal(failure.Report.Message, failure.Report.Remedy, failure.Report.Win32);
        }
    }

    private static JsonObject Refusal(string message, string remedy, uint? code = null)
    {
        JsonObject report = new()
        {
            ["schema"] = "rolling-upgrade/error/1",
            ["id"] = "ClusterRefused",
            ["category"] = "InvalidOperation",
            ["message"] = message,
            ["remedy"] = remedy,
        };
        if (code is { } number)
        {
            report["win32"] = number;
        }

        return report;
    }
}
