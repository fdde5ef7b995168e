//! Why roles have no place, in names and sentences, and the smallest change that would help.

use std::fmt;

use super::exact::{Finding, Problem, Resource};
use super::obstacle::{NoPlacement, ObstacleKind, no_placement};
use crate::model::{NodeName, NodeSet, RoleName};

/// Names that a sentence shows.
const SHOWN_MAX: usize = 6;

/// Why roles have no place after a loss.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Impossible {
    /// The reason.
    pub proof: Proof,
    /// Whether the reason holds even if roles of the other nodes move aside.
    pub aside: bool,
    /// The smallest change that would help, as a sentence.
    pub change: String,
}

/// A reason that a person can follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// No node takes this role, even if nothing else had to be placed.
    NoNode(NoPlacement),
    /// Roles that an affinity rule keeps on one node fit on none together.
    Together(Vec<RoleName>),
    /// Roles need more of something than the nodes have that they can be on.
    Sum {
        /// What runs short: MiB of memory, running VMs or virtual processors.
        what: Shortage,
        /// The roles.
        roles: Vec<RoleName>,
        /// The nodes.
        nodes: Vec<NodeName>,
        /// What the roles need.
        needed: u64,
        /// What the nodes have for them.
        room: u64,
    },
    /// Roles of at least a size, and how often nodes have a place of that size.
    Pigeonhole {
        /// The roles.
        roles: Vec<RoleName>,
        /// Memory that each needs at least, in MiB.
        size_mib: u64,
        /// Places of that size on each node.
        places: Vec<(NodeName, u64)>,
    },
    /// A rule keeps roles apart that need more nodes, or fault domains, than there are.
    Apart {
        /// The anti-affinity class or the affinity rule.
        name: String,
        /// Whether it is an affinity rule.
        rule: bool,
        /// Whether fault domains are counted; else nodes.
        domains: bool,
        /// The roles that have to be placed or may move.
        roles: Vec<RoleName>,
        /// How many are needed.
        needed: usize,
        /// How many there are.
        places: usize,
    },
    /// Every way was tried.
    Exhausted {
        /// The roles, with the memory of each in MiB.
        roles: Vec<(RoleName, u64)>,
        /// The nodes, with the memory that they have for these roles.
        nodes: Vec<(NodeName, u64)>,
        /// Steps of the search.
        steps: u64,
    },
}

/// What nodes have too little of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shortage {
    /// Memory, in MiB.
    Memory,
    /// Running VMs.
    VirtualMachines,
    /// Virtual processors.
    Processors,
}

/// Puts a finding in names.
pub(super) fn impossible(problem: &Problem<'_, '_>, finding: &Finding) -> Impossible {
    let proof = match finding {
        Finding::Alone(item) => alone(problem, *item),
        Finding::Sum { resource, items, nodes, needed, room } => Proof::Sum {
            what: match resource {
                Resource::Memory => Shortage::Memory,
                Resource::Running => Shortage::VirtualMachines,
                Resource::Processors => Shortage::Processors,
            },
            roles: roles(problem, items),
            nodes: names(problem, nodes),
            needed: *needed,
            room: *room,
        },
        Finding::Pigeonhole { items, size_mib, places } => Proof::Pigeonhole {
            roles: roles(problem, items),
            size_mib: *size_mib,
            places: places.iter().map(|(node, count)| (problem.world.name(*node).clone(), *count)).collect(),
        },
        Finding::Apart { lock, items, needed, places } => {
            let (name, rule, domains) = problem.lock_name(*lock);
            Proof::Apart { name, rule, domains, roles: roles(problem, items), needed: *needed, places: *places }
        }
        Finding::Exhausted { items, steps } => Proof::Exhausted {
            roles: roles(problem, items).into_iter().zip(memory(problem, items)).collect(),
            nodes: problem.open.iter().map(|node| (problem.world.name(node).clone(), problem.room_mib(node))).collect(),
            steps: *steps,
        },
    };
    let change = change(problem, &proof);
    Impossible { proof, aside: problem.aside, change }
}

fn alone(problem: &Problem<'_, '_>, item: usize) -> Proof {
    let item = &problem.items[item];
    let [member] = &item.members[..] else {
        let role = |role: u32| problem.world.role(role).name.clone();
        return Proof::Together(item.members.iter().map(|member| role(member.role)).collect());
    };
    let mut layout = problem.layout.clone();
    layout.open = problem.open;
    let mut found = no_placement(problem.world, &layout, member.role);
    found.memory_mib = item.memory_mib;
    if problem.question.failed.contains(member.from) {
        found.by_failure = true;
    }
    for obstacle in &mut found.obstacles {
        let Some(node) = problem.world.number(&obstacle.node) else { continue };
        let by_itself = problem.domain_of(member.role).contains(node);
        if by_itself && !item.domain.contains(node) {
            obstacle.why = ObstacleKind::AwayFromOthers;
        } else if by_itself {
            let missing = item.memory_mib.saturating_sub(problem.room_mib(node));
            obstacle.why = if missing > 0 { ObstacleKind::Memory(missing) } else { ObstacleKind::HostLimit };
        }
    }
    found.choose_change();
    Proof::NoNode(found)
}

fn roles(problem: &Problem<'_, '_>, items: &[usize]) -> Vec<RoleName> {
    let members = items.iter().flat_map(|item| &problem.items[*item].members);
    members.map(|member| problem.world.role(member.role).name.clone()).collect()
}

