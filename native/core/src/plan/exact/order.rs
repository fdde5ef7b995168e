//! Brings the moves of a placement into an order in which each finds its room.

use super::problem::Problem;
use crate::plan::layout::Layout;

/// One move: the role, where it is and where it goes.
pub(in crate::plan) type Step = (u32, usize, usize);

/// The moves in order; `None` where every order that was tried meets a full node, also with a stop on the way.
pub(in crate::plan) fn order(problem: &Problem<'_, '_>, nodes: &[usize]) -> Option<Vec<Step>> {
    let mut left: Vec<Step> = Vec::new();
    for (item, to) in problem.items.iter().zip(nodes) {
        let away = item.members.iter().filter(|member| member.from != *to);
        left.extend(away.map(|member| (member.role, member.from, *to)));
    }
    let memory = |step: &Step| problem.world.roles[step.0 as usize].memory_mib;
    // What moves aside comes first, as it makes room; then the largest.
    left.sort_by_key(|step| (!problem.open.contains(step.1), std::cmp::Reverse(memory(step)), step.0));
    if !problem.aside && (problem.world.ties.is_empty() || !problem.question.failed.is_empty()) {
        // Nothing leaves these nodes, so that what fits in the end fits at any time; but a role of the node that is
        // emptied may keep another off its fault domain until it has left.
        return Some(left);
    }
    let mut layout = problem.layout.clone();
    layout.open = problem.open;
    let mut done = Vec::with_capacity(left.len());
    let mut parked: Vec<u32> = Vec::new();
    while !left.is_empty() {
        let before = left.len();
        left.retain(|(role, _, to)| {
            let fits = layout.has_room(problem.world, *role, *to);
            if fits {
                let from = usize::from(layout.owner[*role as usize]);
                layout.relocate(problem.world, *role, *to);
                done.push((*role, from, *to));
            }
            !fits
        });
        if left.len() == before {
            let (role, from, to) = park(problem, &layout, &left, &parked)?;
            layout.relocate(problem.world, role, to);
            done.push((role, from, to));
            parked.push(role);
        }
    }
    Some(done)
}

/// A stop on the way for a role that blocks another: the smallest for which a third node has room.
fn park(problem: &Problem<'_, '_>, layout: &Layout, left: &[Step], parked: &[u32]) -> Option<Step> {
    let aside = left.iter().filter(|(role, from, _)| problem.open.contains(*from) && !parked.contains(role));
    let stops = aside.filter_map(|(role, from, to)| {
        let mut others = layout.allowed(problem.world, *role).and(&problem.open);
        others.remove(*from);
        others.remove(*to);
        let stop = others.iter().find(|node| layout.has_room(problem.world, *role, *node))?;
        Some((problem.world.roles[*role as usize].memory_mib, *role, *from, stop))
    });
    stops.min().map(|(_, role, from, stop)| (role, from, stop))
}
