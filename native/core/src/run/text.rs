//! Steps and actions in words: what a person reads, and the command that Microsoft's modules have for it.

use super::{ActionTask, LEASE_PROPERTY};
use crate::model::NodeName;
use crate::plan::{Method, Migration, Task};

/// Quotes a name for PowerShell where it needs quotes.
fn quoted(name: &str) -> String {
    let plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    if plain { name.to_owned() } else { format!("'{}'", name.replace('\'', "''")) }
}

fn list(names: &[NodeName]) -> String {
    names.iter().map(|name| quoted(name.as_str())).collect::<Vec<_>>().join(",")
}

impl Task {
    /// What the step does, in a few words without a full stop.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::BorrowSetting { name, value } => format!("Set {name} to {value} for the run"),
            Self::RestoreSetting { name } => format!("Put {name} back"),
            Self::DisableUpdatingRole => "Disable Cluster-Aware Updating for the run".to_owned(),
            Self::EnableUpdatingRole => "Enable Cluster-Aware Updating again".to_owned(),
            Self::PauseNode { node } => format!("Pause {node}"),
            Self::MoveRole { role, from, to, migration, .. } => {
                let how = match migration {
                    Migration::Live => "Live-migrate",
                    Migration::Quick => "Quick-migrate",
                    Migration::Failover => "Move",
                };
                format!("{how} {role} from {from} to {to}")
            }
            Self::MoveSharedVolume { volume, from, to } => {
                format!("Move the coordination of {volume} from {from} to {to}")
            }
            Self::DrainNode { node } => format!("Drain {node}"),
            Self::EnableStorageMaintenance { node } => format!("Put the disks of {node} into maintenance mode"),
            Self::EvictNode { node } => format!("Evict {node}"),
            Self::InstallNode { node, machine, release, method } => match method {
                Method::CleanEvict if node == machine => format!("Install {release} on {machine}"),
                Method::CleanEvict => format!("Install {release} on {machine}, which replaces {node}"),
                Method::InPlaceEvict | Method::InPlaceKeep => format!("Upgrade {machine} in place to {release}"),
            },
            Self::AddNode { machine } => format!("Add {machine} to the cluster"),
            Self::ResumeNode { node } => format!("Resume {node} without failback"),
            Self::DisableStorageMaintenance { node } => format!("Take the disks of {node} out of maintenance mode"),
            Self::AwaitStorageRepair => "Wait until storage is repaired".to_owned(),
            Self::RestoreOwners { node, .. } => format!("Put back what the cluster forgot of {node}"),
            Self::Soak { node, .. } => format!("Let VMs run on {node} for a while"),
            Self::VerifyNode { node } => format!("Verify {node} and every role"),
            Self::AwaitCommit => "Wait for the commitment".to_owned(),
            Self::CheckFunctionalLevel => "Check that the functional level can be raised".to_owned(),
            Self::RaiseFunctionalLevel { level } => format!("Raise the functional level to {level}"),
            Self::UpdateStoragePool { pool } => format!("Update the storage pool {pool}"),
            Self::RaiseVirtualMachineVersion { role, from, to, .. } => {
                format!("Raise the configuration version of {role} from {from} to {to}")
            }
        }
    }
}

