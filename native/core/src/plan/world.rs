//! The inventory with numbers for names, so that no name is compared while the planner searches.
//!
//! A node is its position under `nodes`. It has two lives: before its turn, and after it, when it runs the new
//! release, maybe on new hardware. A role is what a plan moves by name: everything but the infrastructure of the
//! cluster (the core group, `Available Storage`, storage pools, Cluster-Aware Updating), which the drain sweeps.

use std::collections::HashMap;

use super::beginning::{Beginning, NOTHING};
use super::bonds::same_node_groups;
use super::group_sets;
use super::ties::{self, Member, Tag, Tags, Tie, TieKind};
use super::volumes;
use super::{Migration, Placement, Policy};
use crate::model::NodeSet;
use crate::model::{
    ConfigurationVersion, Inventory, Machine, Node, NodeName, NodeState, PooledMachine, Priority, Release, Role,
    RoleKind, RoleState, VirtualMachine, VirtualMachineState,
};

/// Running VMs that a host supports (learn.microsoft.com: "Plan for Hyper-V scalability in Windows Server").
pub(super) const RUNNING_PER_HOST_MAX: u32 = 1024;
/// Virtual processors that a host supports (the same page).
pub(super) const PROCESSORS_PER_HOST_MAX: u32 = 2048;

/// The inventory with numbers for names.
pub(super) struct World<'a> {
    pub(super) inventory: &'a Inventory,
    pub(super) policy: &'a Policy,
    /// Where roles are when all is done: the policy's, unless another is being priced.
    pub(super) placement: Placement,
    /// The release after a node's turn; `None` where nothing is upgraded.
    pub(super) target: Option<Release>,
    /// What comes before the first node.
    pub(super) beginning: &'a Beginning,
    pub(super) nodes: Vec<NodeFacts<'a>>,
    pub(super) roles: Vec<RoleFacts>,
    /// Shared volumes that affinity rules name, as roles.
    volumes: Vec<Role>,
    pub(super) classes: Vec<Class>,
    /// Anti-affinity classes that two roles or more share, and affinity rules for different nodes.
    pub(super) tags: Vec<Tag<'a>>,
    /// The other affinity rules that are limits.
    pub(super) ties: Vec<Tie<'a>>,
    /// Roles that affinity rules keep on one node, and the group of each such role.
    pub(super) groups: Vec<Vec<u32>>,
    pub(super) grouped: HashMap<u32, usize>,
    /// Roles that stop on their way, each with those of them that have to be online when it starts again.
    pub(super) waits: HashMap<u32, Vec<u32>>,
    temporary: NodeSet,
    /// The number of the fault domain of each node.
    pub(super) domains: Vec<u16>,
    /// The number of the site of each node; nodes without one are in one together.
    pub(super) sites: Vec<u16>,
    numbers: HashMap<&'a NodeName, usize>,
}

/// What the planner needs of a node.
pub(super) struct NodeFacts<'a> {
    /// Memory for VMs before its turn, the host's reserve taken off; `None` where the machine is not known.
    pub(super) before_mib: Option<u64>,
    /// The same after its turn.
    pub(super) after_mib: Option<u64>,
    /// Whether roles may come before its turn.
    pub(super) up: bool,
    /// Whether it runs the target release already.
    pub(super) upgraded: bool,
    /// Whether it has a turn: it runs something older than the target, and is no machine that is yet to join.
    pub(super) due: bool,
    /// Whether it leaves for good in its turn.
    pub(super) leaves: bool,
    /// Whether it is here for the upgrade only and leaves after the last turn.
    pub(super) temporary: bool,
    /// The node that joins before its turn and takes its place.
    pub(super) ahead: Option<usize>,
    /// The machine that takes its place once it has left.
    pub(super) replacement: Option<&'a PooledMachine>,
}

