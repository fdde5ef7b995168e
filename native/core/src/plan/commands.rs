//! The commands of Microsoft's for each task, what to expect of them, and how to take them back.

use super::{BorrowedSetting, Method, Migration, Task};
use crate::model::NodeName;

/// What a person does for a task.
pub(super) struct Instruction {
    /// Commands, one a line; empty where a person has to act at the machine.
    pub(super) commands: Vec<String>,
    /// What to see afterwards.
    pub(super) expected: String,
    /// How to take it back.
    pub(super) back: String,
}

const NOTHING_TO_TAKE_BACK: &str = "nothing to take back; it only looks.";

/// What a person does for a task.
pub(super) fn instruction(task: &Task) -> Instruction {
    match task {
        Task::BorrowSetting { .. }
        | Task::RestoreSetting { .. }
        | Task::DisableUpdatingRole
        | Task::EnableUpdatingRole
        | Task::AwaitCommit
        | Task::CheckFunctionalLevel
        | Task::RaiseFunctionalLevel { .. }
        | Task::MoveSharedVolume { .. }
        | Task::UpdateStoragePool { .. } => of_cluster(task),
        Task::MoveRole { .. } | Task::RestoreOwners { .. } | Task::RaiseVirtualMachineVersion { .. } => of_role(task),
        _ => of_node(task),
    }
}

fn told(commands: &[String], expected: impl Into<String>, back: impl Into<String>) -> Instruction {
    Instruction { commands: commands.to_vec(), expected: expected.into(), back: back.into() }
}

/// A name as PowerShell reads it literally.
fn quoted(name: &str) -> String {
    format!("'{}'", name.replace('\'', "''"))
}

fn of_cluster(task: &Task) -> Instruction {
    match task {
        Task::BorrowSetting { name, value } => borrow(*name, *value),
        Task::RestoreSetting { name } => restore(*name),
        Task::DisableUpdatingRole => told(
            &["Get-CauRun".to_owned(), "Disable-CauClusterRole -Force".to_owned()],
            "`Get-CauRun` shows RunNotInProgress; the role is Offline.",
            "`Enable-CauClusterRole -Force`",
        ),
        Task::EnableUpdatingRole => {
            told(&["Enable-CauClusterRole -Force".to_owned()], "the role is Online.", "`Disable-CauClusterRole -Force`")
        }
        Task::CheckFunctionalLevel => told(
            &["Update-ClusterFunctionalLevel -WhatIf".to_owned()],
            "no error; nothing is changed.",
            NOTHING_TO_TAKE_BACK,
        ),
        Task::RaiseFunctionalLevel { level } => told(
            &["Update-ClusterFunctionalLevel".to_owned()],
            format!("`(Get-Cluster).ClusterFunctionalLevel` shows {level}."),
            "none. Only an authoritative restore of a System State backup on a node of the old release.",
        ),
        Task::MoveSharedVolume { volume, from, to } => {
            let volume = quoted(volume);
            let command =
                |node: &NodeName| format!("Move-ClusterSharedVolume -Name {volume} -Node {}", quoted(node.as_str()));
            told(&[command(to)], format!("OwnerNode {to}, State Online."), format!("`{}`", command(from)))
        }
        Task::UpdateStoragePool { pool } => told(
            &[format!("Get-StoragePool -FriendlyName {} | Update-StoragePool", quoted(pool))],
            "the pool has the version of the new release and is Healthy.",
            "none.",
        ),
        _ => told(
            &[],
            "the change board agrees that everything after this has no way back.",
            "without the commitment the cluster stays in mixed mode, for four weeks at most.",
        ),
    }
}

fn resource_type(name: &str) -> String {
    format!("Get-ClusterResourceType -Name {}", quoted(name))
}

