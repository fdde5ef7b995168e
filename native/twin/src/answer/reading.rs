//! Calls that only read.

use rolling_upgrade_core::model::{NodeState, QuorumKind, Release, RoleKind, RoleState, WitnessKind};

use super::{Answer, Told, told};
use crate::call::{
    Call, GroupView, HostView, MachineView, NetworkInterfaceView, NetworkView, NodeView, QuorumView,
    SupportedVersionView, UpdatingView, VirtualMachineView, WitnessView,
};
use crate::error::TwinError;
use crate::ids::{MachineId, RoleId};
use crate::level::upgrade_version;
use crate::refusal::Refusal;
use crate::state::RoleRecord;
use crate::twin::Twin;

/// `DrainTarget` where there is none.
const NO_TARGET: u32 = u32::MAX;
/// `FailbackWindowStart` and `FailbackWindowEnd` where none is set.
const NO_HOUR: u32 = u32::MAX;
const MIB: u64 = 1024 * 1024;

impl Twin {
    /// What is asked of one machine, whether or not the cluster runs; `None` for every other call.
    fn answer_machine(&mut self, call: &Call) -> Option<Answer<Told>> {
        Some(match call {
            Call::MachineFacts { machine } => {
                self.begin().and_then(|()| told(&self.machine_view(self.machine_named(machine)?)))
            }
            Call::Hosted { machine } => {
                self.begin().and_then(|()| told(&self.hosted_view(self.machine_named(machine)?)))
            }
            Call::Teams { machine } => self.answer_teams(machine),
            Call::Events { from } => self.begin().and_then(|()| told(&self.log.views(*from, self.start))),
            Call::CriticalEvents { since } => {
                self.begin().and_then(|()| told(&self.log.critical(*since, self.start).collect::<Vec<_>>()))
            }
            Call::Host { host } => self.begin().and_then(|()| told(&self.host_view(self.answering(host)?))),
            Call::VirtualMachines { host } => {
                self.begin().and_then(|()| told(&self.virtual_machine_views(self.answering(host)?)))
            }
            _ => return None,
        })
    }

    pub(super) fn answer_reading(&mut self, call: &Call) -> Answer<Told> {
        if let Some(answer) = self.answer_machine(call) {
            return answer;
        }
        self.begin_cluster()?;
        match call {
            Call::Cluster => told(&self.cluster_view()),
            Call::Nodes { names } => {
                let nodes = if names.is_empty() {
                    self.state.members.clone()
                } else {
                    names.iter().map(|name| self.node_named(name)).collect::<Answer<Vec<_>>>()?
                };
                told(&nodes.into_iter().map(|node| self.node_view(node)).collect::<Vec<_>>())
            }
            Call::Groups { names, owner } => {
                let roles = if names.is_empty() {
                    self.state.roles.ids().collect()
                } else {
                    names.iter().map(|name| self.role_named(name)).collect::<Answer<Vec<_>>>()?
                };
                let owner = owner.as_ref().map(|name| self.node_named(name)).transpose()?;
                let wanted =
                    roles.into_iter().filter(|role| owner.is_none_or(|node| self.state.roles[*role].owner == node));
                told(&wanted.map(|role| self.group_view(role)).collect::<Vec<_>>())
            }
            Call::Resources { group } => told(&self.resource_views(group.as_ref())?),
            Call::Networks => told(&self.network_views()),
            Call::ResourceTypes => told(&self.resource_types()?),
            Call::NetworkInterfaces => told(&self.network_interface_views()),
            Call::SharedVolumes => told(&self.shared_volume_views()),
            Call::Quorum => told(&self.quorum_view()),
            Call::OwnerNodes { group, resource, resource_type } => {
                self.owner_nodes(group.as_ref(), resource.as_deref(), resource_type.as_deref())
            }
            Call::OwnerLists { resources } => told(&self.owner_lists(*resources)),
            Call::SupportedVersions => told(&self.supported_version_views()),
            Call::AffinityRules => told(&self.affinity_rule_views()),
            Call::GroupSets => told(&self.group_set_views()),
            Call::StoragePools => told(&self.pool_views()),
            Call::VirtualDisks => told(&self.virtual_disk_views()),
            Call::PhysicalDisks { node } => told(&self.physical_disk_views(node.as_ref())?),
            Call::Parameters { resource_type: Some(kind) } => told(&self.type_parameters(kind)),
            Call::Parameters { resource_type: None } => told(&self.cluster_parameters()),
            Call::StorageJobs => told(&self.storage_job_views()),
            Call::Updating => told(&self.updating_view()),
            _ => Err(TwinError::NotModelled { what: format!("{call:?}") }),
        }
    }

