//! The machine itself: takes an event, changes its state, says the next action.

use std::collections::BTreeMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::drift::Remembered;
use super::guard::Known;
use super::install::Order;
use super::interlude::{Between, Wish};
use super::moves::Batch;
use super::retreat::Retreat;
use super::step::{Decision, Seen};
use super::wave::{NextTurn, Wave};
use super::wave_steps::check_waves;
use super::{
    Action, ActionResult, ActionTask, Consent, Event, EventKind, Line, LineKind, Observation, Observe, RunError,
    RunState, RunStatus, Session,
};
use crate::error::{ErrorId, ErrorReport};
use crate::model::{Machine, NodeName, RoleName, RoleState, Timestamp};
use crate::plan::{BorrowedSetting, Plan, Task, Unfinished};
use crate::profile::Membership;

/// How a run is begun.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RunOptions {
    /// The id of the run (a GUID), given by the driver.
    pub run_id: String,
    /// Whether the point of no return may be passed.
    #[serde(default)]
    pub commit: bool,
    /// Who consented to that, where a person drives the run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<Consent>,
    /// What the run left behind that is taken back, or whose plan was made anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub takes_back: Option<Unfinished>,
    /// What the session that begins it brings along.
    #[serde(default)]
    pub session: Session,
}

/// What comes of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Advance {
    /// What to do next; `None` where the run does not go on by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<Action>,
    /// The journal's next lines.
    pub lines: Vec<Line>,
    /// Where the run stands.
    pub status: RunStatus,
}

/// How far the step in hand has come.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Progress {
    /// A number that the step gives a meaning to.
    pub(super) phase: u32,
    /// How often the call was made.
    pub(super) attempts: u32,
    /// How often reading failed in a row.
    pub(super) read_failures: u32,
    /// When the step began.
    pub(super) since: Timestamp,
    /// When something moved last.
    pub(super) changed: Timestamp,
    /// What was told last, so that it is told once.
    pub(super) note: String,
}

/// A run. The same events give the same run, so the events alone are a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Run {
    pub(super) plan: Arc<Plan>,
    pub(super) options: RunOptions,
    state: RunState,
    /// Index of the step in hand; the number of steps where all are done.
    pub(super) cursor: usize,
    /// The plan's own estimate of the steps from the one in hand on.
    pub(super) remaining_seconds: u64,
    /// Whether the first look at the cluster has been answered.
    pub(super) opened: bool,
    pub(super) progress: Progress,
    pub(super) batch: Option<Batch>,
    /// The nodes that are out together, where the step in hand is of such a wave.
    #[serde(default)]
    pub(super) wave: Option<Wave>,
    outstanding: Option<Action>,
    last_action: u32,
    pub(super) now: Timestamp,
    pub(super) started_at: Option<Timestamp>,
    /// The state of every role when the run began.
    pub(super) baseline: BTreeMap<RoleName, RoleState>,
    /// Borrowed properties with their old values.
    pub(super) borrowed: BTreeMap<BorrowedSetting, u64>,
    /// The facts of each node right before it left.
    pub(super) profiles: BTreeMap<NodeName, Machine>,
    /// What the cluster knew of each node right before it left.
    #[serde(default)]
    pub(super) memberships: BTreeMap<NodeName, Membership>,
    /// What was read last of nodes and level.
    #[serde(default)]
    pub(super) known: Known,
    /// What was read last of nodes and roles, for the look of a resumed run.
    #[serde(default)]
    pub(super) remembered: Remembered,
    /// Whether the action in hand is the first look of a resumed run.
    #[serde(default)]
    catching_up: bool,
    /// The way back of a run that is about to pause.
    #[serde(default)]
    pub(super) retreat: Option<Retreat>,
    /// Machines whose installation was ordered.
    #[serde(default)]
    pub(super) ordered: BTreeMap<NodeName, Order>,
    pub(super) waiting_for: Option<String>,
    pub(super) reason: Option<ErrorReport>,
    pub(super) moves: u64,
    pub(super) nodes_done: Vec<NodeName>,
    pub(super) versions_raised: Vec<RoleName>,
    pub(super) left_undone: Vec<String>,
    #[serde(skip)]
    lines: Vec<Line>,
    /// What is done between the steps.
    #[serde(default)]
    pub(super) between: Between,
}

