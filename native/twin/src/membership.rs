//! Membership: evicting nodes, adding machines, mixed mode.

use rolling_upgrade_core::model::{Network, NodeState, Release, RoleKind, same_name};

use crate::assumption::Assumption;
use crate::ids::{MachineId, RoleId};
use crate::refusal::Refusal;
use crate::state::{Method, NodeRecord, RoleRecord};
use crate::twin::Twin;

/// `ClusterNetworkRole`: the cluster and clients use it.
const CLUSTER_AND_CLIENT: u32 = 3;
/// The most nodes that Windows Server allows in a cluster.
const NODES_MAX: usize = 64;

impl Twin {
    /// `Remove-ClusterNode`. The cluster forgets all that it stored about the node: owner lists, vote, fault domain,
    /// id (event 1011; "ApiEvictNode", MS-CMRP).
    ///
    /// # Errors
    /// The node owns roles, is the last one, or the cluster would lose its quorum without it.
    pub(crate) fn evict(&mut self, node: MachineId) -> Result<(), Refusal> {
        let name = self.machine_name(node).clone();
        if let Some(example) = self.state.roles_of(node).first() {
            let roles = self.state.machines[node].roles.len();
            return Err(Refusal::NodeOwnsRoles { node: name, roles, example: self.state.roles[*example].name.clone() });
        }
        if self.level_is_changing() {
            return Err(Refusal::LevelInProgress);
        }
        if self.state.members.len() < 2 || !self.may_leave(node) {
            return Err(Refusal::QuorumWouldBreak { node: name });
        }
        self.pass(self.simulation.times.evict_seconds * 1000);
        if self.state.machines[node].roles.is_empty() {
            self.forget(node);
        }
        Ok(())
    }

    fn forget(&mut self, node: MachineId) {
        let stopped = self.has_stopped_unnoticed(node);
        let active = self.state.is_active(node);
        if active {
            self.leave_in_order(node);
        }
        if stopped || !active {
            // Nobody could clean it up (5896): what it holds of the cluster keeps it from joining again as it is.
            self.state.machines[node].facts.profile.cluster_remnants = Some(true);
        }
        let id = self.state.machines[node].node.take().map_or(0, |record| record.id);
        self.state.members.retain(|member| *member != node);
        self.forget_networks(node);
        self.state.machines[node].token += 1;
        if self.state.cluster.quorum.lower_priority_node_id == id {
            self.state.cluster.quorum.lower_priority_node_id = 0;
        }
        self.forget_owner(node);
        let name = self.machine_name(node).clone();
        for kind in &mut self.state.resource_types {
            kind.possible_owners.retain(|owner| *owner != name);
        }
        self.state.cluster.membership_changed_at = Some(self.now);
        self.recount_votes();
        self.touch_machine(node);
        self.log_machine(node, Some(1011), "was evicted from the cluster".to_owned());
        if active {
            self.log_clean_up(node);
        }
        self.disks_changed(node);
        if !self.state.is_mixed() {
            self.state.cluster.facts.mixed_since = None;
        }
        self.operator_sees_eviction(node);
    }

    /// A machine has cleaned up what the cluster had left on it (event 4621).
    pub(crate) fn log_clean_up(&mut self, machine: MachineId) {
        self.log_machine(machine, Some(4621), "has removed its cluster configuration".to_owned());
    }

    /// No role names the node any more; few did, and only those are written to.
    fn forget_owner(&mut self, node: MachineId) {
        let names = |record: &RoleRecord| {
            record.home == Some(node) || record.possible.contains(&node) || record.preferred.contains(&node)
        };
        let named: Vec<RoleId> =
            self.state.roles.iter().filter(|(_, record)| names(record)).map(|(role, _)| role).collect();
        for role in named {
            let record = &mut self.state.roles[role];
            let listed = !record.possible.is_empty();
            record.possible.retain(|owner| *owner != node);
            record.preferred.retain(|owner| *owner != node);
            if record.home == Some(node) {
                record.home = None;
            }
            if listed && record.possible.is_empty() {
                self.assumptions.rely(Assumption::EmptyOwners);
            }
        }
    }

    /// A network on which no other member has an adapter goes with the node; it is found anew when the node joins, with
    /// the role that any new network gets.
    fn forget_networks(&mut self, node: MachineId) {
        let on = |machine: &MachineId, network: &str| {
            let mut adapters = self.state.machines[*machine].facts.adapters.iter();
            adapters.any(|adapter| adapter.network.as_deref().is_some_and(|own| same_name(own, network)))
        };
        let gone = |network: &&Network| {
            on(&node, &network.name) && !self.state.members.iter().any(|member| on(member, &network.name))
        };
        let gone: Vec<String> = self.state.networks.iter().filter(gone).map(|network| network.name.clone()).collect();
        for network in self.state.networks.iter_mut().filter(|network| gone.contains(&network.name)) {
            self.assumptions.rely(Assumption::NetworkForgotten);
            network.role = CLUSTER_AND_CLIENT;
        }
    }