    /// A machine that answers remote calls.
    fn answering(&self, name: &rolling_upgrade_core::model::NodeName) -> Answer<MachineId> {
        let machine = self.machine_named(name)?;
        if self.state.machines[machine].answers() {
            return Ok(machine);
        }
        Err(Refusal::Unreachable { machine: name.clone() }.into())
    }

    pub(crate) fn node_view(&self, machine: MachineId) -> NodeView {
        let record = &self.state.machines[machine];
        let node = record.node.clone().unwrap_or_else(|| crate::state::NodeRecord::new(0));
        let drain = match node.drain_status {
            1 => 4,
            2 => 8,
            3 => 16,
            _ => 0,
        };
        let release = record.facts.release;
        let lowest = if release > Release::Server2012R2 { release.level().0 - 1 } else { release.level().0 };
        NodeView {
            name: record.name.clone(),
            id: node.id,
            state: match node.state {
                NodeState::Up => 0,
                NodeState::Down => 1,
                NodeState::Paused => 2,
                NodeState::Joining => 3,
            },
            status_information: drain | if node.quarantined { 2 } else { 0 } | u32::from(node.isolated_until.is_some()),
            drain_status: node.drain_status,
            drain_target: node.drain_target.unwrap_or(NO_TARGET),
            drain_error_code: node.drain_error_code,
            failback_status: node.failback_status,
            node_weight: u32::from(node.vote),
            dynamic_weight: u32::from(self.state.cluster.votes.voters.contains(&node.id)),
            build_number: record.facts.build,
            major_version: if release <= Release::Server2012R2 { 6 } else { 10 },
            minor_version: if release <= Release::Server2012R2 { 3 } else { 0 },
            node_highest_version: (release.level().0 << 16) | upgrade_version(release),
            node_lowest_version: lowest << 16,
            fault_domain: node.fault_domain,
            site: node.site,
        }
    }

    pub(crate) fn group_view(&self, role: RoleId) -> GroupView {
        let record = &self.state.roles[role];
        let offline = matches!(record.state, RoleState::Offline);
        GroupView {
            name: record.name.clone(),
            id: record.id.clone(),
            owner: self.machine_name(record.owner).clone(),
            state: match record.state {
                RoleState::Online => 0,
                RoleState::Offline => 1,
                RoleState::Failed => 2,
                RoleState::PartialOnline => 3,
                RoleState::Pending => 4,
            },
            status_information: group_status(record),
            group_type: group_type(record.kind),
            priority: record.priority.0,
            auto_failback_type: u32::from(record.automatic_failback),
            anti_affinity_class_names: record
                .classes
                .iter()
                .map(|class| self.state.classes.name(*class).to_owned())
                .collect(),
            locked_from_moving: u32::from(record.locked),
            persistent_state: u32::from(!offline),
            is_core_group: record.is_core(),
            preferred_site: record.preferred_site.clone(),
            failback_window_start: record.failback_window_start.map_or(NO_HOUR, u32::from),
            failback_window_end: record.failback_window_end.map_or(NO_HOUR, u32::from),
            virtual_machine_id: record.virtual_machine.as_ref().map(|machine| machine.id.clone()),
        }
    }

    pub(super) fn machine_view(&self, machine: MachineId) -> MachineView {
        let record = &self.state.machines[machine];
        let reachable = record.answers();
        MachineView { name: record.name.clone(), reachable, facts: reachable.then(|| record.facts.clone()) }
    }

    fn host_view(&self, machine: MachineId) -> HostView {
        let record = &self.state.machines[machine];
        let release = record.facts.release;
        HostView {
            name: record.name.clone(),
            hyper_v: record.hyper_v,
            machine: record.facts.clone(),
            supported_versions: release.configuration_versions().iter().map(ToString::to_string).collect(),
            default_version: release.default_configuration_version().map(|version| version.to_string()),
        }
    }

