//! Nodes that are out together: each has a cursor of its own, and while one waits the others go on.
//!
//! One action at a time is given out all the same, so that drivers and journal know nothing of this: what overlaps are
//! the waits. Nodes are emptied one after the other in the order of the plan, because the plan counts on the room that
//! is left then; whatever comes after that waits for its own node alone. A node that fails keeps its place; those that
//! are out already come back, none begins any more, and then the run pauses.

use serde::{Deserialize, Serialize};

use super::interlude::{Interlude, Wish};
use super::machine::Progress;
use super::moves::Batch;
use super::wave_steps::{steps_of_each, takes_out, wave_from};
use super::{ActionTask, HookPoint, LineKind, NodeObserved, Run};
use crate::error::ErrorReport;
use crate::model::{NodeName, Timestamp};
use crate::plan::{NodeStage, Plan, Task};

/// Nodes that are out together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Wave {
    turns: Vec<Turn>,
    /// The turn whose cursor, progress and moves are those of the run.
    in_hand: usize,
}

/// The turn of one of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Turn {
    /// Its place among the nodes of the plan.
    stage: usize,
    /// Indexes of its steps.
    steps: Vec<usize>,
    cursor: usize,
    /// Whether the hook before it has been called, or there is none.
    #[serde(default)]
    hook_called: bool,
    /// Whether its first step has begun.
    begun: bool,
    done: bool,
    progress: Progress,
    batch: Option<Batch>,
    waiting_for: Option<String>,
    /// What it does next, at `due` at the earliest.
    wish: Option<Wish>,
    due: Timestamp,
    /// Why it does not go on in this session.
    failed: Option<ErrorReport>,
}

/// What a wave says when a turn is looked for.
pub(super) enum NextTurn {
    /// The turn in hand decides.
    Decides,
    /// The hook before it comes first.
    Hook,
    /// It has decided before, and its wait is over or is the shortest.
    Wishes(Wish),
    /// None can go on.
    Pauses(ErrorReport),
}

impl Wave {
    fn turn(&self) -> &Turn {
        &self.turns[self.in_hand]
    }

    fn turn_mut(&mut self) -> &mut Turn {
        &mut self.turns[self.in_hand]
    }

    /// Whether a turn may go on: what takes a node out waits for all that stands before it in the plan, and is not
    /// begun where another node has failed.
    fn may_go(&self, index: usize, plan: &Plan) -> bool {
        let turn = &self.turns[index];
        if turn.done || turn.failed.is_some() {
            return false;
        }
        if !takes_out(&plan.steps[turn.cursor].task) || turn.is_out(plan) {
            return true;
        }
        let before = |other: &Turn| other.done || other.cursor > turn.cursor;
        let others = || self.turns.iter().enumerate().filter(|(place, _)| *place != index);
        others().all(|(_, other)| before(other)) && others().all(|(_, other)| other.failed.is_none())
    }
}

impl Turn {
    fn new(plan: &Plan, stage: usize, steps: Vec<usize>) -> Self {
        let cursor = steps.first().copied().unwrap_or(plan.steps.len());
        Self {
            stage,
            done: steps.is_empty(),
            steps,
            cursor,
            hook_called: false,
            begun: false,
            progress: Progress::default(),
            batch: None,
            waiting_for: None,
            wish: None,
            due: Timestamp::default(),
            failed: None,
        }
    }

    /// Whether its node is out, or on its way out or back.
    fn is_out(&self, plan: &Plan) -> bool {
        let pause = self.steps.iter().find(|step| matches!(plan.steps[**step].task, Task::PauseNode { .. }));
        !self.done && pause.is_some_and(|pause| self.cursor > *pause || (self.cursor == *pause && self.begun))
    }
}