impl Run {
    /// Makes a run of a plan; nothing is done before [`EventKind::Started`].
    ///
    /// # Errors
    /// [`RunError::PlanInvalid`] where the plan has no steps or its numbers don't follow each other.
    pub fn start(plan: Plan, options: RunOptions) -> Result<Self, RunError> {
        if plan.steps.is_empty() {
            return Err(RunError::PlanInvalid { reason: "it has no steps".to_owned() });
        }
        check_waves(&plan)?;
        if let Some((index, step)) =
            plan.steps.iter().enumerate().find(|(index, step)| step.number as usize != index + 1)
        {
            let reason = format!("the step at place {} has the number {}", index + 1, step.number);
            return Err(RunError::PlanInvalid { reason });
        }
        let left = options.takes_back.clone().unwrap_or_default();
        let memberships = left.nodes.iter().filter_map(|node| Some((node.node.clone(), node.membership.clone()?)));
        let memberships = memberships.collect();
        let before = |node: crate::plan::UpgradedNode| Some((node.node, node.before?));
        Ok(Self {
            remaining_seconds: plan.steps.iter().map(|step| step.likely_seconds).sum(),
            plan: Arc::new(plan),
            options,
            state: RunState::Ready,
            cursor: 0,
            opened: false,
            progress: Progress::default(),
            batch: None,
            wave: None,
            outstanding: None,
            last_action: 0,
            now: Timestamp::default(),
            started_at: None,
            baseline: BTreeMap::new(),
            borrowed: left.borrowed,
            profiles: left.nodes.into_iter().filter_map(before).collect(),
            memberships,
            known: Known::default(),
            remembered: Remembered::default(),
            catching_up: false,
            retreat: None,
            ordered: BTreeMap::new(),
            waiting_for: None,
            reason: None,
            moves: 0,
            nodes_done: Vec::new(),
            versions_raised: Vec::new(),
            left_undone: Vec::new(),
            lines: Vec::new(),
            between: Between { updating_disabled: left.updating_disabled, ..Between::default() },
        })
    }

    /// The plan that is run.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The state.
    #[must_use]
    pub const fn state(&self) -> RunState {
        self.state
    }

    /// The action that was given out and has not been answered.
    #[must_use]
    pub const fn outstanding(&self) -> Option<&Action> {
        self.outstanding.as_ref()
    }

    /// Takes an event and says what to do next.
    ///
    /// An answer to an action that has been answered before changes nothing and gives no action.
    ///
    /// # Errors
    /// [`RunError`] where the event does not fit the state; the run is unchanged then.
    pub fn advance(&mut self, event: &Event) -> Result<Advance, RunError> {
        let (action, lines) = self.follow(event)?;
        Ok(Advance { action, lines, status: self.status() })
    }

    /// The same without the status, for a driver that asks for it once, at the end.
    ///
    /// # Errors
    /// Those of [`Run::advance`].
    pub fn follow(&mut self, event: &Event) -> Result<(Option<Action>, Vec<Line>), RunError> {
        self.fits(&event.event)?;
        self.now = self.now.max(event.at);
        let action = match &event.event {
            EventKind::Started => {
                self.started_at = Some(self.now);
                let session = self.options.session.clone();
                self.open_session(&session);
                self.enter(RunState::Running);
                self.first_look()
            }
            EventKind::Resumed { commit } => self.resume(*commit),
            EventKind::SessionOpened { session } => {
                self.open_session(session);
                None
            }
            EventKind::OrderlyStop { abandon } => {
                self.outstanding = None;
                self.catching_up = false;
                self.rest(RunState::Stopped, *abandon);
                self.go_on(None)
            }
            EventKind::StopRequested => {
                self.stop();
                None
            }
            EventKind::ConsentGiven { consent } => {
                self.consent(consent);
                None
            }
            EventKind::ActionEnded { action, result, observed } => self.ended(*action, result, observed),
        };
        Ok((action, std::mem::take(&mut self.lines)))
    }

