//! What is done between the steps of a plan: the lease, hooks, gates, and what is put back before a run rests.
//!
//! Interludes wait in a queue that is emptied before the step in hand goes on. On the way to rest (paused, stopped,
//! waiting for the commitment, completed) the queue holds what has to be done before nobody drives the run any more;
//! what fails there is said and left, because a pause can't be paused.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde::{Deserialize, Serialize};

use super::gates::Gate;
use super::machine::Progress;
use super::step::{Decision, Seen, act, look};
use super::{Action, ActionTask, HookPoint, LineKind, Observation, Observe, Run, RunState};
use crate::error::{ErrorId, ErrorReport};
use crate::model::{NodeName, NodeState, RoleName, Timestamp};
use crate::plan::{BorrowedSetting, NodeStage, Task};
use crate::rules::Finding;

/// Something between two steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub(super) enum Interlude {
    TakeLease,
    /// Sees which shared volumes are redirected already.
    SeeVolumes,
    Hook {
        point: HookPoint,
        node: Option<NodeName>,
    },
    Gate {
        gate: Gate,
        /// The machine that came back last.
        node: NodeName,
    },
    /// Borrows a setting again that was given back while the run rested.
    BorrowAgain {
        name: BorrowedSetting,
        value: u64,
    },
    GiveBack {
        name: BorrowedSetting,
    },
    DisableUpdating,
    EnableUpdating,
    /// Starts a VM that was shut down for its configuration version.
    StartMachine {
        role: RoleName,
    },
    Evidence,
    ReleaseLease,
}

/// An action that waits until something else has been asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Wish {
    pub(super) task: ActionTask,
    pub(super) wait_seconds: u64,
    pub(super) observe: Observe,
}

/// What a run knows beside its steps.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub(super) struct Between {
    pub(super) queue: VecDeque<Interlude>,
    /// How far the first of the queue has come.
    pub(super) progress: Progress,
    /// What the run becomes when the queue is empty.
    pub(super) resting: Option<RunState>,
    pub(super) pending: Option<Wish>,
    /// When the lease was renewed last, where it is held.
    pub(super) lease_renewed: Option<Timestamp>,
    /// Shared volumes that were redirected when the run began.
    pub(super) redirected: BTreeSet<String>,
    /// From when on critical events are new.
    pub(super) events_since: Timestamp,
    /// The step whose hooks have been called.
    pub(super) entered: Option<usize>,
    /// Where the canary belongs, while it is away.
    pub(super) canary_home: Option<NodeName>,
    /// Whether the canary answered on the network before it was sent: where it never does, nobody expects it to.
    pub(super) canary_answered: bool,
    /// Whether a closed gate is waited for.
    pub(super) gate_waits: bool,
    /// When all roles were seen well last.
    pub(super) well_at: Option<Timestamp>,
    /// Settings that were given back for the rest, with the values they are borrowed with again.
    pub(super) borrow_again: BTreeMap<BorrowedSetting, u64>,
    /// Whether the run has disabled Cluster-Aware Updating.
    pub(super) updating_disabled: bool,
    /// Whether it was enabled again for the rest.
    pub(super) disable_again: bool,
    /// Roles that failed and were started once in this session.
    pub(super) started: BTreeSet<RoleName>,
    /// What the rules said last of configuration versions, and when.
    pub(super) version_findings: Option<(Timestamp, Vec<Finding>)>,
}

impl Run {
    /// What comes before the first step, once the cluster has been looked at.
    pub(super) fn open_interludes(&mut self) {
        self.between.events_since = self.now;
        let queue = &mut self.between.queue;
        queue.push_back(Interlude::SeeVolumes);
        self.take_the_lease_first();
        self.enter_stage();
    }

    /// What a run does first when it goes on: its lease, what it had given back, its gates anew.
    pub(super) fn resume_interludes(&mut self) {
        let between = &mut self.between;
        between.pending = None;
        between.gate_waits = false;
        between.lease_renewed = None;
        between.version_findings = None;
        between.started.clear();
        between.progress = Progress { since: self.now, changed: self.now, ..Progress::default() };
        // What was on the way to rest is decided anew when the run rests again.
        let resting = between.resting.take().is_some();
        // A person has looked at what happened before.
        between.events_since = self.now;
        between.queue.retain(|one| {
            let after = matches!(one, Interlude::Hook { point: HookPoint::AfterNode, .. });
            !resting && (after || *one == Interlude::SeeVolumes)
        });
        if self.between.entered == Some(self.cursor) {
            let gates = self.gates();
            self.between.queue.extend(gates);
        } else {
            self.enter_stage();
        }
        if self.stages_remain() {
            let again = std::mem::take(&mut self.between.borrow_again);
            for (name, value) in again {
                self.between.queue.push_front(Interlude::BorrowAgain { name, value });
            }
            if std::mem::take(&mut self.between.disable_again) {
                self.between.queue.push_front(Interlude::DisableUpdating);
            }
        }
        self.take_the_lease_first();
    }