impl Run {
    /// Gives each node of a wave its own cursor, where one begins with the step in hand.
    pub(super) fn enter_wave(&mut self) {
        let number = u32::try_from(self.cursor).unwrap_or(u32::MAX).saturating_add(1);
        let places = if self.wave.is_none() { wave_from(&self.plan, number) } else { Vec::new() };
        if places.len() < 2 {
            return;
        }
        let steps = steps_of_each(&self.plan, self.cursor, &places);
        let turns = places.into_iter().zip(steps);
        let mut turns: Vec<Turn> = turns.map(|(stage, steps)| Turn::new(&self.plan, stage, steps)).collect();
        let in_hand = turns.iter().position(|turn| !turn.done && turn.cursor == self.cursor).unwrap_or_default();
        turns[in_hand].begun = true;
        self.wave = Some(Wave { turns, in_hand });
    }

    /// Puts the turn in hand away and takes another.
    fn take_turn(&mut self, index: usize) {
        self.note_cursor();
        let Some(wave) = &mut self.wave else { return };
        let turn = wave.turn_mut();
        turn.progress = std::mem::take(&mut self.progress);
        turn.batch = self.batch.take();
        turn.waiting_for = self.waiting_for.take();
        wave.in_hand = index;
        let turn = wave.turn_mut();
        self.cursor = turn.cursor;
        self.progress = std::mem::take(&mut turn.progress);
        self.batch = turn.batch.take();
        self.waiting_for = turn.waiting_for.take();
    }

    /// Whether the nodes of a stage go out together with another.
    pub(super) fn is_of_wave(&self, stage: usize) -> bool {
        wave_from(&self.plan, self.plan.nodes[stage].first_step).len() > 1
    }

    /// Begins the turn in hand where it has not begun; a hook before it comes first.
    fn begin_turn(&mut self) -> NextTurn {
        let Some(wave) = &mut self.wave else { return NextTurn::Decides };
        let turn = wave.turn_mut();
        let stage = turn.stage;
        if !turn.hook_called && self.options.session.hooks.contains(&HookPoint::BeforeNode) {
            let node = self.plan.nodes[stage].node.clone();
            self.push_hook(HookPoint::BeforeNode, Some(node));
            return NextTurn::Hook;
        }
        turn.hook_called = true;
        if !std::mem::replace(&mut turn.begun, true) {
            self.begin_step();
        }
        NextTurn::Decides
    }

    /// The hook before the turn in hand has been called.
    pub(super) fn turn_may_begin(&mut self) {
        if let Some(wave) = &mut self.wave {
            wave.turn_mut().hook_called = true;
        }
    }

    /// The hook before the turn in hand has failed: the other nodes that are out come back first. Gives back whether
    /// there are any.
    pub(super) fn hook_failed(&mut self, report: &ErrorReport) -> bool {
        let before = matches!(self.between.queue.front(), Some(Interlude::Hook { point: HookPoint::BeforeNode, .. }));
        if !before || self.between.resting.is_some() || !self.leave_turn(report) {
            return false;
        }
        self.between.queue.pop_front();
        self.between.progress = Progress::default();
        true
    }

    /// Brings the record of the turn in hand up to date.
    fn note_cursor(&mut self) {
        let cursor = self.cursor;
        if let Some(wave) = &mut self.wave
            && !wave.turn().done
        {
            wave.turn_mut().cursor = cursor;
        }
    }

    /// Puts a wait off while another node of the wave has something to do; what has to be done now comes back.
    pub(super) fn put_off(&mut self, wish: Wish) -> Option<Wish> {
        let due = self.now.plus_seconds(wish.wait_seconds);
        match &mut self.wave {
            Some(wave) if wish.wait_seconds > 0 && wish.task == ActionTask::Look => {
                wave.turn_mut().wish = Some(wish);
                wave.turn_mut().due = due;
                None
            }
            _ => Some(wish),
        }
    }