impl ActionTask {
    /// The command that does it, as an administrator would type it.
    #[must_use]
    pub fn command(&self) -> String {
        match self {
            Self::Look => "look".to_owned(),
            Self::SetClusterProperty { name, value } => format!("(Get-Cluster).{name} = {value}"),
            Self::SetResourceTypeParameter { resource_type, name, value } => format!(
                "Get-ClusterResourceType -Name {} | Set-ClusterParameter -Name {name} -Value {value} -Create",
                quoted(resource_type)
            ),
            Self::DisableUpdatingRole => "Disable-CauClusterRole -Force".to_owned(),
            Self::EnableUpdatingRole => "Enable-CauClusterRole -Force".to_owned(),
            Self::SuspendNode { node, drain } => {
                let drain = if *drain { " -Drain" } else { "" };
                format!("Suspend-ClusterNode -Name {}{drain}", quoted(node.as_str()))
            }
            Self::ResumeNode { node } => {
                format!("Resume-ClusterNode -Name {} -Failback NoFailback", quoted(node.as_str()))
            }
            Self::MoveRole { role, to, migration } => move_role(role.as_str(), to, *migration),
            Self::MoveSharedVolume { volume, to } => move_shared_volume(volume, to),
            Self::EnableStorageMaintenance { node } => maintenance("Enable", node),
            Self::DisableStorageMaintenance { node } => maintenance("Disable", node),
            Self::EvictNode { node } => format!("Remove-ClusterNode -Name {} -Force", quoted(node.as_str())),
            Self::Install { node, machine, release, method, boot_disk, untouched_disks } => {
                let how = if *method == Method::CleanEvict { "install" } else { "upgrade in place to" };
                let boot = boot_disk.as_ref().map(|disk| format!(" on the disk {disk}")).unwrap_or_default();
                let untouched = match untouched_disks.as_slice() {
                    [] => String::new(),
                    disks => format!("; the disks {} must not be touched", disks.join(", ")),
                };
                format!("on {machine}: {how} {release}{boot}, with all that {node} had{untouched}")
            }
            Self::SetNodeWeight { node, weight } => {
                format!("(Get-ClusterNode -Name {}).NodeWeight = {weight}", quoted(node.as_str()))
            }
            Self::RecordProfile { profile } => format!("keep the profile of {}", profile.node),
            Self::SetFaultDomain { node, parent } => {
                format!("Set-ClusterFaultDomain -Name {} -FaultDomain {}", quoted(node.as_str()), quoted(parent))
            }
            Self::SetNetworkRole { network, role } => {
                format!("(Get-ClusterNetwork -Name {}).Role = {role}", quoted(network))
            }
            Self::AddNode { machine } => format!("Add-ClusterNode -Name {}", quoted(machine.as_str())),
            Self::SetOwners { role, preferred, possible } => owners(role.as_str(), preferred, possible),
            Self::CheckFunctionalLevel => "Update-ClusterFunctionalLevel -WhatIf".to_owned(),
            Self::UpdateFunctionalLevel => "Update-ClusterFunctionalLevel -Force".to_owned(),
            Self::UpdateStoragePool { pool } => {
                format!("Update-StoragePool -FriendlyName {} -Confirm:$false", quoted(pool))
            }
            Self::ShutDownVirtualMachine { role, host } => {
                format!("Stop-VM -Name {} -ComputerName {}", quoted(role.as_str()), quoted(host.as_str()))
            }
            Self::UpdateVirtualMachineVersion { role, host, .. } => {
                let (role, host) = (quoted(role.as_str()), quoted(host.as_str()));
                format!("Update-VMVersion -Name {role} -ComputerName {host} -Confirm:$false")
            }
            Self::StartRole { role } => format!("Start-ClusterGroup -Name {} -Wait 0", quoted(role.as_str())),
            Self::TakeLease { value, .. } | Self::RenewLease { value } => {
                format!("Get-Cluster | Set-ClusterParameter -Name {LEASE_PROPERTY} -Value {} -Create", quoted(value))
            }
            Self::ReleaseLease => format!("Get-Cluster | Set-ClusterParameter -Name {LEASE_PROPERTY} -Delete"),
            Self::RunGate { number } => format!("ask gate {number}"),
            Self::RunHook { point, node: None } => format!("call the hook {point}"),
            Self::RunHook { point, node: Some(node) } => format!("call the hook {point}: {node}"),
            Self::ValidateCluster { nodes, ignore } => {
                let ignore: Vec<String> = ignore.iter().map(|test| quoted(test)).collect();
                format!("Test-Cluster -Node {} -Ignore {}", list(nodes), ignore.join(","))
            }
            Self::CollectEvidence { since } => format!("gather the evidence since {since}"),
        }
    }
}

fn move_shared_volume(volume: &str, to: &NodeName) -> String {
    format!("Move-ClusterSharedVolume -Name {} -Node {}", quoted(volume), quoted(to.as_str()))
}

fn move_role(role: &str, to: &NodeName, migration: Migration) -> String {
    let (role, to) = (quoted(role), quoted(to.as_str()));
    match migration {
        Migration::Live => {
            format!("Move-ClusterVirtualMachineRole -Name {role} -Node {to} -MigrationType Live -Wait 0")
        }
        Migration::Quick => {
            format!("Move-ClusterVirtualMachineRole -Name {role} -Node {to} -MigrationType Quick -Wait 0")
        }
        Migration::Failover => format!("Move-ClusterGroup -Name {role} -Node {to} -Wait 0"),
    }
}

fn maintenance(verb: &str, node: &NodeName) -> String {
    format!(
        "Get-StorageFaultDomain -Type StorageScaleUnit | Where-Object FriendlyName -eq {} | \
         {verb}-StorageMaintenanceMode",
        quoted(node.as_str())
    )
}

fn owners(role: &str, preferred: &Option<Vec<NodeName>>, possible: &Option<Vec<NodeName>>) -> String {
    match (preferred, possible) {
        (Some(owners), _) => format!("Set-ClusterOwnerNode -Group {} -Owners {}", quoted(role), list(owners)),
        (None, Some(owners)) => format!(
            "Get-ClusterGroup -Name {} | Get-ClusterResource | Set-ClusterOwnerNode -Owners {}",
            quoted(role),
            list(owners)
        ),
        (None, None) => format!("leave the owners of {} as they are", quoted(role)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_can_be_typed() {
        let table = [
            (ActionTask::SuspendNode { node: "n1".into(), drain: true }, "Suspend-ClusterNode -Name n1 -Drain"),
            (
                ActionTask::MoveRole { role: "it's [a] VM".into(), to: "n2".into(), migration: Migration::Live },
                "Move-ClusterVirtualMachineRole -Name 'it''s [a] VM' -Node n2 -MigrationType Live -Wait 0",
            ),
            (
                ActionTask::SetOwners {
                    role: "vm1".into(),
                    preferred: Some(vec!["n1".into(), "n2".into()]),
                    possible: None,
                },
                "Set-ClusterOwnerNode -Group vm1 -Owners n1,n2",
            ),
        ];
        for (task, command) in table {
            assert_eq!(task.command(), command);
        }
    }
}