    fn take_the_lease_first(&mut self) {
        if self.options.session.lease.is_some() {
            self.between.queue.push_front(Interlude::TakeLease);
        }
    }

    /// The node whose turn begins with the step in hand.
    pub(super) fn gated_stage(&self) -> Option<usize> {
        if self.wave_is_out() == Some(true) {
            return None;
        }
        let number = self.cursor + 1;
        self.plan.nodes.iter().position(|stage| stage.first_step as usize == number)
    }

    pub(super) fn stage_before(&self, index: usize) -> Option<&NodeStage> {
        index.checked_sub(1).and_then(|before| self.plan.nodes.get(before))
    }

    fn stages_remain(&self) -> bool {
        self.plan.nodes.iter().any(|stage| stage.last_step as usize > self.cursor)
    }

    /// Steps are done: hooks and gates follow where a node's turn ends or begins.
    pub(super) fn left_steps(&mut self, from: usize) {
        let ended =
            self.plan.nodes.iter().filter(|stage| (from..self.cursor).contains(&(stage.last_step as usize - 1)));
        let ended: Vec<NodeName> = ended.map(|stage| stage.returns_as.clone()).collect();
        for node in ended {
            self.push_hook(HookPoint::AfterNode, Some(node));
        }
        self.enter_stage();
    }

    /// The turn of a node of a wave is over.
    pub(super) fn turn_over(&mut self, stage: usize) {
        let node = self.plan.nodes[stage].returns_as.clone();
        self.push_hook(HookPoint::AfterNode, Some(node));
    }

    /// What comes before the step in hand. The hook of a node that goes out with others is called when its own turn
    /// begins.
    pub(super) fn enter_stage(&mut self) {
        let gates = self.gates();
        self.between.queue.extend(gates);
        if let Some(stage) = self.gated_stage().filter(|stage| !self.is_of_wave(*stage)) {
            let node = self.plan.nodes[stage].node.clone();
            self.push_hook(HookPoint::BeforeNode, Some(node));
        }
        if self.gated_stage().is_none() && self.waits_for_window() {
            let node = self.plan.nodes.first().map(|stage| stage.node.clone());
            let node = node.unwrap_or_else(|| NodeName::from(self.plan.cluster.as_str()));
            self.between.queue.push_back(Interlude::Gate { gate: Gate::Window, node });
        }
        if self.plan.steps.get(self.cursor).is_some_and(|step| step.task == Task::CheckFunctionalLevel) {
            self.push_hook(HookPoint::BeforeLevel, None);
        }
    }

    pub(super) fn push_hook(&mut self, point: HookPoint, node: Option<NodeName>) {
        if self.options.session.hooks.contains(&point) {
            self.between.queue.push_back(Interlude::Hook { point, node });
        }
    }

    /// The first of the queue is done.
    pub(super) fn interlude_done(&mut self) {
        if let Some(Interlude::Hook { point: HookPoint::BeforeNode, .. }) = self.between.queue.pop_front() {
            self.turn_may_begin();
        }
        self.between.gate_waits = false;
        let fresh = Progress { since: self.now, changed: self.now, ..Progress::default() };
        self.between.progress = fresh;
        if self.between.queue.is_empty() && self.between.resting.is_none() {
            self.between.entered = Some(self.cursor);
            // What went before is no part of the step's own time.
            self.progress.since = self.now;
            self.progress.changed = self.now;
        }
    }

    /// Decides the first of the queue, with a progress of its own.
    pub(super) fn decide_interlude(&mut self, interlude: &Interlude, seen: Option<&Seen<'_>>) -> Decision {
        std::mem::swap(&mut self.progress, &mut self.between.progress);
        let decision = match interlude {
            Interlude::TakeLease => self.take_lease(seen),
            Interlude::ReleaseLease => self.release_lease(seen),
            Interlude::SeeVolumes => self.see_volumes(seen),
            Interlude::Hook { point, node } => self.call_hook(*point, node.as_ref(), seen),
            Interlude::Gate { gate, node } => self.ask_gate(gate, node, seen),
            Interlude::BorrowAgain { name, value } => self.borrow_setting(*name, *value, seen),
            Interlude::GiveBack { name } => self.restore_setting(*name, seen),
            Interlude::DisableUpdating => self.updating_role(false, seen),
            Interlude::EnableUpdating => self.updating_role(true, seen),
            Interlude::StartMachine { role } => self.start_before_rest(role, seen),
            Interlude::Evidence => self.gather_evidence(seen),
        };
        std::mem::swap(&mut self.progress, &mut self.between.progress);
        decision
    }

    fn see_volumes(&mut self, seen: Option<&Seen<'_>>) -> Decision {
        let Some(seen) = seen else { return look(Observe::SharedVolumes) };
        let volumes = seen.observed.shared_volumes.as_deref().unwrap_or_default();
        let redirected = volumes.iter().filter(|volume| volume.redirected);
        self.between.redirected = redirected.map(|volume| volume.name.clone()).collect();
        Decision::Done
    }