/// What the planner needs of a role.
pub(super) struct RoleFacts {
    /// Its position under `roles` of the inventory; shared volumes follow after the last role.
    pub(super) index: usize,
    /// Its owner at the beginning.
    pub(super) owner: usize,
    pub(super) is_virtual_machine: bool,
    /// Whether it is no role but a shared volume, whose owner coordinates it.
    pub(super) is_volume: bool,
    /// Whether it is a VM that takes memory and processors now.
    pub(super) running: bool,
    /// Memory on its host, the overhead included; 0 where it takes none.
    pub(super) memory_mib: u64,
    /// The same once it has started again after the failure of its host: the startup memory of a VM.
    pub(super) restart_mib: u64,
    /// Whether the cluster starts it again when its host fails.
    pub(super) restarts: bool,
    pub(super) processors: u32,
    pub(super) class: u32,
    pub(super) tags: Box<[u16]>,
    /// The affinity rules about fault domains that it is in.
    pub(super) ties: Box<[u16]>,
    pub(super) preferred: Box<[u16]>,
    /// Why it can't be moved at all.
    pub(super) fixed: Option<Fixed>,
    pub(super) migration: Migration,
}

/// Why a role can't be moved at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fixed {
    Locked,
    LocalMedia,
}

/// Roles that may be owned by the same nodes.
#[derive(Default)]
pub(super) struct Class {
    /// Nodes that may own it before their turn and after it, moved as it runs.
    pub(super) before: NodeSet,
    pub(super) after: NodeSet,
    /// The same for a cold start, for which processors need not match.
    pub(super) cold_before: NodeSet,
    pub(super) cold_after: NodeSet,
}

impl Class {
    fn of(key: &ClassKey, before: &[Option<Host>], after: &[Option<Host>], gone: &NodeSet) -> Self {
        Self {
            before: key.nodes(before, true),
            after: key.nodes(after, true).without(gone),
            cold_before: key.nodes(before, false),
            cold_after: key.nodes(after, false).without(gone),
        }
    }
}

/// What the members of a class share.
#[derive(PartialEq, Eq, Hash)]
struct ClassKey {
    possible: NodeSet,
    version: Option<ConfigurationVersion>,
    /// Vendor and, without compatibility mode, feature set under which the VM runs; `None` where it does not run.
    processor: Option<(u16, Option<u16>)>,
    switches: Vec<u16>,
    needs_hypervisor: bool,
}

/// Numbers for texts, in the order in which they were seen.
#[derive(Default)]
struct Numbers<'a> {
    all: HashMap<&'a str, u16>,
    /// The text that was asked for last and its number: neighbours mostly have the same.
    last: Option<(&'a str, u16)>,
}

impl<'a> Numbers<'a> {
    fn of(&mut self, text: &'a str) -> u16 {
        if let Some((last, number)) = self.last
            && last == text
        {
            return number;
        }
        let next = u16::try_from(self.all.len()).unwrap_or(u16::MAX);
        let number = *self.all.entry(text).or_insert(next);
        self.last = Some((text, number));
        number
    }
}

/// The classes that were seen, and what the last one was made of: neighbours mostly share theirs, which is then found
/// without a look at each owner and switch.
#[derive(Default)]
struct Classes<'a> {
    numbers: HashMap<ClassKey, u32>,
    last: Option<(Trait<'a>, u32)>,
}

impl<'a> Classes<'a> {
    /// The class of a role where the last one was made of the same; else gives back what it is made of.
    fn of(&self, own: Trait<'a>) -> Result<u32, Trait<'a>> {
        match &self.last {
            Some((last, class)) if *last == own => Ok(*class),
            _ => Err(own),
        }
    }

    /// The number of a class, which `make` gives to one that was not seen before.
    fn put(&mut self, own: Trait<'a>, key: ClassKey, make: impl FnOnce(&ClassKey) -> u32) -> u32 {
        let class = *self.numbers.entry(key).or_insert_with_key(make);
        self.last = Some((own, class));
        class
    }
}

/// What the class of a role depends on, by the words of the inventory.
#[derive(PartialEq, Eq)]
struct Trait<'a> {
    possible: &'a [NodeName],
    version: Option<ConfigurationVersion>,
    processor: Option<(u16, Option<u16>)>,
    switches: &'a [String],
    needs_hypervisor: bool,
}

/// A machine in one of its two lives, as far as placement depends on it.
struct Host {
    release: Release,
    vendor: u16,
    features: Option<u16>,
    switches: Vec<u16>,
    hypervisor: bool,
}

