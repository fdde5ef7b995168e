//! Why a role finds no node, in words, and the smallest change that would help.

use std::fmt;

use super::layout::{Bar, Layout};
use super::world::{Fixed, PROCESSORS_PER_HOST_MAX, RUNNING_PER_HOST_MAX, World};
use crate::model::{ConfigurationVersion, NodeName, NodeState, Release, RoleName};

/// No node can take a role while others are out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoPlacement {
    /// The role.
    pub role: RoleName,
    /// The node that it has to leave.
    pub node: NodeName,
    /// Whether the node is not planned to go out but fails while another is out, and the policy wants a reserve.
    pub by_failure: bool,
    /// Memory that the role needs on its host, the overhead included; 0 where it needs none.
    pub memory_mib: u64,
    /// What keeps it where it is, whatever the other nodes offer; then there are no obstacles.
    pub fixed: Option<FixedRole>,
    /// Why each other node can't take it, in the order of the inventory.
    pub obstacles: Vec<Obstacle>,
    /// The smallest change that would make it possible, as a sentence.
    pub change: String,
    /// The number of the step at which the plan would fail; absent where the question is not about a plan.
    pub step: Option<u32>,
    /// Nodes that the plan would have upgraded before.
    pub upgraded: Vec<NodeName>,
}

/// What keeps a role where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FixedRole {
    /// `LockedFromMoving`.
    Locked,
    /// Something of the host that the VM uses, by its names.
    LocalMedia(Vec<String>),
}

/// Why one node can't take a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    /// The node.
    pub node: NodeName,
    /// Why.
    pub why: ObstacleKind,
}

/// Why a node can't take a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ObstacleKind {
    /// It is out, down, paused or in quarantine.
    NotUp,
    /// The role's possible owners leave it out.
    NotPossibleOwner,
    /// The machine did not answer, so that nothing shows that it can run the VM.
    MachineUnknown,
    /// Hyper-V is not installed.
    NoHypervisor,
    /// Its release does not run the VM's configuration version.
    Version(ConfigurationVersion, Release),
    /// Its processor is of another vendor.
    ProcessorVendor(String),
    /// Its processor shows guests other features, and the VM's compatibility mode is off.
    ProcessorFeatures(String),
    /// It has no virtual switch of this name.
    Switch(String),
    /// It runs as many VMs or virtual processors as Hyper-V supports.
    HostLimit,
    /// A member of this anti-affinity class is there, and anti-affinity is enforced.
    AntiAffinity(String),
    /// An affinity rule of this name keeps it away from a role that is there.
    AffinityRule(String),
    /// An affinity rule keeps the role with others, which are not there and can't come.
    AwayFromOthers,
    /// It can't take this role either, which an affinity rule keeps on one node with the role in question.
    Together(RoleName, Box<ObstacleKind>),
    /// So much memory is missing, in MiB.
    Memory(u64),
}

impl fmt::Display for ObstacleKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotUp => formatter.write_str("is not up"),
            Self::NotPossibleOwner => formatter.write_str("is not among its possible owners"),
            Self::MachineUnknown => formatter.write_str("did not answer"),
            Self::NoHypervisor => formatter.write_str("has no Hyper-V"),
            Self::Version(version, release) => {
                write!(formatter, "does not run configuration version {version} ({release})")
            }
            Self::ProcessorVendor(vendor) => write!(formatter, "has a processor of another vendor ({vendor})"),
            Self::ProcessorFeatures(set) => write!(formatter, "has other processor features ({set})"),
            Self::Switch(name) => write!(formatter, "has no virtual switch `{name}`"),
            Self::HostLimit => write!(
                formatter,
                "is at the limit of {RUNNING_PER_HOST_MAX} VMs or {PROCESSORS_PER_HOST_MAX} virtual processors"
            ),
            Self::AntiAffinity(class) => write!(formatter, "holds another member of anti-affinity class `{class}`"),
            Self::AffinityRule(name) => write!(formatter, "is kept free of it by affinity rule `{name}`"),
            Self::AwayFromOthers => formatter.write_str("does not hold the roles that an affinity rule keeps it with"),
            Self::Together(role, why) => {
                write!(formatter, "takes no {role}, which an affinity rule keeps with it: it {why}")
            }
            Self::Memory(missing) => write!(formatter, "lacks {missing} MiB of memory"),
        }
    }
}

