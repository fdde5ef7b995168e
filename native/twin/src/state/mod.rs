//! The state of the simulated cluster: machines, nodes, roles, storage, by dense ids.

mod affinity;
mod load;
mod machine;
mod role;
mod save;
mod storage;
mod told;

use std::collections::{BTreeSet, HashMap};

use rolling_upgrade_core::model::{
    Cluster, Coordinator, DirectoryObject, FunctionalLevel, Network, NodeName, NodeState, Quorum, Release,
    ResourceType, RoleName, RoleState, UpdatingRole,
};
use serde::{Deserialize, Serialize};

use crate::ids::{MachineId, MachineList, RoleId, RoleList};
use crate::quorum::Votes;

pub(crate) use affinity::{AffinityRecord, GroupSetRecord};
pub(crate) use load::{add_role, load};
pub(crate) use machine::{Drain, Install, MachineRecord, NodeRecord, Unheard};
pub(crate) use role::{GuestFacts, Method, Movement, Outage, Power, Queued, RoleRecord, VirtualMachineRecord};
pub(crate) use save::save;
pub(crate) use storage::{PhysicalDiskRecord, RepairJob, SharedVolumeRecord, StorageState, VirtualDiskRecord};
pub(crate) use told::{Told, save_again};

/// Names that are compared often, as numbers: the place of the name in its list.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(from = "Vec<String>", into = "Vec<String>")]
pub(crate) struct Names {
    list: Vec<String>,
    places: HashMap<String, u32>,
}

impl From<Vec<String>> for Names {
    fn from(list: Vec<String>) -> Self {
        let places = (0..).zip(&list).map(|(place, name)| (name.clone(), place)).collect();
        Self { list, places }
    }
}

impl From<Names> for Vec<String> {
    fn from(names: Names) -> Self {
        names.list
    }
}

impl Names {
    /// The number of a name, which is compared with exact spelling.
    pub(crate) fn number(&mut self, name: &str) -> u32 {
        if let Some(place) = self.places.get(name) {
            return *place;
        }
        let place = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.list.push(name.to_owned());
        self.places.insert(name.to_owned(), place);
        place
    }

    /// The name of a number.
    pub(crate) fn name(&self, number: u32) -> &str {
        self.list.get(number as usize).map_or("", String::as_str)
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }
}

/// The cluster itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ClusterState {
    /// What the inventory said, kept current where the twin changes it; quorum, updating and level stand apart.
    pub(crate) facts: Cluster,
    pub(crate) level: FunctionalLevel,
    pub(crate) quorum: Quorum,
    pub(crate) updating: UpdatingRole,
    pub(crate) votes: Votes,
    /// The votes that counted when the cluster lost its quorum: of these it needs a majority to form again.
    pub(crate) last_votes: Votes,
    /// How often somebody tried to raise the functional level.
    pub(crate) level_attempts: u32,
    /// The phase in which a change of the functional level stopped.
    pub(crate) level_stopped_in: Option<usize>,
    /// The functional level was raised, and the cluster has to be restarted once to finish that.
    pub(crate) level_needs_restart: bool,
    /// The cluster service has stopped everywhere for want of votes.
    pub(crate) stopped: bool,
    /// When a cluster that had stopped formed again, while it waits for the owners of its roles, in milliseconds.
    pub(crate) formed_at: Option<u64>,
    /// The highest id that a node has had.
    pub(crate) highest_node_id: u32,
    /// When a node was added or evicted last, in milliseconds.
    pub(crate) membership_changed_at: Option<u64>,
    /// What lies between sites and nodes, with the site above it: it stays when its last node is evicted.
    #[serde(default)]
    pub(crate) fault_domains: Vec<FaultDomain>,
    /// Sites; they stay, too.
    #[serde(default)]
    pub(crate) sites: Vec<String>,
    /// Properties that were written and that nothing here depends on.
    pub(crate) written: Vec<(String, serde_json::Value)>,
    /// Private properties of the cluster, of resources and of resource types that were written.
    pub(crate) private_properties: Vec<PrivateProperty>,
}