    fn fits(&self, event: &EventKind) -> Result<(), RunError> {
        let unexpected = |event| Err(RunError::Unexpected { event, state: self.state });
        match event {
            _ if self.state == RunState::Completed && !matches!(event, EventKind::ActionEnded { .. }) => {
                Err(RunError::Ended { state: self.state })
            }
            EventKind::Started if self.state != RunState::Ready => unexpected("started"),
            EventKind::Resumed { .. } if self.state == RunState::Ready => unexpected("resumed"),
            EventKind::StopRequested if self.state == RunState::Ready => unexpected("stopRequested"),
            EventKind::OrderlyStop { .. } if self.state != RunState::Running => unexpected("orderlyStop"),
            EventKind::ActionEnded { action, .. } if *action > self.last_action || *action == 0 => {
                Err(RunError::UnknownAction { action: *action, last: self.last_action })
            }
            _ => Ok(()),
        }
    }

    fn enter(&mut self, state: RunState) {
        if self.state != state {
            self.state = state;
            self.say(LineKind::State, format!("The run is {state}."));
        }
    }

    fn stop(&mut self) {
        if let Some(action) = self.outstanding.as_ref().filter(|action| action.task != ActionTask::Look) {
            let text = format!("Stopped; what was begun goes on in the cluster: {}.", action.task.command());
            self.say(LineKind::State, text);
        }
        self.enter(RunState::Stopped);
    }

    fn resume(&mut self, commit: bool) -> Option<Action> {
        self.options.commit |= commit;
        self.reason = None;
        self.outstanding = None;
        self.retreat = None;
        self.enter(RunState::Running);
        self.catching_up = self.opened;
        self.with_each_turn(&mut Self::step_from_its_beginning);
        self.between.pending = None;
        self.first_look()
    }

    fn step_from_its_beginning(&mut self) {
        self.batch = None;
        self.waiting_for = None;
        self.forget_wish();
        let held = self.held_node().is_some();
        self.progress = Progress { since: self.now, changed: self.now, ..Progress::default() };
        // Whose node it is has been told by how far its step had come.
        self.progress.phase = u32::from(held && self.pauses_a_node());
    }

    fn first_look(&mut self) -> Option<Action> {
        self.give(ActionTask::Look, 0, Observe::Everything)
    }

    fn ended(&mut self, action: u32, result: &ActionResult, observed: &Observation) -> Option<Action> {
        let outstanding = self.outstanding.take_if(|outstanding| outstanding.id == action)?;
        if self.state != RunState::Running {
            // The answer came after the stop; what it says is looked at again when the run is resumed.
            return None;
        }
        if let Some(error) = observed.error.as_ref().filter(|error| !names_nothing(error)) {
            return self.read_failed(error.clone(), outstanding.observe);
        }
        self.progress.read_failures = 0;
        self.known.see(&outstanding.observe, observed);
        let stale = if self.catching_up { self.catch_up(observed) } else { None };
        self.remembered.see(&outstanding.observe, observed);
        if let Some(wish) = self.between.pending.take() {
            return self.asked_before(&outstanding, observed, wish);
        }
        if !self.opened {
            return self.open(observed);
        }
        if std::mem::take(&mut self.catching_up) {
            return self.caught_up(stale);
        }
        let seen = Seen { task: &outstanding.task, result, observed };
        if self.retreat.is_some() { self.go_back(&seen) } else { self.go_on(Some(&seen)) }
    }

    fn caught_up(&mut self, stale: Option<String>) -> Option<Action> {
        self.resume_interludes();
        if let Some(changed) = stale {
            let report = self.plan_is_stale(&changed);
            self.pause(report);
        }
        self.go_on(None)
    }

