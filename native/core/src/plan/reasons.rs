//! The words for why: why this node now, why this destination, what the alternative was.

use super::layout::Layout;
use super::obstacle::name;
use super::price::Price;
use super::search::{Turn, TurnReason};
use super::turn::{Move, Why};
use super::world::World;
use crate::model::{NodeSet, RoleKind};

/// An amount of memory as people read it: whole GiB from 10 GiB on, one decimal below, MiB below 1 GiB.
pub(super) fn memory(mib: u64) -> String {
    match mib {
        0..1024 => format!("{mib} MiB"),
        1024..10_240 if !mib.is_multiple_of(1024) => format!("{}.{} GiB", mib / 1024, mib % 1024 * 10 / 1024),
        _ => format!("{} GiB", mib / 1024),
    }
}

/// Why a node has its place in the order.
pub(super) fn stage(
    world: &World<'_>,
    turn: &Turn,
    place: usize,
    turns: usize,
    alternative: Option<(usize, Price)>,
) -> String {
    let load = load(turn.load);
    let alternative = alternative.map_or_else(String::new, |(node, price)| {
        format!("; the alternative: {} ({})", world.name(node), self::load(price))
    });
    let core = world.inventory.roles.iter().find(|role| role.kind == RoleKind::Cluster);
    let core = core.filter(|_| place == 0 && turns > 1).and_then(|role| world.number(&role.owner));
    let spared = match core.filter(|owner| *owner != turn.node) {
        Some(owner) => format!("; {}, which owns the core group, stays", world.name(owner)),
        None => String::new(),
    };
    let why = match turn.why {
        TurnReason::Ordered => "the policy's order says so".to_owned(),
        TurnReason::Last => "the only one left".to_owned(),
        TurnReason::Cheapest => "no other costs less to empty".to_owned(),
        TurnReason::Replaced => "its new hardware stands ready, and it is about as cheap to empty as any".to_owned(),
        TurnReason::CheapestButCore => "the cheapest to empty of those that don't own the core group".to_owned(),
        TurnReason::FewerInTheEnd => "emptier ones first would mean more moves in the end".to_owned(),
        TurnReason::Temporary => "it was here for the upgrade only".to_owned(),
        TurnReason::Beside => format!("its VMs find room on {} nodes while another node is out", done(world)),
        TurnReason::Fits => format!("its VMs fit on {} nodes, those of emptier ones fit less well", done(world)),
    };
    format!("{load}: {why}{spared}{alternative}")
}

/// What is at risk while all nodes but one are out; nothing where more stay.
pub(super) fn alone(world: &World<'_>, layout: &Layout) -> String {
    if world.nodes.len() == 1 || layout.open.len() != 1 {
        return String::new();
    }
    let only = layout.open.iter().map(|node| name(world, layout, node).as_str()).collect::<String>();
    format!(
        "; WARNING: meanwhile {only} is the only node, so that nothing can fail over, and whatever stops it, a restart \
         as well, stops every role; a third node for the upgrade (temporaryNodes) avoids that"
    )
}

fn load(price: Price) -> String {
    match price.moves {
        0 => "no VMs".to_owned(),
        1 => format!("1 VM, {}", memory(price.mib)),
        count => format!("{count} VMs, {}", memory(price.mib)),
    }
}

/// What else could have been done with a role, told before the move: the node that comes next of those that could take
/// it now, and in what it is worse. Nothing of a role that rules keep with others, as those decide.
pub(super) fn alternative(world: &World<'_>, layout: &Layout, step: &Move, allowed: &NodeSet) -> String {
    if world.is_bound(step.role) {
        return String::new();
    }
    let to = usize::from(step.to);
    let more = world.roles[step.role as usize].memory_mib;
    let full = |node: usize| layout.use_with(world, node, more);
    let others = allowed.without(&[to, usize::from(step.from)].into_iter().collect());
    let old = |node: usize| !layout.upgraded.contains(node) || world.temporary().contains(node);
    let fitting = others.iter().filter(|node| layout.has_room(world, step.role, *node));
    let away = |node: usize| world.is_away(step.role, node);
    match fitting.min_by_key(|node| (old(*node), away(*node), full(*node), *node)) {
        None if others.is_empty() => String::new(),
        None => "; no other has room".to_owned(),
        Some(node) => {
            let worse = match () {
                () if old(node) && !old(to) => ", which would mean one move more",
                () if away(node) && !away(to) => ", which is in another site",
                () if full(node) > full(to) => ", which is fuller",
                () => "",
            };
            format!("; the alternative: {}{worse}", name(world, layout, node))
        }
    }
}

/// What a node is after its turn.
const fn done(world: &World<'_>) -> &'static str {
    if world.beginning.back { "restored" } else { "upgraded" }
}

/// Why a role goes where it goes, told after the move.
pub(super) fn of_move(
    world: &World<'_>,
    layout: &Layout,
    step: &Move,
    leaving: Option<usize>,
    possible: usize,
    alternative: &str,
) -> String {
    let to = usize::from(step.to);
    let node = name(world, layout, to);
    let facts = &world.roles[step.role as usize];
    let left = if facts.memory_mib > 0 {
        format!("; {} stay free there", memory(layout.free_mib(world, to)))
    } else {
        String::new()
    };
    let only = leaving.is_some() && possible == 1;
    let (done, rest) = (done(world), if world.beginning.back { "other" } else { "old" });
    let told = match step.why {
        _ if only && !layout.upgraded.contains(to) => format!("{node} is the only other node that can own it{left}"),
        Why::Temporary => format!("{node} is here for that; it leaves again after the last node{left}"),
        Why::Upgraded if world.temporary().contains(usize::from(step.from)) => {
            format!("{node} is {done} and stays{left}")
        }
        Why::Upgraded if only => format!("{node} is {done} and the only other node that can own it{left}"),
        Why::Upgraded => format!("{node} is {done}, so it moves once{left}"),
        Why::UpgradedPreferred => format!("{node} is {done} and a preferred owner, so it moves once{left}"),
        Why::Home if leaving.is_some() => format!("{node} is {done} and has the place where it began{left}"),
        Why::Home => format!("it began on {node}{left}"),
        Why::Waits => format!("no node is {done} yet, and of the {rest} ones {node} suits best{left}"),
        Why::ShutOut => {
            format!("no node that can own it is {done} yet, and of the {rest} ones {node} suits best{left}")
        }
        Why::Overflow => format!("no {done} node has room for it; {node}, whose turn comes later, has{left}"),
        Why::MakesRoom { r#for } => {
            format!("makes room for {} on {}", world.role(r#for).name, name(world, layout, usize::from(step.from)))
        }
        Why::Follows => {
            format!(
                "{node} is upgraded; an affinity rule keeps it together with a role that leaves, so it goes now{left}"
            )
        }
        Why::Early => format!("{node} is upgraded and has room for it now; later it would have to wait{left}"),
        Why::Preferred => format!("{node} is a preferred owner, and so was the node where it began{left}"),
        Why::Fills => format!("{node} is nearly empty{left}"),
        Why::Relieves => {
            let from = usize::from(step.from);
            format!("{} is fuller than the balancer allows{left}", name(world, layout, from))
        }
        Why::Separates => format!("apart from its anti-affinity class again{left}"),
    };
    told + alternative
}