/// A rack or a chassis.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct FaultDomain {
    pub(crate) name: String,
    pub(crate) site: Option<String>,
}

/// What a private property belongs to.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub(crate) enum PropertyOwner {
    /// The cluster.
    Cluster,
    /// A resource.
    Resource,
    /// A resource type.
    ResourceType,
}

/// A private property of the cluster, of a resource or of a resource type.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
pub(crate) struct PrivateProperty {
    /// What it belongs to.
    pub(crate) of: PropertyOwner,
    /// The name of the resource or of the type; empty for the cluster.
    pub(crate) owner: String,
    pub(crate) name: String,
    pub(crate) value: serde_json::Value,
}

/// The whole state.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct State {
    pub(crate) cluster: ClusterState,
    pub(crate) machines: MachineList<MachineRecord>,
    pub(crate) roles: RoleList<RoleRecord>,
    pub(crate) networks: Vec<Network>,
    pub(crate) storage: StorageState,
    pub(crate) affinity_rules: Vec<AffinityRecord>,
    pub(crate) group_sets: Vec<GroupSetRecord>,
    pub(crate) coordinator: Option<Coordinator>,
    pub(crate) directory: Vec<DirectoryObject>,
    pub(crate) domain_controllers: Option<Vec<String>>,
    pub(crate) resource_types: Vec<ResourceType>,
    /// Members in the order of their ids.
    pub(crate) members: Vec<MachineId>,
    /// Machines from which roles wait to move.
    pub(crate) sources: BTreeSet<MachineId>,
    pub(crate) feature_sets: Names,
    pub(crate) switches: Names,
    pub(crate) classes: Names,
    #[serde(skip)]
    pub(crate) machines_by_name: HashMap<NodeName, MachineId>,
    #[serde(skip)]
    pub(crate) roles_by_name: HashMap<RoleName, RoleId>,
    /// Memory that a VM takes beyond its own.
    pub(crate) overhead_mib: u64,
}

impl State {
    /// The state of a member; `Down` for what is none.
    pub(crate) fn node_state(&self, machine: MachineId) -> NodeState {
        self.machines[machine].node.as_ref().map_or(NodeState::Down, |node| node.state)
    }

    /// Whether a machine is a member that is up and takes roles.
    pub(crate) fn takes_roles(&self, machine: MachineId) -> bool {
        self.node_state(machine) == NodeState::Up
    }

    /// Whether a machine is a member that may own running roles.
    pub(crate) fn is_active(&self, machine: MachineId) -> bool {
        matches!(self.node_state(machine), NodeState::Up | NodeState::Paused)
    }

    /// The release of the cluster's functional level.
    pub(crate) fn level_release(&self) -> Option<Release> {
        Release::of_level(self.cluster.level)
    }

    /// The release that a rolling upgrade from the present level goes to.
    pub(crate) fn next_release(&self) -> Option<Release> {
        Release::of_level(self.cluster.level.next())
    }

    /// Whether members of two releases make up the cluster.
    pub(crate) fn is_mixed(&self) -> bool {
        let mut releases = self.members.iter().map(|member| self.machines[*member].facts.release);
        releases.next().is_some_and(|first| releases.any(|release| release != first))
    }

    /// Memory that a role takes on a node: its own and the overhead, zero where it does not run.
    pub(crate) fn memory_mib(&self, role: &RoleRecord) -> u64 {
        match &role.virtual_machine {
            Some(machine) if machine.power.takes_memory() => machine.memory.assigned_mib + self.overhead_mib,
            _ => 0,
        }
    }

    /// Counts a role's memory and anti-affinity classes on a machine: where it runs, or where it is on its way to.
    pub(crate) fn hold(&mut self, machine: MachineId, role: RoleId) {
        let memory = self.memory_mib(&self.roles[role]);
        let record = &mut self.machines[machine];
        record.memory_used_mib += memory;
        for class in &self.roles[role].classes {
            record.count_class(*class, true);
        }
    }

    /// Takes back what [`State::hold`] counted.
    pub(crate) fn release(&mut self, machine: MachineId, role: RoleId) {
        let memory = self.memory_mib(&self.roles[role]);
        let record = &mut self.machines[machine];
        record.memory_used_mib = record.memory_used_mib.saturating_sub(memory);
        for class in &self.roles[role].classes {
            record.count_class(*class, false);
        }
    }