    fn read_failed(&mut self, error: ErrorReport, observe: Observe) -> Option<Action> {
        self.progress.read_failures += 1;
        if self.progress.read_failures > self.plan.policy.retries {
            self.between.pending = None;
            if self.retreat.is_some() {
                return self.retreat_is_blind(&error);
            }
            self.progress.read_failures = 0;
            self.pause(error);
            return self.go_on(None);
        }
        self.say(LineKind::Warning, format!("Reading failed and is tried again: {}.", error.message));
        let wait = self.back_off(self.progress.read_failures);
        self.give(ActionTask::Look, wait, observe)
    }

    /// Compares the cluster with the plan and remembers what runs; a cluster that has changed pauses the run.
    fn open(&mut self, observed: &Observation) -> Option<Action> {
        if let Some(changed) = self.drift(observed) {
            let report = self.plan_is_stale(&changed);
            self.pause(report);
            return self.go_on(None);
        }
        let groups = observed.groups.as_deref().unwrap_or_default();
        self.baseline = groups.iter().map(|group| (group.name.clone(), group.state)).collect();
        self.opened = true;
        self.open_interludes();
        self.begin_step();
        self.go_on(None)
    }

    /// Decides the step in hand, and the following ones, until there is something to do.
    pub(super) fn go_on(&mut self, seen: Option<&Seen<'_>>) -> Option<Action> {
        let mut seen = seen;
        loop {
            let interlude = self.between.queue.front().cloned();
            let is_step = interlude.is_none();
            let decision = match interlude {
                Some(interlude) => self.decide_interlude(&interlude, seen.take()),
                None => {
                    if let Some(state) = self.between.resting.take() {
                        self.enter(state);
                        return None;
                    }
                    if self.cursor >= self.plan.steps.len() {
                        self.say_what_follows();
                        self.rest(RunState::Completed, false);
                        continue;
                    }
                    self.enter_wave();
                    match self.next_turn() {
                        NextTurn::Decides => self.decide(seen.take()),
                        NextTurn::Hook => continue,
                        NextTurn::Wishes(wish) => return self.offer(wish),
                        NextTurn::Pauses(report) => {
                            self.pause(report);
                            continue;
                        }
                    }
                }
            };
            match decision {
                Decision::Do { task, wait_seconds, observe } => {
                    let wish = Wish { task, wait_seconds, observe };
                    let now = if is_step { self.put_off(wish) } else { Some(wish) };
                    if let Some(wish) = now {
                        return self.offer(wish);
                    }
                }
                Decision::Done | Decision::DoneMany(_) if !is_step => self.interlude_done(),
                Decision::Done => self.next_step(1),
                Decision::DoneMany(count) => self.next_step(count),
                Decision::Pause(report) if is_step => return self.give_up(report),
                Decision::Pause(report) if self.hook_failed(&report) => {}
                Decision::Pause(report) => self.pause(report),
                Decision::AwaitCommit => self.rest(RunState::AwaitingCommit, false),
            }
        }
    }

    pub(super) fn next_step(&mut self, count: usize) {
        let done = self.plan.steps.iter().skip(self.cursor).take(count).map(|step| step.likely_seconds).sum();
        self.remaining_seconds = self.remaining_seconds.saturating_sub(done);
        self.waiting_for = None;
        self.batch = None;
        if self.next_step_in_wave(count) {
            return;
        }
        let from = self.cursor;
        self.cursor += count;
        self.left_steps(from);
        if self.cursor < self.plan.steps.len() {
            self.begin_step();
        }
    }

    pub(super) fn begin_step(&mut self) {
        self.progress = Progress { since: self.now, changed: self.now, ..Progress::default() };
        let plan = Arc::clone(&self.plan);
        let step = &plan.steps[self.cursor];
        if !matches!(step.task, Task::MoveRole { .. }) {
            let text = format!("{}: {}", step.task.describe(), step.reason);
            self.say(LineKind::Step, text);
        }
    }