    fn virtual_machine_views(&self, host: MachineId) -> Vec<VirtualMachineView> {
        let clustered = self.state.roles_of(host).into_iter().filter_map(|role| self.virtual_machine_view(role));
        let record = &self.state.machines[host];
        let others = record.facts.unclustered_virtual_machines.iter().map(|name| unclustered(name, &record.name));
        clustered.chain(others).collect()
    }

    pub(super) fn virtual_machine_view(&self, role: RoleId) -> Option<VirtualMachineView> {
        let record = &self.state.roles[role];
        let machine = record.virtual_machine.as_ref()?;
        let assigned = if machine.power.takes_memory() { machine.memory.assigned_mib * MIB } else { 0 };
        Some(VirtualMachineView {
            name: record.name.clone(),
            id: machine.id.clone(),
            host: self.machine_name(record.owner).clone(),
            state: machine.power.number(),
            version: machine.version.to_string(),
            memory_assigned_bytes: assigned,
            memory_demand_bytes: assigned,
            memory_startup_bytes: machine.memory.startup_mib * MIB,
            memory_minimum_bytes: machine.memory.minimum_mib.unwrap_or(machine.memory.startup_mib) * MIB,
            memory_maximum_bytes: machine.memory.maximum_mib.unwrap_or(machine.memory.startup_mib) * MIB,
            dynamic_memory: machine.memory.dynamic,
            processor_count: machine.processors,
            processor_compatibility: machine.processor_compatibility,
            booted_feature_set: machine
                .booted_feature_set
                .or(self.state.machines[record.owner].feature_set)
                .map(|number| self.state.feature_sets.name(number).to_owned()),
            uptime_milliseconds: if machine.power.takes_memory() { self.now - machine.booted_at } else { 0 },
            is_clustered: true,
            switches: machine.switches.iter().map(|number| self.state.switches.name(*number).to_owned()).collect(),
            checkpoints: machine.checkpoints,
            guest_shutdown: machine.guest_shutdown,
            local_media: machine.local_media.clone(),
            quick_migration: machine.quick_migration,
            trusted_platform_module: machine.facts.trusted_platform_module,
            guardians: machine.facts.guardians.clone(),
            automatic_stop_action: machine.facts.automatic_stop_action.clone(),
            time_synchronization: machine.facts.time_synchronization,
            remote_fx: machine.facts.remote_fx,
            shared_disks: machine.facts.shared_disks,
            replica: machine.facts.replica.clone(),
            vlans: machine.facts.vlans.clone(),
            volume: machine.facts.volume.clone(),
        })
    }

    fn network_views(&self) -> Vec<NetworkView> {
        let networks = self.state.networks.iter().enumerate();
        networks
            .map(|(place, network)| NetworkView {
                name: network.name.clone(),
                id: super::resources::identity("network", &network.name),
                state: network_state(network.state.as_deref()),
                role: network.role,
                address: network.address.clone().unwrap_or_default(),
                address_mask: network.prefix_length.map(mask).unwrap_or_default(),
                metric: 30_240 + u32::try_from(place).unwrap_or(0) * 1000,
            })
            .collect()
    }

    fn network_interface_views(&self) -> Vec<NetworkInterfaceView> {
        let mut views = Vec::new();
        for member in &self.state.members {
            let record = &self.state.machines[*member];
            let state = if self.state.is_active(*member) { 3 } else { 1 };
            for adapter in &record.facts.adapters {
                let Some(network) = &adapter.network else { continue };
                let name = format!("{} - {}", record.name, adapter.name);
                let addresses = adapter.addresses.iter().filter_map(|address| address.split('/').next());
                views.push(NetworkInterfaceView {
                    id: super::resources::identity("network interface", &name),
                    addresses: addresses.map(str::to_owned).collect(),
                    name,
                    node: record.name.clone(),
                    network: network.clone(),
                    adapter: adapter.name.clone(),
                    state,
                });
            }
        }
        views
    }

