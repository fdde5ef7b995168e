//! Watching a twin: how many different states it has been in, and when something happened.
//!
//! Two states are the same where everything that the cluster, its machines, roles and storage could tell of themselves
//! is the same; times, sequence numbers and what waits in the queue are no part of a state.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::mem::discriminant;

use crate::state::{MachineRecord, RoleRecord, StorageState};
use crate::twin::Twin;

/// What was seen of a twin that is watched.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Watched {
    /// A hash of every different state.
    pub states: BTreeSet<u64>,
    /// When something happened, in milliseconds since the twin was made.
    pub moments: BTreeSet<u64>,
}

impl Twin {
    /// Begins to watch: the present state is the first.
    pub fn watch(&mut self) {
        self.watched = Some(Watched::default());
        self.note_state();
    }

    /// What was seen since [`Self::watch`]; nothing where nobody watches.
    #[must_use]
    pub const fn watched(&self) -> Option<&Watched> {
        self.watched.as_ref()
    }

    /// Notes the present state, where somebody watches.
    pub(crate) fn note_state(&mut self) {
        let Some(mut watched) = self.watched.take() else { return };
        watched.states.insert(self.state_hash());
        watched.moments.insert(self.now);
        self.watched = Some(watched);
    }

    fn state_hash(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        let hasher_of_all = &mut hasher;
        let cluster = &self.state.cluster;
        (cluster.level.0, cluster.stopped, cluster.formed_at.is_some()).hash(hasher_of_all);
        (cluster.level_stopped_in, cluster.level_needs_restart, cluster.updating.enabled).hash(hasher_of_all);
        cluster.quorum.witness.as_ref().map(|witness| witness.online).hash(hasher_of_all);
        (&cluster.votes.voters, cluster.votes.witness, cluster.votes.total).hash(hasher_of_all);
        (cluster.facts.auto_balancer_mode, &self.faults.stalled, &self.faults.cut_off).hash(hasher_of_all);
        for (_, machine) in self.state.machines.iter() {
            hash_machine(machine, hasher_of_all);
        }
        for (_, role) in self.state.roles.iter() {
            hash_role(role, hasher_of_all);
        }
        hash_storage(&self.state.storage, hasher_of_all);
        hasher.finish()
    }
}

fn hash_machine(machine: &MachineRecord, hasher: &mut DefaultHasher) {
    let facts = &machine.facts;
    (facts.release, &facts.features, facts.adapters.len(), facts.disks.len(), facts.storage_paths).hash(hasher);
    machine.install.as_ref().map(|install| (install.release, install.in_place)).hash(hasher);
    machine.unheard.map(|unheard| unheard.alive).hash(hasher);
    (machine.maintenance, machine.silent, machine.disks_out_since.is_some()).hash(hasher);
    (&machine.missing_vlans, &machine.missing_resource_types, machine.link_mib_per_second).hash(hasher);
    let Some(node) = &machine.node else { return };
    (node.id, node.state, node.vote, node.quarantined, node.crashed, node.cut_off).hash(hasher);
    (node.drain_status, node.drain_error_code, node.failback_status, node.failback_failed).hash(hasher);
    (node.isolated_until.is_some(), node.departures.len(), node.returns_to).hash(hasher);
    node.drain.as_ref().map(|drain| (drain.remaining, drain.force, drain.target, drain.error_code)).hash(hasher);
}

fn hash_role(role: &RoleRecord, hasher: &mut DefaultHasher) {
    (role.owner, role.state, role.home, role.failing_back).hash(hasher);
    (&role.possible, &role.preferred, role.waits_for_providers, role.lost, role.unmonitored).hash(hasher);
    role.outage.since.map(|(_, planned)| planned).hash(hasher);
    if let Some(moving) = &role.movement {
        (moving.to, discriminant(&moving.method), moving.drain, moving.state).hash(hasher);
    }
    if let Some(queued) = &role.queued {
        (queued.to, discriminant(&queued.method), queued.drain).hash(hasher);
    }
    if let Some(machine) = &role.virtual_machine {
        (machine.power.number(), machine.version, machine.dirty_mib_per_second).hash(hasher);
    }
}

fn hash_storage(storage: &StorageState, hasher: &mut DefaultHasher) {
    for volume in &storage.volumes {
        (volume.owner, volume.online, volume.redirected).hash(hasher);
    }
    for pool in &storage.pools {
        (pool.version.0, discriminant(&pool.health)).hash(hasher);
    }
    for (_, disk) in storage.virtual_disks.iter() {
        (discriminant(&disk.own_health), discriminant(&disk.own_status), disk.job.is_some()).hash(hasher);
    }
    for disk in &storage.physical_disks {
        (discriminant(&disk.health), disk.lost, disk.rebuilding, disk.rebuilt).hash(hasher);
    }
}