    /// Why a machine can't join, if anything keeps it.
    pub(crate) fn join_obstacle(&mut self, machine: MachineId) -> Option<Refusal> {
        let record = &self.state.machines[machine];
        let name = || record.name.clone();
        if record.node.is_some() {
            return Some(Refusal::AlreadyMember { machine: name() });
        }
        if self.level_is_changing() {
            return Some(Refusal::LevelInProgress);
        }
        if !record.answers() {
            return Some(Refusal::Unreachable { machine: name() });
        }
        if !record.facts.has_feature("Failover-Clustering") {
            return Some(Refusal::ClusteringMissing { machine: name() });
        }
        if record.facts.profile.cluster_remnants == Some(true) {
            return Some(Refusal::Remnants { machine: name() });
        }
        if !self.may_run_at_this_level(record.facts.release) {
            let release = record.facts.release;
            return Some(Refusal::IncompatibleVersion { machine: name(), release, level: self.state.cluster.level });
        }
        if self.state.members.len() >= NODES_MAX {
            return Some(Refusal::ClusterFull);
        }
        if let Some(domain) = &self.state.cluster.facts.domain
            && record.facts.domain.as_deref().is_none_or(|joined| !same_name(joined, domain))
        {
            let joined = record.facts.domain.clone().unwrap_or_else(|| "no domain".to_owned());
            return Some(Refusal::OtherDomain { machine: name(), joined, domain: domain.clone() });
        }
        let runs_guests = self.state.roles.iter().any(|(_, role)| role.kind == RoleKind::VirtualMachine);
        if runs_guests && !record.hyper_v {
            let refusal = Refusal::HyperVMissing { machine: name() };
            self.assumptions.rely(Assumption::HyperVNeeded);
            return Some(refusal);
        }
        None
    }

    /// A member runs the release of the level or the one after it ("Upgrade a failover cluster on the same hardware",
    /// learn.microsoft.com).
    fn may_run_at_this_level(&self, release: Release) -> bool {
        let level = self.state.level_release();
        Some(release) == level || Some(release) == self.state.next_release()
    }

    /// `Add-ClusterNode`: moves the clock until the machine is a full member.
    ///
    /// # Errors
    /// The machine can't join.
    pub(crate) fn join(&mut self, machine: MachineId) -> Result<(), Refusal> {
        if let Some(refusal) = self.join_obstacle(machine) {
            if let Refusal::IncompatibleVersion { .. } = refusal {
                self.log_machine(machine, Some(1547), format!("did not join: {refusal}"));
            }
            return Err(refusal);
        }
        if let Some(refusal) = self.fault_at_a_join(machine) {
            return Err(refusal);
        }
        self.wait_between_changes();
        let used: Vec<u32> = self
            .state
            .members
            .iter()
            .filter_map(|member| self.state.machines[*member].node.as_ref())
            .map(|node| node.id)
            .collect();
        let lowest = (1..).find(|id| !used.contains(id)).unwrap_or(u32::MAX);
        let id = if self.simulation.operator.new_node_ids { self.state.cluster.highest_node_id + 1 } else { lowest };
        self.state.cluster.highest_node_id = self.state.cluster.highest_node_id.max(id);
        self.assumptions.rely(Assumption::NodeIdReused);
        self.state.machines[machine].node = Some(NodeRecord { state: NodeState::Joining, ..NodeRecord::new(id) });
        let place = used.iter().filter(|other| **other < id).count();
        self.state.members.insert(place, machine);
        self.state.cluster.membership_changed_at = Some(self.now);
        self.administered(machine);
        self.log_machine(machine, Some(1007), "has been added to the cluster".to_owned());
        self.state.machines[machine].memory_limit_mib = self.state.machines[machine].facts.memory_mib;
        self.disks_come_with(machine);
        self.begin_service(machine, self.simulation.times.join_seconds);
        self.check_after_event();
        if !self.unattended {
            self.pass_while(None, |state| state.node_state(machine) == NodeState::Joining);
        }
        Ok(())
    }

    /// Who adds a machine is an administrator of it ("Create a failover cluster", learn.microsoft.com).
    fn administered(&mut self, machine: MachineId) {
        let name = self.state.machines[machine].name.clone();
        let known = self.state.coordinator.as_mut().and_then(|coordinator| coordinator.administrator_on.as_mut());
        if let Some(nodes) = known.filter(|nodes| !nodes.contains(&name)) {
            nodes.push(name);
        }
    }

    /// `AddEvictDelay` lies between an eviction and the next addition ("Failover cluster common properties").
    fn wait_between_changes(&mut self) {
        let Some(last) = self.state.cluster.membership_changed_at else { return };
        let delay = u64::from(self.state.cluster.facts.add_evict_delay_seconds) * 1000;
        let until = last.saturating_add(delay);
        if until > self.now {
            self.pass(until - self.now);
        }
    }

    /// The first node of a newer release gets the core group; the level stays ("Cluster operating system rolling
    /// upgrade", learn.microsoft.com).
    pub(crate) fn mixed_mode_begins(&mut self, machine: MachineId) {
        let newer = Some(self.state.machines[machine].facts.release) > self.state.level_release();
        let others_are_old = self.state.members.iter().all(|member| {
            *member == machine || Some(self.state.machines[*member].facts.release) <= self.state.level_release()
        });
        if !newer || !others_are_old || self.state.cluster.facts.mixed_since.is_some() {
            return;
        }
        self.state.cluster.facts.mixed_since = Some(self.now());
        self.revision += 1;
        self.log_cluster(Some(1548), "members run different releases: mixed mode".to_owned());
        let core = self.state.roles.iter().find(|(_, role)| role.kind == RoleKind::Cluster).map(|(id, _)| id);
        if let Some(core) = core
            && self.state.roles[core].owner != machine
            && self.request_move(core, Some(machine), Some(Method::Failover)).is_err()
        {
            self.log_role(core, None, "stays where it is for now".to_owned());
        }
    }
}
