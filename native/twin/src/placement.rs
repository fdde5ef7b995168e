//! Where a role may go, and which node is best for it.

use rolling_upgrade_core::model::{NodeState, Release, Teaming, same_name};

use crate::assumption::Assumption;
use crate::ids::{MachineId, RoleId};
use crate::refusal::Refusal;
use crate::state::{MachineRecord, Method, Power, PropertyOwner, RoleRecord, VirtualMachineRecord};
use crate::twin::Twin;

/// The resource type of VMs, and its parameter that switches the check of a migration's destination off.
const VIRTUAL_MACHINE: &str = "Virtual Machine";
const DESTINATION_CHECK: &str = "SkipMigrationDestinationCheck";

impl Twin {
    /// Whether anything keeps a role from a node that is no question of memory.
    ///
    /// The predicate is that of live migration: the release knows the VM's configuration version, the processors are of
    /// one vendor and show the same features unless compatibility is on, the switches exist by their exact names, and
    /// nothing ties the VM to its host ("Upgrade virtual machine version", "Processor compatibility",
    /// learn.microsoft.com).
    pub(crate) fn obstacle(&self, role: RoleId, to: MachineId, method: Method) -> Option<Refusal> {
        let target = &self.state.machines[to];
        match self.state.node_state(to) {
            NodeState::Up => {}
            NodeState::Paused => return Some(Refusal::NodePaused { node: target.name.clone() }),
            NodeState::Down | NodeState::Joining => return Some(Refusal::NodeDown { node: target.name.clone() }),
        }
        self.obstacle_of_the_machine(role, to, method)
    }

    /// The same without a look at the state of the node.
    pub(crate) fn obstacle_of_the_machine(&self, role: RoleId, to: MachineId, method: Method) -> Option<Refusal> {
        let (record, target) = (&self.state.roles[role], &self.state.machines[to]);
        if !record.may_be_owned_by(to) {
            return Some(Refusal::NotPossibleOwner { role: record.name.clone(), node: target.name.clone() });
        }
        if let Some(kind) = record.resource_types.iter().find(|kind| target.lacks_resource_type(kind)) {
            return Some(Refusal::ResourceTypeMissing { machine: target.name.clone(), kind: kind.clone() });
        }
        if let Some(refusal) = self.fault_obstacle(role, to) {
            return Some(refusal);
        }
        let machine = record.virtual_machine.as_ref()?;
        if !target.hyper_v {
            return Some(Refusal::HyperVMissing { machine: target.name.clone() });
        }
        let incompatible = |reason: String| {
            Some(Refusal::Incompatible { role: record.name.clone(), node: target.name.clone(), reason })
        };
        if !target.facts.release.configuration_versions().contains(&machine.version) {
            return incompatible(format!(
                "{} does not run configuration version {}",
                target.facts.release, machine.version
            ));
        }
        if !machine.power.takes_memory() && !matches!(method, Method::Restart { .. }) {
            return None;
        }
        if let Some(guardian) = machine.facts.guardians.iter().find(|guardian| target.lacks_guardian(guardian)) {
            return incompatible(format!("it has no key of the guardian `{guardian}`, which its virtual TPM needs"));
        }
        if let Some(number) = machine.switches.iter().find(|number| !target.switches.contains(number)) {
            return incompatible(format!("it has no virtual switch `{}`", self.state.switches.name(*number)));
        }
        if let Some(media) = machine.local_media.first() {
            return incompatible(format!("{media} ties the VM to its host"));
        }
        if method == Method::Live {
            let unable = |machine: &&MachineRecord| {
                machine.facts.hyper_v.as_ref().is_some_and(|settings| !settings.migration_enabled)
            };
            if let Some(machine) = [&self.state.machines[record.owner], target].into_iter().find(unable) {
                return Some(Refusal::MigrationDisabled { node: machine.name.clone() });
            }
            if self.fails_the_destination_check(machine, record.owner, to) {
                return incompatible(format!(
                    "Windows Server 2016 finds its switch unlike that of 2019, whose teaming is embedded, while \
                     {DESTINATION_CHECK} is not 1"
                ));
            }
        }
        if matches!(method, Method::Live | Method::Quick) {
            let source = &self.state.machines[record.owner];
            return self.processor_obstacle(record, source, target);
        }
        None
    }

