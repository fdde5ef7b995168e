//! The moves of a plan beside their bound, with the reason for every move and every MiB above it.

use super::bound::Bound;
use super::price::Price;
use super::reasons::memory;
use super::search::{Course, TurnReason};
use super::turn::{Move, Why};
use super::world::World;
use super::{Minimize, MoveSummary, Placement};
use crate::model::RoleKind;

/// Names that a reason shows before it counts the rest.
const NAMES_SHOWN_MAX: usize = 3;

/// Moves and their bound.
pub(super) fn summarise(world: &World<'_>, course: &Course, last: &[Move]) -> MoveSummary {
    let mut summary = MoveSummary::default();
    let mut price = Price::default();
    for step in course.turns.iter().flat_map(|turn| &turn.moves).chain(last) {
        let facts = &world.roles[step.role as usize];
        summary.failovers += u64::from(!facts.is_virtual_machine && !facts.is_volume);
        price += Price::of(world, step.role);
    }
    (summary.virtual_machine_moves, summary.moved_mib) = (price.moves, price.mib);
    let moves = Account::new(world, course, last, Minimize::Moves);
    (summary.bound, summary.bound_reason, summary.above_bound) = (moves.bound.total(), moves.reason(), moves.above());
    let mib = Account::new(world, course, last, Minimize::Mib);
    summary.bound_mib = mib.bound.total();
    summary.bound_mib_reason = mib.reason();
    summary.above_bound_mib = mib.above();
    summary
}

/// What the moves after the last node buy, in words.
pub(super) fn bought(world: &World<'_>, course: &Course, last: &[Move]) -> Vec<String> {
    let mut account = Account::new(world, course, last, Minimize::Moves);
    account.say_last();
    account.reasons
}

/// The account of one measure: moves, or MiB.
struct Account<'a, 'w> {
    world: &'a World<'w>,
    course: &'a Course,
    last: &'a [Move],
    minimize: Minimize,
    bound: Bound,
    reasons: Vec<String>,
}

/// Moves of one kind that are not the one move of their VM.
#[derive(Default)]
struct Kind {
    roles: Vec<u32>,
    cost: u64,
}

impl Kind {
    /// Takes off what the bound has counted already.
    fn less(&mut self, counted: &mut u64) {
        let less = self.cost.min(*counted);
        self.cost -= less;
        *counted -= less;
    }
}

impl<'a, 'w> Account<'a, 'w> {
    fn new(world: &'a World<'w>, course: &'a Course, last: &'a [Move], minimize: Minimize) -> Self {
        // Of several that are equally empty the one that goes first is named.
        let first = course.turns.first().map(|turn| turn.node);
        let mut bound = Bound::of(world, |price| price.measure(minimize), first, &course.remaining);
        if !course.remaining.is_empty() {
            // Every VM of a node that goes out moves once; where to is no matter of this plan.
            bound.firsts.clear();
            bound.returning = 0;
        }
        Self { world, course, last, minimize, bound, reasons: Vec::new() }
    }

    /// Why no plan does with less.
    fn reason(&self) -> String {
        let Some(emptiest) = self.bound.emptiest else { return "every node runs the release already".to_owned() };
        let all = format!("{} on old nodes, each of which has to be emptied", self.amount(self.bound.once));
        if !self.course.remaining.is_empty() {
            let once = self.amount(self.bound.once);
            return format!("{once} on the nodes that go out, each of which has to be emptied");
        }
        let mut text = match self.bound.firsts.as_slice() {
            [] if self.bound.with_upgraded => format!("{all}; upgraded nodes are there to take them"),
            [] => {
                let name = self.world.name(emptiest);
                format!(
                    "{all}; the first has only old nodes to go to, and {name}, the emptiest, has {}",
                    self.amount(0)
                )
            }
            [first] if !self.bound.with_upgraded => {
                let (name, has) = (self.world.name(first.node), self.amount(first.price));
                format!("{all}; the first has only old nodes to go to, and {name}, the emptiest, has {has}")
            }
            firsts => {
                let told: Vec<String> = firsts
                    .iter()
                    .map(|first| format!("{} ({})", self.world.name(first.node), self.amount(first.price)))
                    .collect();
                format!(
                    "{all}; the first of each group of nodes that share VMs has only old nodes to go to: {}",
                    told.join(", ")
                )
            }
        };
        if self.bound.returning > 0 {
            text += &format!("; {} may run on no other upgraded node and come back", self.amount(self.bound.returning));
        }
        text
    }