#[derive(Default)]
struct Dictionary<'a> {
    vendors: Numbers<'a>,
    features: Numbers<'a>,
    switches: Numbers<'a>,
}

impl<'a> World<'a> {
    /// Numbers an inventory; `target` is the release after a node's turn.
    pub(super) fn new(inventory: &'a Inventory, policy: &'a Policy, target: Option<Release>) -> Self {
        Self::after(inventory, policy, target, &NOTHING)
    }

    /// Numbers an inventory as it is after a beginning. On the way back a node is done where it runs the target or
    /// something older, and no hardware changes.
    pub(super) fn after(
        inventory: &'a Inventory,
        policy: &'a Policy,
        target: Option<Release>,
        beginning: &'a Beginning,
    ) -> Self {
        Self::numbered(inventory, policy, target, beginning, None)
    }

    /// Numbers the nodes of an inventory and these of its roles alone, without the anti-affinity classes that they
    /// share with others: for what is asked of them as things stand.
    pub(super) fn of_roles(inventory: &'a Inventory, policy: &'a Policy, roles: &[usize]) -> Self {
        Self::numbered(inventory, policy, None, &NOTHING, Some(roles))
    }

    fn numbered(
        inventory: &'a Inventory,
        policy: &'a Policy,
        target: Option<Release>,
        beginning: &'a Beginning,
        only: Option<&[usize]>,
    ) -> Self {
        let numbers: HashMap<&NodeName, usize> = inventory.nodes.iter().map(|node| &node.name).zip(0..).collect();
        let mut dictionary = Dictionary::default();
        let before: Vec<Option<Host>> = inventory
            .nodes
            .iter()
            .map(|node| node.machine.as_ref().map(|machine| dictionary.host(machine, machine.release, None)))
            .collect();
        let mut nodes = Vec::with_capacity(inventory.nodes.len());
        let mut after = Vec::with_capacity(inventory.nodes.len());
        for node in &inventory.nodes {
            let facts = node_facts((inventory, policy), target, beginning, &numbers, node);
            let own = node.machine.as_ref();
            let replacement = facts.replacement;
            let machine = replacement.map(|pooled| &pooled.machine).or(own);
            nodes.push(facts);
            after.push(machine.map(|machine| {
                let release = target.unwrap_or(machine.release);
                dictionary.host(machine, release, replacement.and(own))
            }));
        }
        let world = Self {
            temporary: (0..nodes.len()).filter(|node| nodes[*node].temporary).collect(),
            inventory,
            volumes: if only.is_none() { volumes::in_rules(inventory) } else { Vec::new() },
            policy,
            placement: policy.placement,
            target,
            beginning,
            nodes,
            roles: Vec::with_capacity(only.map_or(inventory.roles.len(), <[usize]>::len)),
            classes: Vec::new(),
            tags: Vec::new(),
            ties: Vec::new(),
            groups: Vec::new(),
            grouped: HashMap::new(),
            waits: HashMap::new(),
            domains: ties::domains(&inventory.nodes),
            sites: ties::sites(&inventory.nodes),
            numbers,
        };
        world.with_roles(&mut dictionary, &before, &after, only)
    }

    /// Numbers the roles: these alone, or all and what binds them to each other.
    fn with_roles(
        mut self,
        words: &mut Dictionary<'a>,
        before: &[Option<Host>],
        after: &[Option<Host>],
        only: Option<&[usize]>,
    ) -> Self {
        if let Some(only) = only {
            self.number_roles(words, before, after, &Tags::default(), only.iter().copied());
            return self;
        }
        let tags = Tags::new(self.inventory);
        self.number_roles(words, before, after, &tags, 0..self.inventory.roles.len());
        self.number_volumes(words, before, after, &tags);
        self.tags = tags.tags;
        if !self.inventory.affinity_rules.is_empty() {
            self.tie_roles();
        }
        self.waits = group_sets::waits(&self);
        self
    }