    /// Whether a live migration goes from 2019 back to 2016, from a switch that teams its adapters itself, while nobody
    /// has switched off the check of the destination, which such a switch does not pass ("Upgrade a Storage Spaces
    /// Direct cluster to Windows Server 2019", learn.microsoft.com).
    fn fails_the_destination_check(&self, machine: &VirtualMachineRecord, from: MachineId, to: MachineId) -> bool {
        let (source, target) = (&self.state.machines[from], &self.state.machines[to]);
        if (source.facts.release, target.facts.release) != (Release::Server2019, Release::Server2016) {
            return false;
        }
        let used = |name: &str| machine.switches.iter().any(|number| self.state.switches.name(*number) == name);
        let mut teams = source.facts.switches.iter().filter(|switch| switch.teaming == Teaming::Set);
        teams.any(|switch| used(&switch.name)) && !self.skips_destination_check()
    }

    fn skips_destination_check(&self) -> bool {
        let mut written = self.state.cluster.private_properties.iter();
        written.any(|property| {
            property.of == PropertyOwner::ResourceType
                && same_name(&property.owner, VIRTUAL_MACHINE)
                && same_name(&property.name, DESTINATION_CHECK)
                && property.value == 1
        })
    }

    fn processor_obstacle(&self, role: &RoleRecord, from: &MachineRecord, to: &MachineRecord) -> Option<Refusal> {
        let machine = role.virtual_machine.as_ref()?;
        let (here, there) = (&from.facts.processor, &to.facts.processor);
        let reason = if here.vendor != there.vendor {
            format!("its processor is of {}, not of {}", there.vendor, here.vendor)
        } else {
            match (machine.booted_feature_set.or(from.feature_set), to.feature_set) {
                (Some(booted), Some(offered)) if booted != offered && !machine.processor_compatibility => format!(
                    "it booted with the processor features `{}`, not `{}`",
                    self.state.feature_sets.name(booted),
                    self.state.feature_sets.name(offered)
                ),
                _ => return None,
            }
        };
        Some(Refusal::Incompatible { role: role.name.clone(), node: to.name.clone(), reason })
    }

    /// What a role that moves in a certain way, or starts, takes at its destination.
    pub(crate) fn memory_wanted(&self, role: RoleId, method: Method) -> u64 {
        match (&self.state.roles[role].virtual_machine, method) {
            (Some(machine), Method::Restart { .. }) => machine.memory.assigned_mib + self.state.overhead_mib,
            _ => self.memory_needed(role),
        }
    }

    /// What a role takes where it is, and at its destination.
    pub(crate) fn memory_needed(&self, role: RoleId) -> u64 {
        self.state.memory_mib(&self.state.roles[role])
    }

    /// Memory that is free on a node; the cluster's own choice leaves the host its reserve.
    pub(crate) fn memory_free(&self, machine: MachineId, with_reserve: bool) -> u64 {
        let record = &self.state.machines[machine];
        let reserve = if with_reserve { self.simulation.placement.host_reserve_mib } else { 0 };
        record.memory_limit_mib.saturating_sub(record.memory_used_mib).saturating_sub(reserve)
    }

    /// Whether anything keeps a role from a node that somebody named.
    pub(crate) fn obstacle_at(&self, role: RoleId, to: MachineId, method: Method) -> Option<Refusal> {
        self.obstacle(role, to, method)
            .or_else(|| self.memory_obstacle(role, to))
            .or_else(|| self.affinity_obstacle(role, to))
    }

    /// Whether a role fits a node that somebody named.
    fn memory_obstacle(&self, role: RoleId, to: MachineId) -> Option<Refusal> {
        let (needed_mib, free_mib) = (self.memory_needed(role), self.memory_free(to, false));
        (needed_mib > free_mib).then(|| Refusal::NoMemory {
            role: self.state.roles[role].name.clone(),
            node: self.state.machines[to].name.clone(),
            needed_mib,
            free_mib,
        })
    }

    fn affinity_conflicts(&self, role: &RoleRecord, to: MachineId) -> u32 {
        role.classes.iter().map(|class| self.state.machines[to].class_count(*class)).sum()
    }

