//! Storage: maintenance mode, repair, the version of the pool.

use super::step::{Decision, Seen, act, look, look_after};
use super::{ActionTask, LineKind, Observe, Run};
use crate::model::{NodeName, same_name};

impl Run {
    /// Maintenance on or off. Doing it twice does no harm, so the call is made without a look at the disks.
    pub(super) fn storage_maintenance(&mut self, node: &NodeName, on: bool, seen: Option<&Seen<'_>>) -> Decision {
        let Some(seen) = seen else { return look(Observe::Storage) };
        if let Some(error) = seen.error() {
            return self.after_failure(&error.clone(), Observe::Storage);
        }
        if seen.acted() {
            return Decision::Done;
        }
        let task = if on {
            ActionTask::EnableStorageMaintenance { node: node.clone() }
        } else {
            ActionTask::DisableStorageMaintenance { node: node.clone() }
        };
        act(task, Observe::Storage)
    }

    pub(super) fn await_storage_repair(&mut self, seen: Option<&Seen<'_>>) -> Decision {
        let Some(storage) = seen.and_then(|seen| seen.observed.storage.as_ref()) else {
            return look(Observe::Storage);
        };
        if storage.jobs == 0 && storage.unhealthy.is_empty() {
            return Decision::Done;
        }
        let disks: Vec<&str> = storage.unhealthy.iter().map(|disk| disk.name.as_str()).collect();
        let what = format!("{} repair jobs and the virtual disks {}", storage.jobs, disks.join(", "));
        self.say_once(LineKind::Seen, format!("Waiting for {what}."));
        self.waiting_for = Some(what.clone());
        if self.now.seconds_since(self.progress.since) > self.plan.policy.repair_timeout_seconds {
            return self.timed_out(format!("storage is not repaired: {what}"), "Look at Get-StorageJob.");
        }
        look_after(self.plan.policy.long_poll_seconds, Observe::Storage)
    }

    /// Another node coordinates a shared volume.
    pub(super) fn move_shared_volume(&mut self, volume: &str, to: &NodeName, seen: Option<&Seen<'_>>) -> Decision {
        let Some(seen) = seen else { return look(Observe::SharedVolumes) };
        let Some(volumes) = seen.observed.shared_volumes.as_deref() else {
            return match seen.error() {
                Some(error) => self.after_failure(&error.clone(), Observe::SharedVolumes),
                None => look(Observe::SharedVolumes),
            };
        };
        let Some(found) = volumes.iter().find(|one| same_name(&one.name, volume)) else {
            let text = format!("{volume} is no shared volume any more and is not moved");
            self.say(LineKind::Warning, format!("{text}."));
            self.left_undone.push(text);
            return Decision::Done;
        };
        if found.owner.as_ref() == Some(to) {
            return Decision::Done;
        }
        if let Some(error) = seen.error() {
            return self.after_failure(&error.clone(), Observe::SharedVolumes);
        }
        if seen.acted() && found.owner.is_some() {
            let what = format!("the shared volume {volume} is still not coordinated by {to}");
            return self.not_as_expected(what, "Look at Get-ClusterSharedVolume.");
        }
        if seen.acted() {
            return Decision::Done;
        }
        act(ActionTask::MoveSharedVolume { volume: volume.to_owned(), to: to.clone() }, Observe::SharedVolumes)
    }

    pub(super) fn update_storage_pool(&mut self, pool: &str, seen: Option<&Seen<'_>>) -> Decision {
        let Some(seen) = seen else { return look(Observe::Storage) };
        let pools = seen.observed.storage.as_ref().map(|storage| storage.pools.as_slice()).unwrap_or_default();
        let Some(version) = pools.iter().find(|one| one.name == pool).map(|one| one.version.as_str()) else {
            let what = format!("the storage pool {pool} is not there");
            return self.not_as_expected(what, "Look at Get-StoragePool.");
        };
        if version.ends_with(self.plan.change.to_release.short_name()) {
            return Decision::Done;
        }
        if let Some(error) = seen.error() {
            return self.after_failure(&error.clone(), Observe::Storage);
        }
        if seen.acted() {
            let what = format!("the storage pool {pool} still has the version {version}");
            return self.not_as_expected(what, "Look at the event log of Storage Spaces.");
        }
        act(ActionTask::UpdateStoragePool { pool: pool.to_owned() }, Observe::Storage)
    }
}