    /// What each part of the difference is for; the numbers add up to it.
    fn above(mut self) -> Vec<String> {
        let world = self.world;
        let mut upgraded = super::layout::Layout::initial(world).settled(world);
        // VMs of nodes that go out and that no move to an upgraded node has been counted for.
        let goes: Vec<usize> = self.course.turns.iter().map(|turn| turn.node).collect();
        let mut waiting: Vec<bool> = world.roles.iter().map(|facts| goes.contains(&facts.owner)).collect();
        let (mut waits, mut shut_out) = (Kind::default(), Kind::default());
        let (mut overflow, mut aside, mut temporary) = (Kind::default(), Kind::default(), Kind::default());
        for turn in &self.course.turns {
            upgraded = upgraded.or(&world.nodes[turn.node].ahead.into_iter().collect());
            for step in turn.moves.iter().filter(|step| world.roles[step.role as usize].is_virtual_machine) {
                // The first move of a VM from an old node to an upgraded one is in the bound; one that went back to an
                // old node to make room moves that way a second time.
                let settles = !upgraded.contains(usize::from(step.from)) && upgraded.contains(usize::from(step.to));
                if settles && std::mem::take(&mut waiting[step.role as usize]) {
                    continue;
                }
                let kind = match step.why {
                    Why::Waits => &mut waits,
                    Why::ShutOut => &mut shut_out,
                    Why::MakesRoom { .. } => &mut aside,
                    Why::Temporary => &mut temporary,
                    _ => &mut overflow,
                };
                kind.roles.push(step.role);
                kind.cost += Price::of(world, step.role).measure(self.minimize);
            }
            if !world.nodes[turn.node].leaves && !world.nodes[turn.node].temporary {
                upgraded.insert(turn.node);
            }
        }
        let mut counted = self.bound.twice();
        if !self.course.remaining.is_empty() {
            // Where the plan ends before all nodes are upgraded, a VM may stay on an old one: its move is in the bound.
            let stays =
                (0..).zip(&waiting).filter(|(role, waits)| **waits && world.roles[*role as usize].is_virtual_machine);
            counted += stays.map(|(role, _)| Price::of(world, role).measure(self.minimize)).sum::<u64>();
        }
        for kind in [&mut waits, &mut temporary, &mut shut_out, &mut overflow, &mut aside] {
            kind.less(&mut counted);
        }
        if let Some(first) = self.course.turns.first().filter(|_| waits.cost > 0) {
            let reason = first_reason(world, first.why, first.node);
            self.reasons.push(format!("{}: {reason}", self.cost(waits.cost)));
        }
        self.say(&temporary, "waited on a node that is here for the upgrade only");
        self.say(&shut_out, "left before any node that may own them was upgraded");
        self.say(&overflow, "found no room on an upgraded node and waited on an old one");
        self.say(&aside, "went aside to make room for larger ones");
        self.say_last();
        self.reasons
    }

    fn say_last(&mut self) {
        for (why, words) in [
            (Why::Home, "went back to where they began, as the placement `restore` asks"),
            (Why::Preferred, "went back to preferred owners, as the placement `balanced` asks"),
            (Why::Separates, "parted from members of their anti-affinity class"),
            (Why::Fills, "filled nodes that were nearly empty, as the placement `balanced` asks"),
            (Why::Relieves, "left hosts that the balancer would find too full"),
        ] {
            let mut kind = Kind::default();
            for step in self.last.iter().filter(|step| step.why == why) {
                if self.world.roles[step.role as usize].is_virtual_machine {
                    kind.roles.push(step.role);
                    kind.cost += Price::of(self.world, step.role).measure(self.minimize);
                }
            }
            self.say(&kind, words);
        }
    }

    fn say(&mut self, kind: &Kind, why: &str) {
        if kind.cost > 0 {
            self.reasons.push(format!("{}: {} {why}", self.cost(kind.cost), names(self.world, &kind.roles)));
        }
    }

    fn cost(&self, cost: u64) -> String {
        match self.minimize {
            Minimize::Moves if cost == 1 => "1 move".to_owned(),
            Minimize::Moves => format!("{cost} moves"),
            Minimize::Mib => format!("{cost} MiB"),
        }
    }

    fn amount(&self, amount: u64) -> String {
        match self.minimize {
            Minimize::Moves if amount == 1 => "1 VM".to_owned(),
            Minimize::Moves => format!("{amount} VMs"),
            Minimize::Mib => format!("{} of VMs", memory(amount)),
        }
    }
}

/// The first few names of roles, and how many more there are.
pub(super) fn names(world: &World<'_>, roles: &[u32]) -> String {
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
        TurnReason::FewerInTheEnd => {
            format!("{name} goes first, as a start with the emptiest costs more later")
        }
        _ if world.placement != Placement::Fewest && owns_core_group_elsewhere(world, first) => {
            format!("{name} goes first, as the emptiest owns the core group")
        }
        _ => format!("{name} goes first and is not the emptiest"),
    }
}

fn owns_core_group_elsewhere(world: &World<'_>, first: usize) -> bool {
    let core = world.inventory.roles.iter().find(|role| role.kind == RoleKind::Cluster);
    core.and_then(|role| world.number(&role.owner)).is_some_and(|owner| owner != first)
}