    /// The best possible node: fewest anti-affinity conflicts, then preferred owners in their order, then the same site
    /// and chassis, then the most free memory, then the name. `usable` filters further, such as for a free migration
    /// slot.
    ///
    /// # Errors
    /// Why no node will do.
    pub(crate) fn best_node(
        &mut self,
        role: RoleId,
        method: Method,
        usable: impl Fn(&Self, MachineId) -> bool,
    ) -> Result<Option<MachineId>, Refusal> {
        let needed_mib = self.memory_wanted(role, method);
        let enforced = self.state.cluster.facts.enforced_anti_affinity;
        let record = &self.state.roles[role];
        let (mut best, mut possible, mut conflict, mut short) = (None, false, false, false);
        let (mut incompatible, mut reserved) = (None, false);
        for to in self.state.members.iter().copied().filter(|to| *to != record.owner) {
            if !self.state.takes_roles(to) || !record.may_be_owned_by(to) {
                continue;
            }
            if let Some(refusal) = self.obstacle(role, to, method) {
                incompatible = incompatible.or(Some(refusal));
                continue;
            }
            let conflicts = self.affinity_conflicts(record, to);
            let rules = self.affinity(role, to);
            if (enforced && conflicts > 0) || rules.forbids {
                conflict = true;
                continue;
            }
            let free = self.memory_free(to, true);
            if needed_mib > 0 && needed_mib > free {
                short = true;
                reserved |= needed_mib <= self.memory_free(to, false);
                continue;
            }
            possible = true;
            if !usable(self, to) {
                continue;
            }
            let preference = record.preferred.iter().position(|owner| *owner == to).unwrap_or(usize::MAX);
            let rank = (conflicts + rules.dislikes, preference, self.distance(role, to), std::cmp::Reverse(free));
            let better = best.is_none_or(|(best_rank, best_node): (_, MachineId)| {
                rank < best_rank || (rank == best_rank && self.machine_name(to) < self.machine_name(best_node))
            });
            if better {
                best = Some((rank, to));
            }
        }
        if reserved {
            self.assumptions.rely(Assumption::HostReserve);
        }
        if best.is_some_and(|((_, preference, _, _), _)| preference != usize::MAX) {
            self.assumptions.rely(Assumption::PreferredBeforeMemory);
        }
        if best.is_some_and(|((_, _, distance, _), _)| distance > 0) || !self.state.roles[role].rules.is_empty() {
            self.assumptions.rely(Assumption::SitesAndRules);
        }
        let name = || self.state.roles[role].name.clone();
        match best {
            Some((_, node)) => Ok(Some(node)),
            None if possible => Ok(None),
            None if short => Err(Refusal::NoMemoryAnywhere { role: name(), needed_mib }),
            None if conflict => Err(Refusal::AffinityConflict { role: name() }),
            None => Err(incompatible.unwrap_or_else(|| self.nobody(role))),
        }
    }

    fn nobody(&self, role: RoleId) -> Refusal {
        let record = &self.state.roles[role];
        let other_is_up =
            self.state.members.iter().any(|member| *member != record.owner && self.state.takes_roles(*member));
        if other_is_up {
            Refusal::NoPossibleOwner { role: record.name.clone() }
        } else {
            Refusal::NoOtherNode { node: self.state.machines[record.owner].name.clone() }
        }
    }

    /// How a role moves when nobody says how: live from the threshold of the resource type "Virtual Machine" on, else
    /// quick, unless the VM itself asks for quick migration ("Configuring how VMs are moved when a node is drained",
    /// techcommunity.microsoft.com). What does not run changes its owner only.
    pub(crate) fn method_by_rule(&mut self, role: RoleId) -> Method {
        let record = &self.state.roles[role];
        let Some(machine) = &record.virtual_machine else { return Method::Failover };
        if !machine.power.has_a_running_state() {
            return Method::Failover;
        }
        let quick = machine.quick_migration;
        let threshold = self.state.cluster.facts.move_type_threshold;
        let live = record.priority.0 >= threshold.unwrap_or(self.simulation.move_type_threshold);
        if !live && threshold.is_none() {
            self.assumptions.rely(Assumption::LowPriorityQuick);
        }
        if live && !quick { Method::Live } else { Method::Quick }
    }

    /// Live migrations that a node takes part in at a time: the cluster's own property where it has one takes
    /// precedence over the host's setting ("Set-VMHost", learn.microsoft.com).
    pub(crate) fn migration_limit(&self, machine: MachineId) -> u32 {
        let host =
            self.state.machines[machine].facts.hyper_v.as_ref().map_or(2, |settings| settings.maximum_migrations);
        self.state.cluster.facts.maximum_parallel_migrations.unwrap_or(host).max(1)
    }

    pub(crate) fn has_free_slot(&self, machine: MachineId) -> bool {
        self.state.machines[machine].migrations < self.migration_limit(machine)
    }

    /// Whether a VM below 8.0 would be saved: it comes back only where a registry value is set on the hosts.
    pub(crate) fn note_saved_state(&mut self, role: RoleId) {
        let below = |release: Release| release.default_configuration_version();
        let saved = self.state.roles[role].virtual_machine.as_ref().is_some_and(|machine| {
            machine.power == Power::Running && Some(machine.version) < below(Release::Server2016)
        });
        if saved {
            self.assumptions.rely(Assumption::LowVersionSaved);
        }
    }
}
