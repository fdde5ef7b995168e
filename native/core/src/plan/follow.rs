//! Takes roles of other old nodes along where a rule keeps them in one fault domain with a role that leaves: they have
//! to move once anyway, and together they may go where none of them may go alone.

use super::layout::{Fit, Layout};
use super::turn::{Move, Why, push};
use super::world::World;
use crate::model::NodeSet;

/// Moves a role and all that rules keep it together with to upgraded nodes of one fault domain; nothing where that is
/// not possible, or where one of them would move a second time.
pub(super) fn bring_along(
    world: &World<'_>,
    layout: &mut Layout,
    role: u32,
    leaving: usize,
    fit: Fit<'_>,
) -> Option<Vec<Move>> {
    let all = together(world, role);
    let movable = |role: &u32| {
        let owner = usize::from(layout.owner[*role as usize]);
        world.roles[*role as usize].fixed.is_none() && !layout.upgraded.contains(owner)
    };
    if all.len() < 2 || !all.iter().all(movable) {
        return None;
    }
    let upgraded = layout.upgraded.and(&layout.open);
    let mut domains: Vec<u16> = upgraded.iter().map(|node| world.domains[node]).collect();
    domains.sort_unstable();
    domains.dedup();
    domains.into_iter().find_map(|domain| {
        let inside: NodeSet = upgraded.iter().filter(|node| world.domains[*node] == domain).collect();
        to_domain(world, layout, &all, &inside, leaving, fit)
    })
}

/// The roles that rules keep in one place with a role, itself among them, the largest first.
fn together(world: &World<'_>, role: u32) -> Vec<u32> {
    let mut all = vec![role];
    let mut next = 0;
    while let Some(role) = all.get(next).copied() {
        next += 1;
        let ties = world.together_of(role).flat_map(|tie| tie.members.iter().copied());
        let others: Vec<u32> = ties.chain(world.group_of(&role).iter().copied()).collect();
        for other in others {
            if !all.contains(&other) {
                all.push(other);
            }
        }
    }
    all.sort_by_key(|role| (std::cmp::Reverse(world.roles[*role as usize].memory_mib), *role));
    all
}

fn to_domain(
    world: &World<'_>,
    layout: &mut Layout,
    all: &[u32],
    inside: &NodeSet,
    leaving: usize,
    fit: Fit<'_>,
) -> Option<Vec<Move>> {
    let mut moves = Vec::new();
    for role in all {
        if moves.iter().any(|step: &Move| step.role == *role) {
            continue;
        }
        let unit = world.group_of(role).to_vec();
        let allowed = unit.iter().fold(*inside, |nodes, role| nodes.and(&layout.allowed(world, *role)));
        let Some(to) = layout.choose_for_all(world, &unit, &allowed, &NodeSet::default(), fit) else {
            super::turn::undo(world, layout, &moves);
            return None;
        };
        for role in unit {
            let here = usize::from(layout.owner[role as usize]) == leaving;
            push(world, layout, &mut moves, role, to, if here { Why::Upgraded } else { Why::Follows });
        }
    }
    Some(moves)
}