    /// Which turn goes on: the one in hand as long as it does not wait, then the one that waits the shortest.
    pub(super) fn next_turn(&mut self) -> NextTurn {
        self.note_cursor();
        let now = self.now;
        let Some(wave) = &self.wave else { return NextTurn::Decides };
        if wave.turn().wish.is_none() && wave.may_go(wave.in_hand, &self.plan) {
            return self.begin_turn();
        }
        let going = (0..wave.turns.len()).filter(|index| wave.may_go(*index, &self.plan));
        let due = |index: &usize| {
            let turn = &wave.turns[*index];
            (if turn.wish.is_some() { turn.due.max(now) } else { now }, *index)
        };
        let Some(index) = going.min_by_key(due) else {
            let failures: Vec<(usize, ErrorReport)> =
                wave.turns.iter().enumerate().filter_map(|(place, turn)| Some((place, turn.failed.clone()?))).collect();
            return self.wave_pauses(failures);
        };
        if index != wave.in_hand {
            self.take_turn(index);
        }
        let Some(turn) = self.wave.as_mut().map(Wave::turn_mut) else { return NextTurn::Decides };
        match turn.wish.take() {
            Some(wish) => {
                let wait_seconds = turn.due.seconds_since(now.min(turn.due));
                NextTurn::Wishes(Wish { wait_seconds, ..wish })
            }
            None => self.begin_turn(),
        }
    }

    fn wave_pauses(&mut self, failures: Vec<(usize, ErrorReport)>) -> NextTurn {
        let mut failures = failures.into_iter();
        let Some((place, mut report)) = failures.next() else {
            // A wave whose turns are all done is left at once, so that one of them has failed.
            return NextTurn::Decides;
        };
        if self.wave.as_ref().is_some_and(|wave| wave.in_hand != place) {
            self.take_turn(place);
        }
        for (_, other) in failures {
            report.remedy = format!("{} Also: {}. {}", report.remedy, other.message, other.remedy);
        }
        NextTurn::Pauses(report)
    }

    /// Steps of the turn in hand are done: the next one, or the end of the turn, or of the wave. Gives back whether
    /// there is a wave.
    pub(super) fn next_step_in_wave(&mut self, count: usize) -> bool {
        let Some(wave) = &mut self.wave else { return false };
        let turn = wave.turn_mut();
        let place = turn.steps.iter().position(|step| *step == self.cursor).unwrap_or_default() + count;
        if let Some(next) = turn.steps.get(place) {
            turn.cursor = *next;
            self.cursor = *next;
            self.begin_step();
            return true;
        }
        turn.done = true;
        let stage = turn.stage;
        let over = wave.turns.iter().all(|turn| turn.done);
        self.turn_over(stage);
        if over {
            self.wave = None;
            self.cursor = self.plan.nodes[stage].last_step as usize;
            self.enter_stage();
            if self.cursor < self.plan.steps.len() {
                self.begin_step();
            }
        }
        true
    }

    /// Whether the run goes on with other nodes of the wave although the one in hand has failed.
    pub(super) fn leave_turn(&mut self, report: &ErrorReport) -> bool {
        let report = self.with_node_in_hand(report.clone());
        self.note_cursor();
        let Some(wave) = &mut self.wave else { return false };
        wave.turn_mut().failed = Some(report.clone());
        wave.turn_mut().wish = None;
        let out = wave.turns.iter().filter(|turn| turn.failed.is_none() && turn.is_out(&self.plan));
        let names: Vec<String> = out.map(|turn| self.plan.nodes[turn.stage].node.to_string()).collect();
        if !names.is_empty() {
            let (what, remedy) = (report.message, report.remedy);
            let names = names.join(", ");
            let text = format!("The run pauses when {names} is back: {what}. {remedy}");
            self.say(LineKind::Warning, text);
        }
        true
    }

    /// Every turn of the wave, one after the other, in hand: for a run that goes on in another session.
    pub(super) fn with_each_turn(&mut self, work: &mut dyn FnMut(&mut Self)) {
        self.note_cursor();
        let Some(in_hand) = self.wave.as_ref().map(|wave| wave.in_hand) else { return work(self) };
        let begun: Vec<usize> = self
            .wave
            .iter()
            .flat_map(|wave| wave.turns.iter().enumerate())
            .filter(|(_, turn)| (turn.begun || turn.failed.is_some()) && !turn.done)
            .map(|(place, _)| place)
            .collect();
        for place in begun {
            if self.wave.as_ref().is_some_and(|wave| wave.in_hand != place) {
                self.take_turn(place);
            }
            work(self);
            self.note_cursor();
        }
        if self.wave.as_ref().is_some_and(|wave| wave.in_hand != in_hand) {
            self.take_turn(in_hand);
        }
    }