fn memory(problem: &Problem<'_, '_>, items: &[usize]) -> Vec<u64> {
    let members = items.iter().flat_map(|item| &problem.items[*item].members);
    members.map(|member| member.memory_mib).collect()
}

fn names(problem: &Problem<'_, '_>, nodes: &NodeSet) -> Vec<NodeName> {
    nodes.iter().map(|node| problem.world.name(node).clone()).collect()
}

/// The smallest change that would help.
fn change(problem: &Problem<'_, '_>, proof: &Proof) -> String {
    match proof {
        Proof::NoNode(found) => found.change.clone(),
        Proof::Together(_) => "Disable the affinity rule for the run, or add a node that holds these roles.".to_owned(),
        Proof::Sum { what: Shortage::Memory, nodes, needed, room, .. } => {
            let missing = needed - room;
            let bound = if nodes.len() < problem.open.len() { " that may own these roles" } else { "" };
            format!(
                "Stop VMs of low priority that take {missing} MiB together, or add a node{bound} with {missing} MiB \
                 for VMs or more."
            )
        }
        Proof::Sum { what, needed, room, .. } => {
            format!("Stop VMs with {} {}, or add a node.", needed - room, what.words())
        }
        Proof::Pigeonhole { roles, size_mib, places } => {
            let more = roles.len() as u64 - places.iter().map(|(_, count)| count).sum::<u64>();
            let (these, nodes) = if more == 1 { ("one", "a node") } else { ("some", "nodes") };
            format!(
                "Stop {these} of these VMs ({more} at least), or add {nodes} with {more} more {} of {size_mib} MiB.",
                if more == 1 { "place" } else { "places" }
            )
        }
        Proof::Apart { rule: false, .. } => {
            "Set ClusterEnforcedAntiAffinity to 0 for the run, add a node, or stop a member.".to_owned()
        }
        Proof::Apart { name, domains, .. } => {
            let place = if *domains { "a node in another fault domain" } else { "a node" };
            format!("Disable affinity rule `{name}` for the run, add {place}, or stop a member.")
        }
        Proof::Exhausted { roles, .. } => {
            let largest = roles.iter().map(|(_, memory)| *memory).max().unwrap_or(0);
            format!("Stop one of these VMs for the run, or add a node with {largest} MiB for VMs.")
        }
    }
}

impl Shortage {
    const fn words(self) -> &'static str {
        match self {
            Self::Memory => "MiB of memory",
            Self::VirtualMachines => "running VMs",
            Self::Processors => "virtual processors",
        }
    }
}

impl fmt::Display for Impossible {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let even = if self.aside { ", even if others move aside" } else { "" };
        match &self.proof {
            Proof::NoNode(found) if found.fixed.is_some() => found.fmt(formatter),
            Proof::NoNode(found) => {
                write!(formatter, "no node takes role {} of {}", found.role, found.node)?;
                found.describe_obstacles(formatter)
            }
            Proof::Together(roles) => {
                write!(formatter, "no node takes {} together, as an affinity rule asks{even}", list(roles))
            }
            Proof::Sum { what, roles, nodes, needed, room } => write!(
                formatter,
                "{} need {needed} {}, and {} {room} for them{even}",
                count_of(roles),
                what.words(),
                holders(nodes)
            ),
            Proof::Pigeonhole { roles, size_mib, places } => write!(
                formatter,
                "{} of {size_mib} MiB or more need a place each, and there are {} ({}){even}",
                count_of(roles),
                places.iter().map(|(_, count)| count).sum::<u64>(),
                each(places)
            ),
            Proof::Apart { name, rule, domains, roles, needed, places } => write!(
                formatter,
                "{} `{name}` keeps {} apart: {needed} {} are needed, and there are {places}",
                if *rule { "affinity rule" } else { "anti-affinity class" },
                list(roles),
                if *domains { "fault domains" } else { "nodes" }
            ),
            Proof::Exhausted { roles, nodes, steps } => write!(
                formatter,
                "every way of placing {} was tried in {steps} steps; free for them: {} (MiB){even}",
                roles.iter().map(|(role, memory)| format!("{role} ({memory} MiB)")).collect::<Vec<_>>().join(", "),
                each(nodes)
            ),
        }
    }
}

fn list(names: &[RoleName]) -> String {
    let shown = names.iter().take(SHOWN_MAX).map(RoleName::as_str).collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(SHOWN_MAX) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

fn count_of(roles: &[RoleName]) -> String {
    match roles {
        [role] => role.to_string(),
        _ => format!("{} roles ({})", roles.len(), list(roles)),
    }
}

fn holders(nodes: &[NodeName]) -> String {
    match nodes {
        [] => "no node is left; there are".to_owned(),
        [node] => format!("{node} has"),
        _ if nodes.len() <= SHOWN_MAX => {
            format!("{} have", nodes.iter().map(NodeName::as_str).collect::<Vec<_>>().join(", "))
        }
        _ => format!("the {} nodes have", nodes.len()),
    }
}

fn each(nodes: &[(NodeName, u64)]) -> String {
    let shown: Vec<String> = nodes.iter().take(SHOWN_MAX).map(|(node, count)| format!("{node}: {count}")).collect();
    match nodes.len().saturating_sub(SHOWN_MAX) {
        0 => shown.join(", "),
        more => format!("{}, {more} more nodes", shown.join(", ")),
    }
}