    fn gather_evidence(&mut self, seen: Option<&Seen<'_>>) -> Decision {
        match seen {
            None => act(ActionTask::CollectEvidence { since: self.started_at.unwrap_or(self.now) }, Observe::Nothing),
            Some(seen) => {
                if let Some(error) = seen.error() {
                    self.say(LineKind::Warning, format!("The evidence was not gathered: {}.", error.message));
                } else if let Some(path) = &seen.observed.evidence {
                    self.say(LineKind::Warning, format!("The evidence for a support case lies in {path}."));
                }
                Decision::Done
            }
        }
    }

    /// Begins the way to rest: hooks, evidence, what was borrowed, the lease.
    pub(super) fn rest(&mut self, state: RunState, abandon: bool) {
        self.between.queue.clear();
        self.between.pending = None;
        self.between.gate_waits = false;
        self.between.progress = Progress { since: self.now, changed: self.now, ..Progress::default() };
        self.between.resting = Some(state);
        if let Some(role) = self.machine_shut_down() {
            self.between.queue.push_back(Interlude::StartMachine { role });
        }
        self.give_back(state, abandon);
        let point = match state {
            RunState::Paused if self.reason.as_ref().is_some_and(is_failure) => HookPoint::OnFailure,
            RunState::Paused => HookPoint::OnPause,
            _ => HookPoint::OnEnd,
        };
        if state != RunState::Stopped {
            self.push_hook(point, None);
        }
        if self.options.session.evidence && matches!(state, RunState::Paused | RunState::Stopped) {
            self.between.queue.push_back(Interlude::Evidence);
        }
        if self.between.lease_renewed.is_some() {
            self.between.queue.push_back(Interlude::ReleaseLease);
        }
    }

    /// Borrowed settings go back where no node is out: a balancer or an update that begins while one is out would
    /// work against the plan. Whoever abandons the run gets them back anyhow.
    fn give_back(&mut self, state: RunState, abandon: bool) {
        let names: Vec<BorrowedSetting> = self.borrowed.keys().copied().collect();
        if names.is_empty() && !self.between.updating_disabled {
            return;
        }
        if self.a_node_is_out() && !abandon && state != RunState::Completed {
            let kept = self.borrowed.iter().map(|(name, old)| format!("{name} (was {old})"));
            let updating = self.between.updating_disabled.then(|| "Cluster-Aware Updating (was enabled)".to_owned());
            let kept: Vec<String> = kept.chain(updating).collect();
            let text =
                format!("A node is out, so these settings stay borrowed until the run goes on: {}.", kept.join(", "));
            self.say(LineKind::Warning, text);
            return;
        }
        for name in names {
            let borrowed = self.plan.steps.iter().find_map(|step| match &step.task {
                Task::BorrowSetting { name: one, value } if *one == name => Some(*value),
                _ => None,
            });
            if let Some(value) = borrowed {
                self.between.borrow_again.insert(name, value);
            }
            self.between.queue.push_back(Interlude::GiveBack { name });
        }
        if self.between.updating_disabled {
            self.between.disable_again = true;
            self.between.queue.push_back(Interlude::EnableUpdating);
        }
    }

    fn a_node_is_out(&self) -> bool {
        let number = self.cursor + 1;
        let inside = |stage: &NodeStage| number > stage.first_step as usize && number <= stage.last_step as usize;
        let out = self.wave_is_out().unwrap_or_else(|| self.plan.nodes.iter().any(inside));
        out || self.known.nodes.iter().any(|node| node.state != NodeState::Up)
    }

    /// Gives out an action, or asks first what has to be known before it.
    pub(super) fn offer(&mut self, wish: Wish) -> Option<Action> {
        if let Some(action) = self.keep_the_lease(&wish) {
            self.between.pending = Some(wish);
            return Some(action);
        }
        let (wish, rest) = self.cut_wait(wish);
        if rest.is_some() {
            self.between.pending = rest;
            return self.give(wish.task, wish.wait_seconds, wish.observe);
        }
        if let Some(observe) = self.question_before(&wish.task) {
            self.between.pending = Some(wish);
            return self.give(ActionTask::Look, 0, observe);
        }
        if let Some(action) = self.refused_version(&wish.task) {
            return action;
        }
        self.give(wish.task, wish.wait_seconds, wish.observe)
    }

    /// Takes the answer to what was asked before an action that waits.
    pub(super) fn asked_before(&mut self, asked: &Action, observed: &Observation, wish: Wish) -> Option<Action> {
        match &asked.observe {
            Observe::Step { .. } => self.rules_answered(asked, observed, wish),
            _ => self.lease_answered(asked, observed, wish),
        }
    }
}

/// Whether a run pauses because something failed, and not because it waits for a person.
fn is_failure(reason: &ErrorReport) -> bool {
    !matches!(reason.id, ErrorId::GateClosed | ErrorId::PreflightFailed | ErrorId::PlanStale | ErrorId::LeaseHeld)
}