    /// Changes the power of a VM, keeping the memory of its owner right.
    pub(crate) fn set_power(&mut self, role: RoleId, power: Power) {
        let owner = self.roles[role].owner;
        self.release(owner, role);
        if let Some(machine) = &mut self.roles[role].virtual_machine {
            machine.power = power;
        }
        self.hold(owner, role);
    }

    /// Hands a role to another owner. The caller has seen to [`State::hold`].
    pub(crate) fn hand_over(&mut self, role: RoleId, to: MachineId) {
        self.take_out(role);
        self.roles[role].owner = to;
        // Whoever owns it now looks after it again.
        self.roles[role].unmonitored = false;
        self.put_back(role);
    }

    /// Takes a role off its owner's list. The caller has seen to [`State::release`].
    pub(crate) fn take_out(&mut self, role: RoleId) {
        let (owner, place) = (self.roles[role].owner, self.roles[role].place as usize);
        let list = &mut self.machines[owner].roles;
        list.swap_remove(place);
        if let Some(moved) = list.get(place).copied() {
            self.roles[moved].place = u32::try_from(place).unwrap_or(u32::MAX);
        }
    }

    /// Puts a role that was taken out on its owner's list again. The caller sees to [`State::hold`].
    pub(crate) fn put_back(&mut self, role: RoleId) {
        let owner = self.roles[role].owner;
        let list = &mut self.machines[owner].roles;
        self.roles[role].place = u32::try_from(list.len()).unwrap_or(u32::MAX);
        list.push(role);
    }

    /// The roles of a machine in the order of the inventory.
    pub(crate) fn roles_of(&self, machine: MachineId) -> Vec<RoleId> {
        let mut roles = self.machines[machine].roles.clone();
        roles.sort_unstable();
        roles
    }
}

impl State {
    /// Finds machines and roles by name again after a state was loaded, which keeps them by id only.
    pub(crate) fn name_everything(&mut self) {
        self.machines_by_name = self.machines.iter().map(|(id, machine)| (machine.name.clone(), id)).collect();
        self.roles_by_name = self.roles.iter().map(|(id, role)| (role.name.clone(), id)).collect();
    }

    /// Brings the forms of a machine's facts up to date that are compared often.
    pub(crate) fn refresh_facts(&mut self, machine: MachineId, default_link_mib_per_second: u64) {
        let record = &mut self.machines[machine];
        record.feature_set = record.facts.processor.feature_set.as_ref().map(|name| self.feature_sets.number(name));
        record.switches = record.facts.switches.iter().map(|switch| self.switches.number(&switch.name)).collect();
        record.hyper_v = record.facts.has_feature("Hyper-V");
        let for_migration = |network: &str| self.networks.iter().any(|one| one.live_migration && one.name == network);
        let fastest = record
            .facts
            .adapters
            .iter()
            .filter(|adapter| adapter.network.as_deref().is_some_and(for_migration))
            .filter_map(|adapter| adapter.megabits_per_second)
            .max();
        // 1 MiB are 8.388608 megabits.
        let speed = fastest.map(|megabits| (megabits.saturating_mul(1_000_000) / 8_388_608).max(1));
        record.link_mib_per_second = speed.unwrap_or(default_link_mib_per_second).max(1);
    }

    /// Makes a role that was just loaded agree with itself: nothing runs on a node that is down, and a VM runs exactly
    /// where its group is online.
    fn settle(&mut self, role: RoleId) {
        let active = self.is_active(self.roles[role].owner);
        let record = &mut self.roles[role];
        let running = matches!(record.state, RoleState::Online | RoleState::PartialOnline);
        if running && !active {
            record.state = RoleState::Failed;
        }
        let running = running && active;
        if let Some(machine) = &mut record.virtual_machine {
            match (running, machine.power.takes_memory()) {
                (true, false) => record.state = RoleState::Offline,
                (false, true) => machine.power = Power::Off,
                _ => {}
            }
        }
    }
}