impl fmt::Display for NoPlacement {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.by_failure {
            write!(formatter, "if node {} failed, too, role {} would find no room", self.node, self.role)?;
        } else {
            write!(formatter, "role {} can't leave node {}", self.role, self.node)?;
        }
        match &self.fixed {
            Some(FixedRole::Locked) => formatter.write_str(": it is locked against moving")?,
            Some(FixedRole::LocalMedia(media)) => {
                write!(formatter, ": it uses what only this host has ({})", media.join(", "))?;
            }
            None => self.describe_obstacles(formatter)?,
        }
        let Some(step) = self.step else { return Ok(()) };
        match self.upgraded.as_slice() {
            [] => write!(formatter, "; at step {step}, before any node is upgraded"),
            nodes => {
                let names: Vec<&str> = nodes.iter().map(NodeName::as_str).collect();
                write!(formatter, "; at step {step}, with {} upgraded", names.join(", "))
            }
        }
    }
}

impl NoPlacement {
    /// The memory that is needed, and what is in the way on each node.
    pub(super) fn describe_obstacles(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.memory_mib > 0 {
            write!(formatter, " ({} MiB)", self.memory_mib)?;
        }
        // One line of an error is no place for 63 nodes: the first few say what is wrong.
        const SHOWN_MAX: usize = 4;
        for (index, obstacle) in self.obstacles.iter().take(SHOWN_MAX).enumerate() {
            write!(formatter, "{} {} {}", if index == 0 { ":" } else { "," }, obstacle.node, obstacle.why)?;
        }
        if self.obstacles.len() > SHOWN_MAX {
            write!(formatter, ", and {} more", self.obstacles.len() - SHOWN_MAX)?;
        }
        Ok(())
    }

    /// Chooses the change again after the obstacles have changed.
    pub(super) fn choose_change(&mut self) {
        self.change = change(self);
    }

    /// Says why `role` would not start again if its node failed in this layout.
    pub(super) fn after_failure(world: &World<'_>, layout: &Layout, role: u32, node: usize) -> Self {
        let mut layout = layout.clone();
        layout.open.remove(node);
        let mut found = no_placement(world, &layout, role);
        found.by_failure = true;
        found.change = format!("{} Or plan without a reserve for one more failure.", found.change);
        found
    }
}

/// Says why `role` has to stay on its node in this layout.
pub(super) fn no_placement(world: &World<'_>, layout: &Layout, role: u32) -> NoPlacement {
    let facts = &world.roles[role as usize];
    let owner = usize::from(layout.owner[role as usize]);
    let source = world.role(role);
    let fixed = facts.fixed.map(|fixed| match fixed {
        Fixed::Locked => FixedRole::Locked,
        Fixed::LocalMedia => {
            FixedRole::LocalMedia(source.virtual_machine.as_ref().map_or_else(Vec::new, |vm| vm.local_media.clone()))
        }
    });
    let obstacles: Vec<Obstacle> = match fixed {
        Some(_) => Vec::new(),
        None => (0..world.nodes.len())
            .filter(|node| *node != owner)
            .map(|node| Obstacle { node: name(world, layout, node).clone(), why: kind(world, layout, role, node) })
            .collect(),
    };
    let node = name(world, layout, owner).clone();
    let mut found = NoPlacement {
        role: source.name.clone(),
        node,
        by_failure: false,
        memory_mib: facts.memory_mib,
        fixed,
        obstacles,
        change: String::new(),
        step: None,
        upgraded: Vec::new(),
    };
    found.change = change(&found);
    found
}

/// The name of a node in its present life.
pub(super) fn name<'a>(world: &World<'a>, layout: &Layout, node: usize) -> &'a NodeName {
    if layout.upgraded.contains(node) { world.name_after(node) } else { world.name(node) }
}

/// What keeps a role off a node, or those that have to go there with it. Memory is looked at last: where it is the
/// answer, nothing else is in the way.
fn kind(world: &World<'_>, layout: &Layout, role: u32, node: usize) -> ObstacleKind {
    if let Some(own) = kind_but_memory(world, layout, role, node) {
        return own;
    }
    let owner = layout.owner[role as usize];
    let unit = world.group_of(&role).iter().filter(|other| layout.owner[**other as usize] == owner);
    for other in unit.clone().filter(|other| **other != role) {
        if let Some(why) = kind_but_memory(world, layout, *other, node) {
            return ObstacleKind::Together(world.role(*other).name.clone(), Box::new(why));
        }
    }
    let memory_mib = unit.map(|role| world.roles[*role as usize].memory_mib).sum();
    ObstacleKind::Memory(layout.missing_mib(world, node, memory_mib).unwrap_or(memory_mib))
}