fn borrow(name: BorrowedSetting, value: u64) -> Instruction {
    let Some(of) = name.resource_type().map(resource_type) else {
        return told(
            &[format!("$old = (Get-Cluster).{name}"), format!("(Get-Cluster).{name} = {value}")],
            format!("`(Get-Cluster).{name}` shows {value}; the old value is written down."),
            format!("`(Get-Cluster).{name} = $old`"),
        );
    };
    told(
        &[format!("{of} | Set-ClusterParameter -Name {name} -Value {value} -Create")],
        format!("`{of} | Get-ClusterParameter` shows {name} with {value}."),
        format!("`{of} | Set-ClusterParameter -Name {name} -Value 0`"),
    )
}

fn restore(name: BorrowedSetting) -> Instruction {
    let (command, shown) = match name.resource_type().map(resource_type) {
        Some(of) => (
            format!("{of} | Set-ClusterParameter -Name {name} -Value 0"),
            format!("`{of} | Get-ClusterParameter` shows {name} with the value from before."),
        ),
        None => {
            (format!("(Get-Cluster).{name} = $old"), format!("`(Get-Cluster).{name}` shows the value from before."))
        }
    };
    told(&[command], shown, "set it again.")
}

fn of_role(task: &Task) -> Instruction {
    match task {
        Task::MoveRole { role, from, to, migration, .. } => {
            let name = quoted(role.as_str());
            let command = |node: &NodeName| match migration {
                Migration::Live => {
                    let node = quoted(node.as_str());
                    format!("Move-ClusterVirtualMachineRole -Name {name} -Node {node} -MigrationType Live")
                }
                Migration::Quick => {
                    let node = quoted(node.as_str());
                    format!("Move-ClusterVirtualMachineRole -Name {name} -Node {node} -MigrationType Quick")
                }
                Migration::Failover => format!("Move-ClusterGroup -Name {name} -Node {}", quoted(node.as_str())),
            };
            let expected = match migration {
                Migration::Live => format!("OwnerNode {to}, State Online; no ping is lost for more than a moment."),
                Migration::Quick => format!("OwnerNode {to}; the VM was saved meanwhile, and is as it was before."),
                Migration::Failover => format!("OwnerNode {to}, State Online; clients have connected again."),
            };
            told(&[command(to)], expected, format!("`{}`", command(from)))
        }
        Task::RestoreOwners { roles, .. } => {
            let mut commands = Vec::new();
            for lists in roles {
                let group = quoted(lists.role.as_str());
                let names =
                    |nodes: &[NodeName]| nodes.iter().map(|node| quoted(node.as_str())).collect::<Vec<_>>().join(",");
                if !lists.preferred.is_empty() {
                    commands.push(format!("Set-ClusterOwnerNode -Group {group} -Owners {}", names(&lists.preferred)));
                }
                if !lists.possible.is_empty() {
                    let owners = names(&lists.possible);
                    commands.push(format!(
                        "Get-ClusterGroup -Name {group} | Get-ClusterResource | Set-ClusterOwnerNode -Owners {owners}"
                    ));
                }
            }
            let shown = "`Get-ClusterOwnerNode` shows the lists from before, in their order.";
            told(&commands, shown, "set the lists again.")
        }
        Task::RaiseVirtualMachineVersion { role, to, running, .. } => {
            let name = quoted(role.as_str());
            let mut commands = vec![format!("Update-VMVersion -Name {name} -Force")];
            if *running {
                commands.insert(0, format!("Stop-VM -Name {name}"));
                commands.push(format!("Start-VM -Name {name}"));
            }
            told(&commands, format!("`Get-VM` shows version {to}."), "none. Restore the VM from a backup.")
        }
        _ => told(&[], "", ""),
    }
}

