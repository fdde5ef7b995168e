//! Leaving the cluster safe where a run stops for a reason of its own.
//!
//! A node that is only paused is of no use to anybody, so it is given back before the run pauses: storage maintenance
//! is left first, then the node is resumed, and its roles stay where they are. The turn of the node begins anew when
//! the run is resumed. A node that has trouble of its own is left paused, so that nothing moves to it, and is named.

use serde::{Deserialize, Serialize};

use super::drain::node_seen;
use super::retry::transient;
use super::step::Seen;
use super::{Action, ActionTask, LineKind, Observe, Run};
use crate::error::ErrorReport;
use crate::model::{NodeName, NodeState};
use crate::plan::Task;

/// A way back under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Retreat {
    node: NodeName,
    /// Why the run pauses.
    report: ErrorReport,
    phase: Phase,
    attempts: u32,
    /// Whether disks of the node are in maintenance.
    maintenance: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Phase {
    /// Is the node a member, and paused?
    Member,
    /// Does the machine answer?
    Machine,
    /// Leaving storage maintenance.
    Maintenance,
    /// Resuming.
    Resume,
}

impl Run {
    /// Pauses the run for a reason, after what it takes to leave the cluster safe.
    pub(super) fn give_up(&mut self, report: ErrorReport) -> Option<Action> {
        let Some((index, node, maintenance)) = self.held_node() else { return self.pause_turn(report) };
        self.say(LineKind::Warning, format!("{}. {node} is given back before the run pauses.", report.message));
        self.rewind(index);
        self.retreat = Some(Retreat { node, report, phase: Phase::Member, attempts: 0, maintenance });
        self.give(ActionTask::Look, 0, Observe::Nodes)
    }

    /// The node that the step in hand holds paused, with the index of the step that paused it, and whether its disks
    /// are in maintenance.
    pub(super) fn held_node(&self) -> Option<(usize, NodeName, bool)> {
        let mut maintenance = false;
        for index in self.steps_up_to_now().into_iter().rev() {
            match &self.plan.steps.get(index)?.task {
                // Before its own call was made the node is as it was.
                Task::PauseNode { .. } if index == self.cursor && self.progress.phase == 0 => return None,
                Task::PauseNode { node } => return Some((index, node.clone(), maintenance)),
                Task::EnableStorageMaintenance { .. } => maintenance = true,
                Task::MoveRole { .. }
                | Task::MoveSharedVolume { .. }
                | Task::DrainNode { .. }
                | Task::AwaitStorageRepair => {}
                Task::EvictNode { .. } if index == self.cursor => {}
                _ => return None,
            }
        }
        None
    }

    /// Whether the step in hand is the one that pauses a node.
    pub(super) fn pauses_a_node(&self) -> bool {
        self.plan.steps.get(self.cursor).is_some_and(|step| matches!(step.task, Task::PauseNode { .. }))
    }

    /// A report that names the node whose turn is not over, and those that somebody else paused, so that nobody forgets
    /// them.
    pub(super) fn with_node_in_hand(&self, mut report: ErrorReport) -> ErrorReport {
        let named = |report: &ErrorReport, node: &NodeName| {
            report.message.contains(node.as_str()) || report.remedy.contains(node.as_str())
        };
        let in_hand = self.node_in_hand();
        if let Some(node) = in_hand.as_ref().filter(|node| !named(&report, node)) {
            report.remedy = format!("The turn of {node} is not over, and it may be paused. {}", report.remedy);
        }
        for node in self.remembered.paused().filter(|node| Some(*node) != in_hand.as_ref()) {
            if !named(&report, node) {
                report.remedy = format!(
                    "{} {node} is paused as well, which is not for its turn: Resume-ClusterNode -Name {node} once \
                     nobody needs it so.",
                    report.remedy
                );
            }
        }
        report
    }

    fn node_in_hand(&self) -> Option<NodeName> {
        let steps = self.steps_up_to_now().into_iter().filter(|step| *step < self.cursor);
        let mut turn = steps.rev().filter_map(|step| self.plan.steps.get(step)).map_while(|step| match &step.task {
            Task::ResumeNode { .. } | Task::VerifyNode { .. } => None,
            task => Some(task),
        });
        let begun = turn.find_map(|task| if let Task::PauseNode { node } = task { Some(node.clone()) } else { None });
        begun.or_else(|| self.held_node().map(|held| held.1))
    }

    /// Goes back to a step whose work has been undone, or is going to be.
    pub(super) fn rewind(&mut self, index: usize) {
        let again = self.steps_up_to_now().into_iter().filter(|step| (index..self.cursor).contains(step));
        let again: u64 = again.filter_map(|step| self.plan.steps.get(step)).map(|step| step.likely_seconds).sum();
        self.remaining_seconds += again;
        self.cursor = index;
        self.batch = None;
        self.waiting_for = None;
    }