    pub(super) fn quorum_view(&self) -> QuorumView {
        let quorum = &self.state.cluster.quorum;
        QuorumView {
            quorum_type: match quorum.kind {
                QuorumKind::Majority => 1,
                QuorumKind::DiskOnly => 2,
            },
            witness: quorum.witness.as_ref().map(|witness| WitnessView {
                resource: witness.resource.clone(),
                resource_type: super::resources::witness_type(witness.kind).to_owned(),
                online: witness.online,
                share_path: witness.share_path.clone().filter(|_| witness.kind == WitnessKind::FileShare),
                dynamic_weight: u32::from(self.state.cluster.votes.witness),
            }),
            forced: quorum.forced,
        }
    }

    fn supported_version_views(&self) -> Vec<SupportedVersionView> {
        let members = self.state.members.iter().map(|member| &self.state.machines[*member]);
        members
            .map(|record| SupportedVersionView {
                node: record.name.clone(),
                functional_level: record.facts.release.level().0,
                upgrade_version: upgrade_version(record.facts.release),
            })
            .collect()
    }

    fn updating_view(&self) -> UpdatingView {
        let updating = &self.state.cluster.updating;
        let role = self.state.roles.iter().find(|(_, role)| role.kind == RoleKind::ClusterAwareUpdating);
        UpdatingView {
            present: updating.present,
            enabled: updating.enabled,
            run_in_progress: updating.run_in_progress,
            run: updating.run.clone().filter(|_| updating.run_in_progress),
            group: role.map(|(_, role)| role.name.clone()),
        }
    }
}

/// A VM of which the inventory knows nothing but its name and its host.
fn unclustered(name: &str, host: &rolling_upgrade_core::model::NodeName) -> VirtualMachineView {
    VirtualMachineView {
        name: name.into(),
        id: super::resources::identity("virtual machine", &format!("{host}\\{name}")),
        host: host.clone(),
        state: 2,
        version: String::new(),
        memory_assigned_bytes: 0,
        memory_demand_bytes: 0,
        memory_startup_bytes: 0,
        memory_minimum_bytes: 0,
        memory_maximum_bytes: 0,
        dynamic_memory: false,
        processor_count: 1,
        processor_compatibility: false,
        booted_feature_set: None,
        uptime_milliseconds: 0,
        is_clustered: false,
        switches: Vec::new(),
        checkpoints: 0,
        guest_shutdown: true,
        local_media: Vec::new(),
        quick_migration: false,
        trusted_platform_module: None,
        guardians: Vec::new(),
        automatic_stop_action: None,
        time_synchronization: None,
        remote_fx: None,
        shared_disks: None,
        replica: None,
        vlans: Vec::new(),
        volume: None,
    }
}

/// `GroupType`.
const fn group_type(kind: RoleKind) -> u32 {
    match kind {
        RoleKind::Cluster => 1,
        RoleKind::AvailableStorage => 2,
        RoleKind::StoragePool => 5,
        RoleKind::FileServer => 100,
        RoleKind::Dhcp => 102,
        RoleKind::Generic => 107,
        RoleKind::VirtualMachine => 111,
        RoleKind::ScaleOutFileServer => 114,
        RoleKind::ReplicaBroker => 115,
        RoleKind::ClusterAwareUpdating => 117,
        RoleKind::SqlServer | RoleKind::Other => 9999,
    }
}

/// `StatusInformation` of a group: flags.
const fn group_status(role: &RoleRecord) -> u32 {
    (if role.locked { 1 } else { 0 })
        | if role.queued.is_some() { 4 } else { 0 }
        | if role.unmonitored { 256 } else { 0 }
        | if role.waits_for_providers { 4096 } else { 0 }
}

/// `ClusterNetworkState`: 0 unavailable, 1 down, 2 partitioned, 3 up.
fn network_state(state: Option<&str>) -> u32 {
    match state {
        Some("unavailable") => 0,
        Some("down") => 1,
        Some("partitioned") => 2,
        _ => 3,
    }
}

fn mask(prefix_length: u8) -> String {
    let bits = u32::MAX.checked_shl(32 - u32::from(prefix_length.min(32))).unwrap_or(0);
    std::net::Ipv4Addr::from(bits).to_string()
}