    /// Begins to pause; what fails on the way to rest is told and left.
    pub(super) fn pause(&mut self, report: ErrorReport) {
        if self.between.resting.is_some() {
            let text = format!("Not done before the run rests: {}.", report.message);
            self.say(LineKind::Warning, text.clone());
            self.left_undone.push(text);
            self.interlude_done();
            return;
        }
        let report = self.with_node_in_hand(report);
        self.say(LineKind::Warning, format!("Paused: {}. {}", report.message, report.remedy));
        self.reason = Some(report);
        self.rest(RunState::Paused, false);
    }

    pub(super) fn give(&mut self, task: ActionTask, wait_seconds: u64, observe: Observe) -> Option<Action> {
        self.last_action += 1;
        let step = if self.opened { self.plan.steps.get(self.cursor).map_or(0, |step| step.number) } else { 0 };
        if task != ActionTask::Look && !task.is_aside() {
            self.say(LineKind::Intent, task.command());
        }
        match &task {
            ActionTask::Install { machine, .. } => drop(self.ordered.insert(machine.clone(), Order::InDoubt)),
            // From here on the node may be paused by this run, and is given back where the run pauses.
            ActionTask::SuspendNode { drain: false, .. } => self.progress.phase = 1,
            _ => {}
        }
        let aside = task.is_aside() || observe.is_aside();
        let action = Action { id: self.last_action, step, task, wait_seconds, observe, aside };
        self.outstanding = Some(action.clone());
        Some(action)
    }

    /// Adds a line to the story.
    pub(super) fn say(&mut self, kind: LineKind, text: String) {
        let step = if self.opened { self.plan.steps.get(self.cursor).map_or(0, |step| step.number) } else { 0 };
        self.lines.push(Line { at: self.now, step, kind, text });
    }

    /// Adds a line unless it was the last thing that this step said.
    pub(super) fn say_once(&mut self, kind: LineKind, text: String) {
        if self.progress.note != text {
            self.progress.note.clone_from(&text);
            self.say(kind, text);
        }
    }

    /// Whether the point of no return may be passed.
    pub(super) const fn committed(&self) -> bool {
        self.options.commit
    }

    /// A list that may grow with every VM: told when the run rests, since each answer carries the status.
    fn at_rest<T: Clone>(&self, list: &[T]) -> Vec<T> {
        if self.state == RunState::Running { Vec::new() } else { list.to_vec() }
    }

    /// Where the run stands.
    #[must_use]
    pub fn status(&self) -> RunStatus {
        let steps = &self.plan.steps;
        let current = steps.get(self.cursor);
        let number = u32::try_from(self.cursor).unwrap_or(u32::MAX).saturating_add(1);
        let stage = self.stage_in_hand();
        RunStatus {
            schema: RunStatus::SCHEMA.to_owned(),
            run_id: self.options.run_id.clone(),
            cluster: self.plan.cluster.clone(),
            state: self.state,
            step: number,
            steps_total: u32::try_from(steps.len()).unwrap_or(u32::MAX),
            activity: current.map_or_else(String::new, |step| step.task.describe()),
            node: stage.map(|(stage, _)| stage.node.clone()),
            node_percent: stage.map_or(0, |(_, percent)| percent),
            beside: self.out_beside(),
            waiting_for: self.waiting_for.clone(),
            reason: self.reason.clone(),
            started_at: self.started_at,
            updated_at: self.started_at.map(|_| self.now),
            remaining_seconds: self.remaining_seconds,
            moves: self.moves,
            nodes_done: self.nodes_done.clone(),
            versions_raised: self.at_rest(&self.versions_raised),
            left_undone: self.at_rest(&self.left_undone),
        }
    }
}

/// Whether an error only says that a named thing is not there, which is an answer and not a failure to read.
fn names_nothing(error: &ErrorReport) -> bool {
    matches!(error.id, ErrorId::NodeNotFound | ErrorId::RoleNotFound)
}
