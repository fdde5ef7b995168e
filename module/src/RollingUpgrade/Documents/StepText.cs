using System.Text.Json;

namespace RollingUpgrade.Documents;

/// <summary>Says a step of a plan in words: what is done, and to what.</summary>
internal static class StepText
{
    /// <summary>What the step does, with the cmdlet where it is one.</summary>
    internal static string Action(JsonElement task) => task.Text("kind") switch
    {
        "borrowSetting" => $"Set {task.Text("name")} to {task.Number("value")} for the run",
        "restoreSetting" => $"Restore {task.Text("name")}",
        "disableUpdatingRole" => "Disable-CauClusterRole",
        "enableUpdatingRole" => "Enable-CauClusterRole",
        "pauseNode" => "Suspend-ClusterNode",
        "moveRole" => $"Move ({task.Text("migration")}) from {task.Text("from")} to {task.Text("to")}",
        "moveSharedVolume" => $"Move-ClusterSharedVolume from {task.Text("from")} to {task.Text("to")}",
        "drainNode" => "Suspend-ClusterNode -Drain",
        "enableStorageMaintenance" => "Enable-StorageMaintenanceMode",
        "evictNode" => "Remove-ClusterNode",
        "installNode" => $"Install {task.Text("release")} ({task.Text("method")})",
        "addNode" => "Add-ClusterNode",
        "resumeNode" => "Resume-ClusterNode",
        "disableStorageMaintenance" => "Disable-StorageMaintenanceMode",
        "awaitStorageRepair" => "Wait for storage repair",
        "restoreOwners" => "Restore owner lists",
        "verifyNode" => "Verify",
        "soak" => $"Soak for {task.Number("seconds")} s",
        "awaitCommit" => "Wait for -Commit",
        "checkFunctionalLevel" => "Update-ClusterFunctionalLevel -WhatIf",
        "raiseFunctionalLevel" => $"Update-ClusterFunctionalLevel to {task.Number("level")}",
        "updateStoragePool" => "Update-StoragePool",
        "raiseVirtualMachineVersion" => $"Update-VMVersion {task.Text("from")} to {task.Text("to")}"
            + (task.Flag("running") ? ", guest shut down and started" : string.Empty),
        { } other => other,
        null => string.Empty,
    };

    /// <summary>What the step does it to; empty where it is the whole cluster.</summary>
    internal static string Target(JsonElement task) =>
        task.Text("role")
        ?? (task.Text("kind") == "installNode" ? task.Text("machine") : task.Text("node"))
        ?? task.Text("machine")
        ?? task.Text("pool")
        ?? task.Text("volume")
        ?? string.Empty;
}