fn kind_but_memory(world: &World<'_>, layout: &Layout, role: u32, node: usize) -> Option<ObstacleKind> {
    let source = world.role(role);
    let upgraded = layout.upgraded.contains(node);
    if !layout.open.contains(node) || (!upgraded && world.inventory.nodes[node].state != NodeState::Up) {
        return Some(ObstacleKind::NotUp);
    }
    if !source.may_be_owned_by(world.name(node)) {
        return Some(ObstacleKind::NotPossibleOwner);
    }
    if let Some(kind) = machine_obstacle(world, layout, role, node) {
        return Some(kind);
    }
    let facts = &world.roles[role as usize];
    if facts.running && !layout.has_slots(facts.processors, node) {
        return Some(ObstacleKind::HostLimit);
    }
    match layout.forbidden(world, role, node) {
        Some(Bar::Tag(tag)) => {
            let tag = &world.tags[usize::from(tag)];
            let name = tag.name.to_owned();
            Some(if tag.rule { ObstacleKind::AffinityRule(name) } else { ObstacleKind::AntiAffinity(name) })
        }
        Some(Bar::Tie(tie)) => Some(ObstacleKind::AffinityRule(world.ties[usize::from(tie)].name.to_owned())),
        None => (!layout.with_others(world, role).contains(node)).then_some(ObstacleKind::AwayFromOthers),
    }
}

fn machine_obstacle(world: &World<'_>, layout: &Layout, role: u32, node: usize) -> Option<ObstacleKind> {
    let vm = world.role(role).virtual_machine.as_ref()?;
    let upgraded = layout.upgraded.contains(node);
    let Some(machine) = world.machine(node, upgraded) else { return Some(ObstacleKind::MachineUnknown) };
    if layout.allowed(world, role).contains(node) {
        return None;
    }
    let own = world.machine(node, false);
    if !machine.features.is_empty() && !machine.has_feature("Hyper-V") {
        return Some(ObstacleKind::NoHypervisor);
    }
    let release = if upgraded { world.target.unwrap_or(machine.release) } else { machine.release };
    if !release.configuration_versions().contains(&vm.configuration_version) {
        return Some(ObstacleKind::Version(vm.configuration_version, release));
    }
    let has_switch = |name: &str| {
        machine.switch(name).is_some() || (upgraded && own.is_some_and(|machine| machine.switch(name).is_some()))
    };
    if let Some(missing) = vm.switches.iter().find(|name| !has_switch(name)) {
        return Some(ObstacleKind::Switch(missing.clone()));
    }
    let home = world.machine(world.roles[role as usize].owner, false);
    if home.is_some_and(|home| home.processor.vendor != machine.processor.vendor) {
        return Some(ObstacleKind::ProcessorVendor(machine.processor.vendor.clone()));
    }
    let set = machine.processor.feature_set.clone().unwrap_or_default();
    Some(ObstacleKind::ProcessorFeatures(set))
}

/// The smallest change that would help: memory where only memory is missing, else the cheapest setting.
fn change(found: &NoPlacement) -> String {
    let role = &found.role;
    match &found.fixed {
        Some(FixedRole::Locked) => return format!("Unlock role {role} for the run."),
        Some(FixedRole::LocalMedia(media)) => {
            return format!("Detach {} from VM {role}, or shut it down for the run.", media.join(", "));
        }
        None => {}
    }
    let memory = found.obstacles.iter().filter_map(|obstacle| match obstacle.why {
        ObstacleKind::Memory(missing) => Some((missing, &obstacle.node)),
        _ => None,
    });
    if let Some((missing, node)) = memory.min_by_key(|(missing, _)| *missing) {
        return format!(
            "Free {missing} MiB on {node} (stop VMs of low priority there), or add a node with {} MiB free for VMs.",
            found.memory_mib
        );
    }
    let first = |wanted: fn(&ObstacleKind) -> bool| found.obstacles.iter().find(|obstacle| wanted(&obstacle.why));
    if first(|kind| matches!(kind, ObstacleKind::AntiAffinity(_))).is_some() {
        return "Set ClusterEnforcedAntiAffinity to 0 for the run, or add a node.".to_owned();
    }
    if let Some(Obstacle { why: ObstacleKind::AffinityRule(name), .. }) =
        first(|kind| matches!(kind, ObstacleKind::AffinityRule(_)))
    {
        return format!("Disable affinity rule `{name}` for the run, or add a node.");
    }
    if first(|kind| matches!(kind, ObstacleKind::AwayFromOthers | ObstacleKind::Together(..))).is_some() {
        return format!("Disable the affinity rule that keeps role {role} with others for the run.");
    }
    if let Some(obstacle) = first(|kind| matches!(kind, ObstacleKind::ProcessorFeatures(_))) {
        return format!(
            "Turn on processor compatibility for VM {role} (it has to be off for that), \
             or shut it down and move it to {}.",
            obstacle.node
        );
    }
    if let Some(Obstacle { node, why: ObstacleKind::Switch(name) }) =
        first(|kind| matches!(kind, ObstacleKind::Switch(_)))
    {
        return format!("Make a virtual switch `{name}` on {node}.");
    }
    if let Some(obstacle) = first(|kind| matches!(kind, ObstacleKind::NotPossibleOwner)) {
        return format!("Add {} to the possible owners of role {role}.", obstacle.node);
    }
    format!("Add a node that can own role {role}, or stop the role for the run.")
}