fn of_node(task: &Task) -> Instruction {
    match task {
        Task::PauseNode { node } => told(
            &[format!("Suspend-ClusterNode -Name {}", quoted(node.as_str()))],
            "State Paused.",
            format!("`Resume-ClusterNode -Name {} -Failback NoFailback`", quoted(node.as_str())),
        ),
        Task::DrainNode { node } => told(
            &[
                format!("Suspend-ClusterNode -Name {} -Drain -Wait", quoted(node.as_str())),
                format!("Get-ClusterGroup | Where-Object {{ $_.OwnerNode -eq {} }}", quoted(node.as_str())),
            ],
            "DrainStatus Completed, and no group is listed.",
            format!("`Resume-ClusterNode -Name {} -Failback NoFailback`", quoted(node.as_str())),
        ),
        Task::ResumeNode { node } => told(
            &[format!("Resume-ClusterNode -Name {} -Failback NoFailback", quoted(node.as_str()))],
            "State Up; no role fails back.",
            format!("`Suspend-ClusterNode -Name {}`", quoted(node.as_str())),
        ),
        Task::EvictNode { node } => told(
            &[format!("Remove-ClusterNode -Name {}", quoted(node.as_str()))],
            format!("`Get-ClusterNode` lists {node} no longer; the cluster has quorum."),
            format!("`Add-ClusterNode -Name {} -NoStorage`, with the old release.", quoted(node.as_str())),
        ),
        Task::AddNode { machine } => told(
            &[format!("Add-ClusterNode -Name {} -NoStorage", quoted(machine.as_str()))],
            "run on a node of the new release: State Up. The functional level is still the old one.",
            format!("drain it and `Remove-ClusterNode -Name {}`", quoted(machine.as_str())),
        ),
        Task::InstallNode { node, machine, release, method } => install(node, machine, release.short_name(), *method),
        Task::EnableStorageMaintenance { node } => maintenance(node, true),
        Task::DisableStorageMaintenance { node } => maintenance(node, false),
        Task::Soak { seconds, .. } => told(
            &[format!("Start-Sleep -Seconds {seconds}"), "Get-ClusterGroup | Where-Object State -ne Online".to_owned()],
            "no group is listed that was Online before, and the owners of the VMs there are content.",
            NOTHING_TO_TAKE_BACK,
        ),
        Task::AwaitStorageRepair => told(
            &["Get-StorageJob".to_owned(), "Get-VirtualDisk".to_owned()],
            "no job is listed, and every virtual disk is OK and Healthy.",
            NOTHING_TO_TAKE_BACK,
        ),
        Task::VerifyNode { .. } => told(
            &["Get-ClusterNode".to_owned(), "Get-ClusterGroup | Where-Object { $_.State -ne 'Online' }".to_owned()],
            "every node is Up, and no group is listed that was Online before.",
            NOTHING_TO_TAKE_BACK,
        ),
        _ => told(&[], "the wait is over.", NOTHING_TO_TAKE_BACK),
    }
}

fn install(node: &NodeName, machine: &NodeName, release: &str, method: Method) -> Instruction {
    let back = match method {
        Method::InPlaceKeep => "roll the upgrade back from the setup program, or install the old release and add it.",
        Method::CleanEvict | Method::InPlaceEvict => "install the old release and add it; the level is not raised.",
    };
    let commands = match method {
        Method::CleanEvict => vec![
            "Install-WindowsFeature -Name Hyper-V,Failover-Clustering,Multipath-IO -IncludeManagementTools -Restart"
                .to_owned(),
        ],
        Method::InPlaceEvict | Method::InPlaceKeep => {
            vec!["setup.exe /auto upgrade /dynamicupdate disable".to_owned()]
        }
    };
    let expected = format!(
        "{machine} runs {release} with the name, domain, switches, networks, storage paths and settings of {node}."
    );
    told(&commands, expected, back)
}

fn maintenance(node: &NodeName, on: bool) -> Instruction {
    let command = |verb: &str| {
        format!(
            "Get-StorageFaultDomain -Type StorageScaleUnit | Where-Object FriendlyName -eq {} | \
             {verb}-StorageMaintenanceMode",
            quoted(node.as_str())
        )
    };
    let (now, other, state) =
        if on { ("Enable", "Disable", "In Maintenance Mode") } else { ("Disable", "Enable", "OK") };
    let expected = format!("`Get-PhysicalDisk` shows the disks of {node} as {state}.");
    told(&[command(now)], expected, format!("`{}`", command(other)))
}
