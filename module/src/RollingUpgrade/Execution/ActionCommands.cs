using System.Text.Json;
using RollingUpgrade.Documents;
using static RollingUpgrade.Execution.ClusterCommand;

namespace RollingUpgrade.Execution;

/// <summary>Which cmdlet carries out which task: exactly the one that the core names beside it.</summary>
internal static class ActionCommands
{
    /// <summary>The command of a task; null where the task is more than one command or none.</summary>
    internal static ClusterCommand? Of(JsonElement task) => task.Text("kind") switch
    {
        "disableUpdatingRole" => Forced(Updating, "Disable-CauClusterRole"),
        "enableUpdatingRole" => Forced(Updating, "Enable-CauClusterRole"),
        "suspendNode" => Suspend(task),
        "resumeNode" => OfNode("Resume-ClusterNode", task).With("Failback", "NoFailback"),
        "moveRole" => Move(task),
        "moveSharedVolume" => new ClusterCommand(FailoverClusters, "Move-ClusterSharedVolume")
            .With("Name", task.Text("volume")).With("Node", task.Text("to")).MayBlock(),
        "evictNode" => OfNode("Remove-ClusterNode", task).With("Force", true).MayBlock(),
        "setFaultDomain" => OfNode("Set-ClusterFaultDomain", task).With("FaultDomain", task.Text("parent")),
        "addNode" => new ClusterCommand(FailoverClusters, "Add-ClusterNode")
            .With("Name", task.Text("machine")).MayBlock(),
        "checkFunctionalLevel" => new ClusterCommand(FailoverClusters, "Update-ClusterFunctionalLevel")
            .With("WhatIf", true).MayBlock(),
        "updateFunctionalLevel" => Forced(FailoverClusters, "Update-ClusterFunctionalLevel").MayBlock(),
        "updateStoragePool" => new ClusterCommand(Storage, "Update-StoragePool")
            .With("FriendlyName", task.Text("pool")).With("Confirm", false).MayBlock(),
        "shutDownVirtualMachine" => OfVirtualMachine("Stop-VM", task).MayBlock(),
        "updateVirtualMachineVersion" => OfVirtualMachine("Update-VMVersion", task).With("Confirm", false).MayBlock(),
        "startRole" => new ClusterCommand(FailoverClusters, "Start-ClusterGroup")
            .With("Name", task.Text("role")).With("Wait", 0),
        _ => null,
    };

    private static ClusterCommand Forced(string module, string name) =>
        new ClusterCommand(module, name).With("Force", true);

    private static ClusterCommand OfNode(string name, JsonElement task) =>
        new ClusterCommand(FailoverClusters, name).With("Name", task.Text("node"));

    private static ClusterCommand OfVirtualMachine(string name, JsonElement task) =>
        new ClusterCommand(HyperV, name).With("Name", task.Text("role")).With("ComputerName", task.Text("host"));

    private static ClusterCommand Suspend(JsonElement task)
    {
        ClusterCommand command = OfNode("Suspend-ClusterNode", task);
        return task.Flag("drain") ? command.With("Drain", true) : command;
    }

    private static ClusterCommand Move(JsonElement task)
    {
        string? migration = task.Text("migration");
        ClusterCommand command = migration == "failover"
            ? new ClusterCommand(FailoverClusters, "Move-ClusterGroup")
            : new ClusterCommand(FailoverClusters, "Move-ClusterVirtualMachineRole")
                .With("MigrationType", migration == "quick" ? "Quick" : "Live");
        return command.With("Name", task.Text("role")).With("Node", task.Text("to")).With("Wait", 0);
    }
}
