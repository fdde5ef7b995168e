//! The moves of a plan: started in its order, as many at once as the policy allows.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::retry::transient;
use super::step::{Decision, Seen, act, look, look_after};
use super::{ActionTask, GroupObserved, LineKind, Observe, Run};
use crate::error::{ErrorId, ErrorReport};
use crate::model::{NodeName, RoleName, Timestamp};
use crate::plan::{Migration, Task};

/// After how many looks a role that neither moves nor has arrived counts as a move that failed.
const QUIET_LOOKS_MAX: u32 = 3;
/// Live migrations at the same time where neither policy nor plan says a number: the default of Hyper-V hosts.
const PARALLEL_DEFAULT: usize = 2;
/// Quick migrations and failovers that one node has under way at a time, beside its live migrations.
const BESIDE_MAX: usize = 4;

/// Moves that follow each other in the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Batch {
    items: Vec<Item>,
    /// Whether the roles have been looked at before the first move.
    looked: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Item {
    role: RoleName,
    from: NodeName,
    to: NodeName,
    migration: Migration,
    /// How long it likely takes, where the plan says so.
    #[serde(default)]
    likely_seconds: Option<u64>,
    state: ItemState,
    attempts: u32,
    quiet: u32,
    since: Timestamp,
    /// The place of the move before this one of the same role, where it has one.
    #[serde(default)]
    after: Option<usize>,
    /// The places of the moves of roles that its group set waits for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    waits_for: Vec<usize>,
}

impl Item {
    /// Whether it has still to arrive.
    const fn is_open(&self) -> bool {
        matches!(self.state, ItemState::Waiting | ItemState::Moving)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum ItemState {
    Waiting,
    Moving,
    Done,
    GivenUp,
}

impl Run {
    pub(super) fn move_roles(&mut self, seen: Option<&Seen<'_>>) -> Decision {
        let mut batch = match self.batch.take() {
            Some(batch) => batch,
            None => self.new_batch(),
        };
        if let Some(seen) = seen {
            self.update(&mut batch, seen);
        }
        let decision = self.next_move(&mut batch);
        self.batch = Some(batch);
        decision
    }

    fn new_batch(&self) -> Batch {
        let mut places = BTreeMap::new();
        let items = self.plan.steps[self.cursor..]
            .iter()
            .enumerate()
            .map_while(|(place, step)| match &step.task {
                Task::MoveRole { role, from, to, migration, waits_for } => Some(Item {
                    role: role.clone(),
                    from: from.clone(),
                    to: to.clone(),
                    migration: *migration,
                    likely_seconds: step.span.map(|span| span.ends_seconds.saturating_sub(span.starts_seconds)),
                    state: ItemState::Waiting,
                    attempts: 0,
                    quiet: 0,
                    since: self.now,
                    waits_for: waits_for.iter().filter_map(|role| places.get(role).copied()).collect(),
                    after: places.insert(role, place),
                }),
                _ => None,
            })
            .collect();
        Batch { items, looked: false }
    }

    fn update(&mut self, batch: &mut Batch, seen: &Seen<'_>) {
        if let Some(gone) = seen.observed.error.as_ref().filter(|error| error.id == ErrorId::RoleNotFound) {
            self.gone(batch, gone.subject.as_deref().unwrap_or_default());
            return;
        }
        if let ActionTask::MoveRole { role, .. } = seen.task {
            let index = batch.items.iter().position(|item| item.state == ItemState::Waiting && item.role == *role);
            if let Some(index) = index {
                self.started(&mut batch.items[index], seen.error());
            }
        }
        let first = !batch.looked;
        batch.looked = true;
        let groups: BTreeMap<&RoleName, &GroupObserved> =
            seen.observed.groups.as_deref().unwrap_or_default().iter().map(|group| (&group.name, group)).collect();
        // A batch may hold hundreds of moves, of which few are under way.
        let concerned = |item: &&mut Item| match item.state {
            ItemState::Done | ItemState::GivenUp => false,
            ItemState::Waiting => first,
            ItemState::Moving => true,
        };
        for item in batch.items.iter_mut().filter(concerned) {
            if let Some(group) = groups.get(&item.role) {
                self.seen_group(item, group, first);
            }
        }
    }

    fn gone(&mut self, batch: &mut Batch, role: &str) {
        for item in batch.items.iter_mut().filter(|item| item.role == *role && item.state != ItemState::Done) {
            item.state = ItemState::GivenUp;
            self.left_undone.push(format!("{role} was not moved: it does not exist any more"));
            self.say(LineKind::Warning, format!("{role} does not exist any more and is not moved."));
        }
    }

    fn started(&mut self, item: &mut Item, error: Option<&ErrorReport>) {
        item.since = self.now;
        item.quiet = 0;
        let Some(error) = error else {
            item.state = ItemState::Moving;
            return;
        };
        self.move_failed(item, error);
    }

    fn move_failed(&mut self, item: &mut Item, error: &ErrorReport) {
        item.attempts += 1;
        if transient(error) && item.attempts <= self.plan.policy.retries {
            item.state = ItemState::Waiting;
            self.say(LineKind::Warning, format!("{} did not move and is tried again: {}.", item.role, error.message));
            return;
        }
        item.state = ItemState::GivenUp;
        let text = format!("{} was not moved to {}: {}", item.role, item.to, error.message);
        self.say(LineKind::Warning, format!("{text}. The drain takes it where it is part of a drain."));
        self.left_undone.push(text);
    }

    fn seen_group(&mut self, item: &mut Item, group: &GroupObserved, first: bool) {
        match item.state {
            ItemState::Done | ItemState::GivenUp => {}
            ItemState::Waiting if first && group.owner == item.to && !group.moving() => {
                item.state = ItemState::Done;
                self.say(LineKind::Seen, format!("{} is on {} already.", item.role, item.to));
            }
            ItemState::Waiting if first && group.moving() => {
                // A move that was under way when the run was cut off.
                item.state = ItemState::Moving;
                item.since = self.now;
            }
            ItemState::Waiting => {}
            ItemState::Moving if group.moving() => item.quiet = 0,
            ItemState::Moving if group.owner == item.to => {
                item.state = ItemState::Done;
                self.moves += 1;
                let text = format!("{} moved from {} to {}.", item.role, item.from, item.to);
                self.say(LineKind::Seen, text);
            }
            ItemState::Moving => {
                item.quiet += 1;
                let long = self.now.seconds_since(item.since) >= 2 * self.plan.policy.poll_seconds;
                if item.quiet >= QUIET_LOOKS_MAX && long {
                    let error = ErrorReport::new(
                        ErrorId::ActionFailed,
                        format!("it is still on {} and does not move", group.owner),
                        "Look at the event log of both hosts.",
                    );
                    // What failed without a word may succeed once more, so it counts as transient.
                    self.move_failed(item, &error.with_win32(5957));
                }
            }
        }
    }

    fn next_move(&mut self, batch: &mut Batch) -> Decision {
        if !batch.items.iter().any(Item::is_open) {
            return Decision::DoneMany(batch.items.len());
        }
        if !batch.looked {
            let roles = batch.items.iter().filter(|item| item.is_open()).map(|item| item.role.clone()).collect();
            return look(Observe::Groups { roles });
        }
        let moving: Vec<&Item> = batch.items.iter().filter(|item| item.state == ItemState::Moving).collect();
        if let Some(item) =
            moving.iter().find(|item| self.now.seconds_since(item.since) > self.plan.policy.move_timeout_seconds)
        {
            let what = format!("{} has been on its way to {} for too long", item.role, item.to);
            return self.timed_out(what, "Look at the migration on both hosts.");
        }
        let under_way = !moving.is_empty();
        if let Some(item) = self.startable(batch, &moving) {
            return start(item);
        }
        match batch.items.iter().find(|item| item.state == ItemState::Waiting) {
            // A move that is repeated waits until the others have left or its own pause is over.
            Some(item) if !under_way => {
                let wait = self.back_off(item.attempts);
                if item.attempts == 0 || self.now.seconds_since(item.since) >= wait {
                    start(item)
                } else {
                    look_after(wait, Observe::Groups { roles: vec![item.role.clone()] })
                }
            }
            _ => {
                let wait = moving.iter().map(|item| self.look_at(item)).min().unwrap_or(self.plan.policy.poll_seconds);
                let roles = moving.iter().map(|item| item.role.clone()).collect();
                look_after(wait, Observe::Groups { roles })
            }
        }
    }

    /// The first move that may start: both ends have a slot for it, and everything has left its destination that does
    /// so before it.
    fn startable<'b>(&self, batch: &'b Batch, moving: &[&Item]) -> Option<&'b Item> {
        // Nodes that something before still has to leave. A batch empties one node or few.
        let mut leaving: Vec<&NodeName> = Vec::new();
        for item in batch.items.iter().filter(|item| item.is_open()) {
            let waits = item.state != ItemState::Waiting || item.attempts > 0;
            let mut before = item.after.iter().chain(&item.waits_for).filter_map(|place| batch.items.get(*place));
            let after = before.any(Item::is_open);
            if !waits && !after && !leaving.contains(&&item.to) && self.has_slots(item, moving) {
                return Some(item);
            }
            if !leaving.contains(&&item.from) {
                leaving.push(&item.from);
            }
        }
        None
    }