    fn tie_roles(&mut self) {
        let inventory = self.inventory;
        let (mut numbers, mut volumes) = (HashMap::new(), HashMap::new());
        for (role, facts) in (0..).zip(&self.roles) {
            match inventory.roles.get(facts.index) {
                Some(source) => numbers.insert(source.name.as_str(), role),
                None => volumes.insert(self.volumes[facts.index - inventory.roles.len()].name.as_str(), role),
            };
        }
        self.ties = ties::ties(inventory, |member| match member {
            Member::Role(name) => numbers.get(name.as_str()).copied(),
            Member::Volume(name) => volumes.get(name).copied(),
        });
        for (number, tie) in (0..).zip(&self.ties).filter(|(_, tie)| tie.kind != TieKind::SameNode) {
            for role in &tie.members {
                let facts = &mut self.roles[*role as usize];
                facts.ties = facts.ties.iter().copied().chain([number]).collect();
            }
        }
        self.groups = same_node_groups(&self.ties);
        for (group, roles) in self.groups.iter().enumerate() {
            self.grouped.extend(roles.iter().map(|role| (*role, group)));
        }
    }

    fn number_roles(
        &mut self,
        words: &mut Dictionary<'a>,
        before: &[Option<Host>],
        after: &[Option<Host>],
        tags: &Tags<'_>,
        places: impl Iterator<Item = usize>,
    ) {
        let gone: NodeSet = (0..self.nodes.len()).filter(|node| self.nodes[*node].leaves).collect();
        let mut seen = Classes::default();
        for index in places {
            let Some(role) = self.inventory.roles.get(index).filter(|role| !is_infrastructure(role.kind)) else {
                continue;
            };
            let Some(owner) = self.number(&role.owner) else { continue };
            let own = class_trait(role, before.get(owner).and_then(Option::as_ref), words);
            let class = seen.of(own).unwrap_or_else(|own| {
                let key = self.class_key(&own, words);
                seen.put(own, key, |key| {
                    self.classes.push(Class::of(key, before, after, &gone));
                    u32::try_from(self.classes.len() - 1).unwrap_or(u32::MAX)
                })
            });
            let facts = self.role_facts(index, role, owner, class, tags);
            self.roles.push(facts);
        }
    }

    /// Shared volumes that affinity rules name are moved by name like roles; any node may coordinate one.
    fn number_volumes(
        &mut self,
        words: &mut Dictionary<'a>,
        before: &[Option<Host>],
        after: &[Option<Host>],
        tags: &Tags<'_>,
    ) {
        if self.volumes.is_empty() {
            return;
        }
        let class = u32::try_from(self.classes.len()).unwrap_or(u32::MAX);
        let anywhere = Trait { possible: &[], version: None, processor: None, switches: &[], needs_hypervisor: false };
        let key = self.class_key(&anywhere, words);
        let gone: NodeSet = (0..self.nodes.len()).filter(|node| self.nodes[*node].leaves).collect();
        self.classes.push(Class::of(&key, before, after, &gone));
        for index in 0..self.volumes.len() {
            let Some(owner) = self.number(&self.volumes[index].owner) else { continue };
            let place = self.inventory.roles.len() + index;
            let mut facts = self.role_facts(place, &self.volumes[index], owner, class, tags);
            // Another node coordinates it: nothing is copied, and nothing stops.
            facts.migration = Migration::Quick;
            facts.restarts = false;
            facts.is_volume = true;
            facts.tags = tags.of_volume(self.volumes[index].name.as_str());
            self.roles.push(facts);
        }
    }

    fn class_key(&self, own: &Trait<'a>, words: &mut Dictionary<'a>) -> ClassKey {
        let possible = if own.possible.is_empty() {
            NodeSet::first(self.nodes.len())
        } else {
            own.possible.iter().filter_map(|name| self.number(name)).collect()
        };
        let mut switches: Vec<u16> = own.switches.iter().map(|name| words.switches.of(name)).collect();
        switches.sort_unstable();
        switches.dedup();
        let Trait { version, processor, needs_hypervisor, .. } = *own;
        ClassKey { possible, version, processor, switches, needs_hypervisor }
    }