    /// What a turn was about to do is decided anew in another session.
    pub(super) fn forget_wish(&mut self) {
        if let Some(wave) = &mut self.wave {
            wave.turn_mut().wish = None;
            wave.turn_mut().failed = None;
        }
    }

    /// The indexes of the steps of the turn in hand, up to the step in hand; all of them where there is no wave.
    pub(super) fn steps_up_to_now(&self) -> Vec<usize> {
        match &self.wave {
            Some(wave) => wave.turn().steps.iter().copied().filter(|step| *step <= self.cursor).collect(),
            None => (0..self.plan.steps.len()).take(self.cursor + 1).collect(),
        }
    }

    /// How many steps of the turn in hand lie between the step in hand and another one.
    pub(super) fn steps_until(&self, index: usize) -> usize {
        match &self.wave {
            Some(wave) => wave.turn().steps.iter().filter(|step| (self.cursor..index).contains(step)).count(),
            None => index.saturating_sub(self.cursor),
        }
    }

    /// The node whose turn is in hand, and how much of the turn is done in hundredths.
    pub(super) fn stage_in_hand(&self) -> Option<(&NodeStage, u32)> {
        let percent = |done: usize, steps: usize| u32::try_from(done * 100 / steps.max(1)).unwrap_or(100);
        if let Some(wave) = &self.wave {
            let turn = wave.turn();
            let done = turn.steps.iter().filter(|step| **step < self.cursor).count();
            return Some((&self.plan.nodes[turn.stage], percent(done, turn.steps.len())));
        }
        let number = self.cursor + 1;
        let inside = |stage: &&NodeStage| (stage.first_step as usize..=stage.last_step as usize).contains(&number);
        let stage = self.plan.nodes.iter().find(inside)?;
        let (first, last) = (stage.first_step as usize, stage.last_step as usize);
        Some((stage, percent(number - first, last - first + 1)))
    }

    /// The other nodes that are out, or on their way out or back.
    pub(super) fn out_beside(&self) -> Vec<NodeName> {
        let turns = self.wave.iter().flat_map(|wave| {
            wave.turns.iter().enumerate().filter(|(place, _)| *place != wave.in_hand).map(|(_, turn)| turn)
        });
        turns.filter(|turn| turn.is_out(&self.plan)).map(|turn| self.plan.nodes[turn.stage].node.clone()).collect()
    }

    /// Whether a node is not up because its turn, beside the one in hand, is under way.
    pub(super) fn is_beside(&self, node: &NodeObserved) -> bool {
        let beside = self.out_beside();
        let stages = self.plan.nodes.iter().filter(|stage| beside.contains(&stage.node));
        stages.into_iter().any(|stage| stage.node == node.name || stage.returns_as == node.name)
    }

    /// Whether a wave is under way, and whether the turn of a node in it is done.
    pub(super) fn done_in_wave(&self, stage: &NodeStage) -> Option<bool> {
        let turns = &self.wave.as_ref()?.turns;
        turns.iter().find(|turn| self.plan.nodes[turn.stage].node == stage.node).map(|turn| turn.done)
    }

    /// Whether any node of a wave is out; `None` where there is no wave.
    pub(super) fn wave_is_out(&self) -> Option<bool> {
        let wave = self.wave.as_ref()?;
        let in_hand = wave.turn();
        let pause = in_hand.steps.iter().find(|step| matches!(self.plan.steps[**step].task, Task::PauseNode { .. }));
        let own = pause.is_some_and(|pause| self.cursor > *pause) && !in_hand.done;
        Some(own || !self.out_beside().is_empty())
    }
}