    /// The next action on the way back, given what the last one brought; `None` where the run has paused.
    pub(super) fn go_back(&mut self, seen: &Seen<'_>) -> Option<Action> {
        let mut retreat = self.retreat.take()?;
        let node = retreat.node.clone();
        let state = node_seen(seen.observed, &node).map(|seen| seen.state);
        match retreat.phase {
            Phase::Member => match state {
                Some(NodeState::Paused) => self.ask_machine(retreat),
                Some(NodeState::Up) | None => self.end_retreat(retreat, None),
                Some(_) => self.end_retreat(retreat, Some("it is not up")),
            },
            Phase::Machine => {
                if !seen.observed.machine.as_ref().is_some_and(|machine| machine.reachable) {
                    return self.end_retreat(retreat, Some("it does not answer"));
                }
                if retreat.maintenance {
                    retreat.phase = Phase::Maintenance;
                    return self.step_back(retreat, ActionTask::DisableStorageMaintenance { node }, Observe::Storage);
                }
                self.resume_held(retreat)
            }
            Phase::Maintenance if seen.acted() && seen.error().is_none() => self.resume_held(retreat),
            Phase::Maintenance => {
                let task = ActionTask::DisableStorageMaintenance { node };
                self.try_again(retreat, seen, task, Observe::Storage)
            }
            Phase::Resume if state == Some(NodeState::Up) => self.end_retreat(retreat, None),
            Phase::Resume => {
                let observe = Observe::Node { node: node.clone() };
                self.try_again(retreat, seen, ActionTask::ResumeNode { node }, observe)
            }
        }
    }

    fn ask_machine(&mut self, mut retreat: Retreat) -> Option<Action> {
        retreat.phase = Phase::Machine;
        let machine = retreat.node.clone();
        self.step_back(retreat, ActionTask::Look, Observe::Machine { machine })
    }

    fn resume_held(&mut self, mut retreat: Retreat) -> Option<Action> {
        retreat.phase = Phase::Resume;
        let node = retreat.node.clone();
        let observe = Observe::Node { node: node.clone() };
        self.step_back(retreat, ActionTask::ResumeNode { node }, observe)
    }

    fn step_back(&mut self, retreat: Retreat, task: ActionTask, observe: Observe) -> Option<Action> {
        self.retreat = Some(retreat);
        self.give(task, 0, observe)
    }

    /// After a look the call once more; after a call a look, where its error passes by itself.
    fn try_again(
        &mut self,
        mut retreat: Retreat,
        seen: &Seen<'_>,
        task: ActionTask,
        observe: Observe,
    ) -> Option<Action> {
        if !seen.acted() {
            return self.step_back(retreat, task, observe);
        }
        retreat.attempts += 1;
        let lasting = seen.error().is_some_and(|error| !transient(error));
        if lasting || retreat.attempts > self.plan.policy.retries {
            let why = seen.error().map_or_else(|| "it stays paused".to_owned(), |error| error.message.clone());
            return self.end_retreat(retreat, Some(&why));
        }
        let wait = self.back_off(retreat.attempts);
        self.retreat = Some(retreat);
        self.give(ActionTask::Look, wait, observe)
    }

    /// Pauses the run; `trouble` says why the node could not be given back.
    fn end_retreat(&mut self, retreat: Retreat, trouble: Option<&str>) -> Option<Action> {
        let Retreat { node, mut report, maintenance, .. } = retreat;
        match trouble {
            None => {
                let text = format!("{node} takes roles again; its turn begins anew when the run is resumed.");
                self.say(LineKind::Seen, text);
            }
            Some(why) => {
                let storage =
                    if maintenance { format!("end the maintenance of the disks of {node}, ") } else { String::new() };
                report.remedy = format!(
                    "{node} is left paused, because {why}: put it right, {storage}then run Resume-ClusterNode -Name \
                     {node} -Failback NoFailback, or resume the run. {}",
                    report.remedy
                );
                self.left_undone.push(format!("{node} was left paused: {why}"));
            }
        }
        self.pause_turn(report)
    }

    /// Pauses the run, or where other nodes are out with this one only its turn.
    fn pause_turn(&mut self, report: ErrorReport) -> Option<Action> {
        if !self.leave_turn(&report) {
            self.pause(report);
        }
        self.go_on(None)
    }

    /// A retreat whose readings fail: the node is left as it is, and named.
    pub(super) fn retreat_is_blind(&mut self, error: &ErrorReport) -> Option<Action> {
        let retreat = self.retreat.take()?;
        self.end_retreat(retreat, Some(&format!("the cluster can't be read ({})", error.message)))
    }
}