    fn role_facts(&self, index: usize, role: &Role, owner: usize, class: u32, tags: &Tags<'_>) -> RoleFacts {
        let machine = role.virtual_machine.as_ref();
        let running = machine.is_some_and(|machine| machine.state.takes_memory());
        let fixed = match machine {
            _ if role.locked => Some(Fixed::Locked),
            Some(machine) if !machine.local_media.is_empty() && machine.state != VirtualMachineState::Off => {
                Some(Fixed::LocalMedia)
            }
            _ => None,
        };
        let overhead = self.policy.virtual_machine_overhead_mib;
        let restart_mib = machine.filter(|_| running).map_or(0, |machine| startup_mib(machine) + overhead);
        // A role without automatic start moves when its host fails and stays off.
        let restarts = role.priority != Priority::NO_AUTOMATIC_START && (running || role.state == RoleState::Online);
        RoleFacts {
            index,
            owner,
            is_virtual_machine: machine.is_some(),
            is_volume: false,
            running,
            memory_mib: if running { role.memory_mib() + overhead } else { 0 },
            restart_mib,
            restarts,
            processors: machine.filter(|_| running).map_or(0, |machine| machine.processors),
            class,
            tags: tags.of(role),
            ties: Box::default(),
            preferred: role
                .preferred_owners
                .iter()
                .filter_map(|name| self.number(name).and_then(|number| u16::try_from(number).ok()))
                .collect(),
            fixed,
            migration: migration(role),
        }
    }

    /// Whether a node is in another site than the one where a role began.
    pub(super) fn is_away(&self, role: u32, node: usize) -> bool {
        self.sites[node] != self.sites[self.roles[role as usize].owner]
    }

    /// The position of a node.
    pub(super) fn number(&self, name: &NodeName) -> Option<usize> {
        self.numbers.get(name).copied()
    }

    /// The role as the inventory has it, or the shared volume as a role.
    pub(super) fn role(&self, role: u32) -> &Role {
        let index = self.roles[role as usize].index;
        let roles = &self.inventory.roles;
        roles.get(index).unwrap_or_else(|| &self.volumes[index - roles.len()])
    }

    /// Memory that a move of the role copies: without the overhead, which stays with the host.
    pub(super) fn moved_mib(&self, role: u32) -> u64 {
        let facts = &self.roles[role as usize];
        let overhead = if facts.running { self.policy.virtual_machine_overhead_mib } else { 0 };
        facts.memory_mib.saturating_sub(overhead)
    }

    /// The name of a node before its turn.
    pub(super) fn name(&self, node: usize) -> &'a NodeName {
        &self.inventory.nodes[node].name
    }

    /// The name under which a node comes back.
    pub(super) fn name_after(&self, node: usize) -> &'a NodeName {
        let facts = &self.nodes[node];
        match (facts.replacement, facts.ahead) {
            (Some(pooled), _) => &pooled.name,
            (None, Some(ahead)) => self.name(ahead),
            (None, None) => self.name(node),
        }
    }

    /// Nodes that are here for the upgrade only.
    pub(super) fn temporary(&self) -> NodeSet {
        self.temporary
    }

    /// The machine of a node, before or after its turn.
    pub(super) fn machine(&self, node: usize, upgraded: bool) -> Option<&'a Machine> {
        let own = self.inventory.nodes[node].machine.as_ref();
        if upgraded { self.nodes[node].replacement.map(|pooled| &pooled.machine).or(own) } else { own }
    }
}

/// A node in its two lives.
fn node_facts<'a>(
    (inventory, policy): (&'a Inventory, &Policy),
    target: Option<Release>,
    beginning: &Beginning,
    numbers: &HashMap<&NodeName, usize>,
    node: &'a Node,
) -> NodeFacts<'a> {
    let forward = target.filter(|_| !beginning.back);
    let is_done =
        |target: Release, release: Release| if beginning.back { release <= target } else { release >= target };
    let replacement = forward.and_then(|_| inventory.replacement_of(&node.name));
    let own = node.machine.as_ref();
    let machine = replacement.map(|pooled| &pooled.machine).or(own);
    let reserve = policy.kept_by_host_mib(inventory);
    let memory = |machine: &Machine| machine.memory_mib.saturating_sub(reserve);
    let awaited = beginning.ahead.iter().any(|(_, machine)| *machine == node.name);
    let ahead = beginning.ahead.iter().find(|(old, _)| *old == node.name);
    let done = target.is_some_and(|target| own.is_some_and(|machine| is_done(target, machine.release)));
    let retired = target.is_some() && !done && policy.retired_nodes.contains(&node.name);
    NodeFacts {
        before_mib: own.map(memory),
        after_mib: machine.map(memory),
        up: node.state == NodeState::Up && !node.quarantined && !awaited,
        upgraded: done && !awaited,
        due: !done && !awaited,
        leaves: retired || (ahead.is_some() && !done),
        temporary: forward.is_some() && policy.temporary_nodes.contains(&node.name),
        ahead: ahead.filter(|_| !done).and_then(|(_, machine)| numbers.get(machine).copied()),
        replacement,
    }
}

