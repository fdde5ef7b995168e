//! The fewest moves that any plan needs, and why this plan makes more.

use super::layout::Layout;
use super::search::{Course, TurnReason};
use super::turn::{Move, Why};
use super::world::World;
use super::{MoveSummary, Placement};
use crate::model::RoleKind;

/// Names that a reason shows before it counts the rest.
const NAMES_SHOWN_MAX: usize = 3;

/// Moves and their bound.
pub(super) fn summarise(world: &World<'_>, course: &Course, last: &[Move]) -> MoveSummary {
    let start = Layout::initial(world);
    let old: Vec<usize> = (0..world.nodes.len()).filter(|node| !world.nodes[*node].upgraded).collect();
    let on_old: u64 = old.iter().map(|node| u64::from(start.virtual_machines(*node))).sum();
    let with_new = !start.upgraded.and(&start.open).is_empty();
    // Of several that are equally empty the one that goes first is named.
    let first = course.turns.first().map(|turn| turn.node);
    let emptiest = old.iter().min_by_key(|node| (start.virtual_machines(**node), Some(**node) != first)).copied();
    let twice = emptiest.filter(|_| !with_new).map_or(0, |node| u64::from(start.virtual_machines(node)));
    let mut summary = MoveSummary { bound: on_old + twice, ..MoveSummary::default() };
    summary.bound_reason = bound_reason(world, on_old, twice, emptiest, with_new);
    for step in course.turns.iter().flat_map(|turn| &turn.moves).chain(last) {
        let facts = &world.roles[step.role as usize];
        if facts.is_virtual_machine {
            summary.virtual_machine_moves += 1;
            summary.moved_mib += world.role(step.role).memory_mib();
        } else {
            summary.failovers += 1;
        }
    }
    summary.above_bound = above_bound(world, course, last, twice);
    summary
}

fn bound_reason(world: &World<'_>, on_old: u64, twice: u64, emptiest: Option<usize>, with_new: bool) -> String {
    let Some(emptiest) = emptiest else { return "every node runs the release already".to_owned() };
    let all = format!("{} on old nodes, each of which has to be emptied", vms(on_old));
    if with_new {
        format!("{all}; upgraded nodes are there to take them")
    } else {
        let name = world.name(emptiest);
        format!("{all}; the first has only old nodes to go to, and {name}, the emptiest, has {}", vms(twice))
    }
}

fn vms(count: u64) -> String {
    if count == 1 { "1 VM".to_owned() } else { format!("{count} VMs") }
}

/// What each part of the difference is for; the numbers add up to it.
fn above_bound(world: &World<'_>, course: &Course, last: &[Move], twice: u64) -> Vec<String> {
    let start = Layout::initial(world);
    let mut upgraded = start.upgraded;
    let (mut waits, mut overflow, mut aside) = (Vec::new(), Vec::new(), Vec::new());
    for turn in &course.turns {
        for step in turn.moves.iter().filter(|step| world.roles[step.role as usize].is_virtual_machine) {
            // The one move from an old node to an upgraded one is in the bound.
            if !upgraded.contains(usize::from(step.from)) && upgraded.contains(usize::from(step.to)) {
                continue;
            }
            match step.why {
                Why::Waits => waits.push(step.role),
                Why::MakesRoom { .. } => aside.push(step.role),
                _ => overflow.push(step.role),
            }
        }
        upgraded.insert(turn.node);
    }
    let mut reasons = Vec::new();
    let more_first = (waits.len() as u64).saturating_sub(twice);
    if let Some(first) = course.turns.first().filter(|_| more_first > 0) {
        reasons.push(format!("{}: {}", moves(more_first), first_reason(world, first.why, first.node)));
    }
    let mut say = |roles: &[u32], why: &str| {
        if !roles.is_empty() {
            reasons.push(format!("{}: {} {why}", moves(roles.len() as u64), names(world, roles)));
        }
    };
    say(&overflow, "found no room on an upgraded node and waited on an old one");
    say(&aside, "went aside to make room for larger ones");
    let of = |wanted: Why| -> Vec<u32> {
        let steps = last.iter().filter(|step| step.why == wanted);
        steps.map(|step| step.role).filter(|role| world.roles[*role as usize].is_virtual_machine).collect()
    };
    say(&of(Why::Home), "went back to where they began, as the placement `restore` asks");
    say(&of(Why::Preferred), "went back to preferred owners, as the placement `balanced` asks");
    say(&of(Why::Separates), "parted from members of their anti-affinity class");
    say(&of(Why::Fills), "filled nodes that were nearly empty, as the placement `balanced` asks");
    say(&of(Why::Relieves), "left hosts that the balancer would find too full");
    reasons
}

fn moves(count: u64) -> String {
    if count == 1 { "1 move".to_owned() } else { format!("{count} moves") }
}

fn names(world: &World<'_>, roles: &[u32]) -> String {
    let shown: Vec<&str> = roles.iter().take(NAMES_SHOWN_MAX).map(|role| world.role(*role).name.as_str()).collect();
    match roles.len().saturating_sub(NAMES_SHOWN_MAX) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

fn first_reason(world: &World<'_>, why: TurnReason, first: usize) -> String {
    let name = world.name(first);
    match why {
        TurnReason::Ordered => format!("{name} goes first as the policy's order says, and is not the emptiest"),
        TurnReason::Replaced => format!("{name} goes first as its new hardware stands ready, and is not the emptiest"),
        TurnReason::FewerInTheEnd => format!("{name} goes first, as a start with the emptiest costs more later"),
        _ if world.policy.placement != Placement::Fewest && owns_core_group_elsewhere(world, first) => {
            format!("{name} goes first, as the emptiest owns the core group")
        }
        _ => format!("{name} goes first and is not the emptiest"),
    }
}

fn owns_core_group_elsewhere(world: &World<'_>, first: usize) -> bool {
    let core = world.inventory.roles.iter().find(|role| role.kind == RoleKind::Cluster);
    core.and_then(|role| world.number(&role.owner)).is_some_and(|owner| owner != first)
}