    /// Whether both ends have a slot for a move.
    fn has_slots(&self, item: &Item, moving: &[&Item]) -> bool {
        if item.migration != Migration::Live {
            let beside = moving.iter().filter(|other| other.migration != Migration::Live && other.from == item.from);
            return beside.count() < BESIDE_MAX;
        }
        [&item.from, &item.to].into_iter().all(|node| {
            let live = moving.iter().filter(|other| other.migration == Migration::Live);
            live.filter(|other| other.from == *node || other.to == *node).count() < self.slots(node)
        })
    }

    /// Live migrations that a node takes part in at a time, as the plan has it.
    fn slots(&self, node: &NodeName) -> usize {
        let own = self.plan.slots.iter().find(|slots| slots.node == *node).map(|slots| slots.migrations);
        match own.unwrap_or(self.plan.policy.parallel_migrations) {
            0 => PARALLEL_DEFAULT,
            number => number as usize,
        }
    }

    /// How long to wait before a move is looked at again: until it likely ends, then a little longer each time.
    fn look_at(&self, item: &Item) -> u64 {
        let poll = self.plan.policy.poll_seconds;
        // A span is rounded outwards, so the first look of the last ones may come a second early.
        let Some(likely) = item.likely_seconds.map(|likely| likely.saturating_sub(1).max(1)) else { return poll };
        let passed = self.now.seconds_since(item.since);
        let wait = if passed < likely { likely - passed } else { 1 + (passed - likely) / 4 };
        wait.min(poll)
    }
}

fn start(item: &Item) -> Decision {
    act(
        ActionTask::MoveRole { role: item.role.clone(), to: item.to.clone(), migration: item.migration },
        Observe::Groups { roles: vec![item.role.clone()] },
    )
}