impl<'a> Dictionary<'a> {
    /// `rebuilt_from`: the machine whose switches a replacement gets, as a rebuilt node has the names of the old one.
    fn host(&mut self, machine: &'a Machine, release: Release, rebuilt_from: Option<&'a Machine>) -> Host {
        let named = machine.switches.iter().chain(rebuilt_from.map_or(&[][..], |old| &old.switches));
        let profile = rebuilt_from.unwrap_or(machine);
        Host {
            release,
            vendor: self.vendors.of(&machine.processor.vendor),
            features: machine.processor.feature_set.as_deref().map(|name| self.features.of(name)),
            switches: named.map(|switch| self.switches.of(&switch.name)).collect(),
            hypervisor: profile.features.is_empty() || profile.has_feature("Hyper-V"),
        }
    }
}

fn class_trait<'a>(role: &'a Role, owner: Option<&Host>, words: &mut Dictionary<'a>) -> Trait<'a> {
    let machine = role.virtual_machine.as_ref();
    let processor = machine.filter(|machine| machine.state != VirtualMachineState::Off).and_then(|machine| {
        let host = owner?;
        let booted = machine.booted_feature_set.as_deref().map(|name| words.features.of(name));
        let features = if machine.processor_compatibility { None } else { booted.or(host.features) };
        Some((host.vendor, features))
    });
    Trait {
        possible: &role.possible_owners,
        version: machine.map(|machine| machine.configuration_version),
        processor,
        switches: machine.map_or(&[][..], |machine| &machine.switches),
        needs_hypervisor: machine.is_some(),
    }
}

impl ClassKey {
    fn nodes(&self, hosts: &[Option<Host>], running: bool) -> NodeSet {
        let fits = |host: &Host| {
            let processor = match self.processor {
                Some((vendor, features)) if running => {
                    vendor == host.vendor && features.is_none_or(|set| host.features.is_none_or(|own| own == set))
                }
                _ => true,
            };
            processor
                && (!self.needs_hypervisor || host.hypervisor)
                && self.version.is_none_or(|version| host.release.configuration_versions().contains(&version))
                && self.switches.iter().all(|switch| host.switches.contains(switch))
        };
        // A machine that did not answer can't be shown to run a VM; any other role may go there.
        let allowed = |node: &usize| hosts[*node].as_ref().map_or(!self.needs_hypervisor, fits);
        self.possible.iter().filter(allowed).collect()
    }
}

/// Whether the drain moves it without a plan: it serves the cluster, not a client, or is disabled for the run.
pub(super) const fn is_infrastructure(kind: RoleKind) -> bool {
    matches!(
        kind,
        RoleKind::Cluster | RoleKind::AvailableStorage | RoleKind::StoragePool | RoleKind::ClusterAwareUpdating
    )
}

/// What a VM takes when it starts; what it has now where nobody wrote that down.
const fn startup_mib(machine: &VirtualMachine) -> u64 {
    if machine.memory.startup_mib == 0 { machine.memory.assigned_mib } else { machine.memory.startup_mib }
}

/// How a role travels. A VM that is off or saved has nothing to copy: its group changes the owner, which is what a
/// quick migration of it does.
fn migration(role: &Role) -> Migration {
    match &role.virtual_machine {
        Some(machine) if machine.state.takes_memory() && !machine.quick_migration => Migration::Live,
        Some(_) => Migration::Quick,
        None => Migration::Failover,
    }
}
