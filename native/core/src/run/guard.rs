//! The rules once more, right before each step that takes a node out, brings one in, or can't be undone.
//!
//! They are those of the whole check, asked by the same code of what the driver has read right before the step. The
//! driver answers with what weighs BLOCK or ERROR (before a configuration version WARN, too) and not with what it read:
//! a journal of 8,000 VMs stays small.

use serde::{Deserialize, Serialize};

use super::interlude::Wish;
use super::{Action, ActionTask, LineKind, NodeObserved, Observation, Observe, Run};
use crate::error::{ErrorId, ErrorReport};
use crate::model::{Inventory, NodeName, Timestamp};
use crate::plan::{Plan, leaves_its_vm};
use crate::rules::{CheckRequest, Finding, Moment, Outcome, Places, Severity, check_at};

/// What was read last of the nodes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Known {
    pub(super) nodes: Vec<NodeObserved>,
    /// The id of the node that loses where votes are even.
    #[serde(default)]
    pub(super) lower_priority: Option<u32>,
}

impl Known {
    /// Takes over what an observation holds.
    pub(super) fn see(&mut self, observe: &Observe, observed: &Observation) {
        if let Some(cluster) = &observed.cluster {
            self.lower_priority = cluster.lower_quorum_priority_node_id;
        }
        let Some(nodes) = &observed.nodes else { return };
        if matches!(observe, Observe::Everything | Observe::Nodes) {
            self.nodes.clone_from(nodes);
            return;
        }
        for node in nodes {
            match self.nodes.iter_mut().find(|known| known.name == node.name) {
                Some(known) => known.clone_from(node),
                None => self.nodes.push(node.clone()),
            }
        }
    }
}

/// What the rules of a step say of what was read right before it: what weighs BLOCK or ERROR, and WARN before a
/// configuration version, since that leaves out a VM. The plan's policy, its acknowledgements and attestations count;
/// facts of machines that are older than it allows are unknown.
#[must_use]
pub fn step_findings(
    plan: &Plan,
    inventory: &Inventory,
    moment: Moment,
    node: Option<&NodeName>,
    at: Timestamp,
) -> Vec<Finding> {
    step_findings_at(plan, inventory, &Places::of(inventory), moment, node, at)
}

/// The same of an inventory whose places are known already.
#[must_use]
pub fn step_findings_at(
    plan: &Plan,
    inventory: &Inventory,
    places: &Places,
    moment: Moment,
    node: Option<&NodeName>,
    at: Timestamp,
) -> Vec<Finding> {
    let mut severities = vec![Severity::Block, Severity::Error];
    if moment == Moment::VirtualMachineVersions {
        severities.push(Severity::Warn);
    }
    let request = CheckRequest {
        policy: plan.policy.clone(),
        severities,
        at: Some(at),
        ..CheckRequest::new(plan.change.to_release)
    };
    let subject = node.filter(|_| moment.is_step_of_a_node());
    check_at(inventory, places, &request, moment, subject).findings
}

/// The question that the rules are asked before a task, and the node that it is about.
fn question(task: &ActionTask) -> Option<(Moment, Option<&NodeName>)> {
    Some(match task {
        ActionTask::SuspendNode { node, .. } => (Moment::Suspend, Some(node)),
        ActionTask::EvictNode { node } => (Moment::Remove, Some(node)),
        ActionTask::AddNode { machine } => (Moment::Add, Some(machine)),
        ActionTask::CheckFunctionalLevel | ActionTask::UpdateFunctionalLevel => (Moment::Level, None),
        ActionTask::UpdateStoragePool { .. } => (Moment::Pool, None),
        ActionTask::ShutDownVirtualMachine { .. } | ActionTask::UpdateVirtualMachineVersion { .. } => {
            (Moment::VirtualMachineVersions, None)
        }
        _ => return None,
    })
}

impl Run {
    /// What has to be read before a task may be given out. Configuration versions are asked about once for all VMs,
    /// and again when the answer is older than the policy lets a fact be.
    pub(super) fn question_before(&self, task: &ActionTask) -> Option<Observe> {
        let (moment, node) = question(task)?;
        let limit = self.plan.policy.fact_age_seconds;
        let fresh = |at: &Timestamp| self.now.seconds_since(*at) <= limit;
        if moment == Moment::VirtualMachineVersions
            && self.between.version_findings.as_ref().is_some_and(|(at, _)| fresh(at))
        {
            return None;
        }
        Some(Observe::Step { moment, node: node.cloned() })
    }

    /// The rules have answered: what refuses pauses the run, else the action that waited is given out.
    pub(super) fn rules_answered(&mut self, asked: &Action, observed: &Observation, wish: Wish) -> Option<Action> {
        let Some(findings) = &observed.findings else {
            let message = "the rules of the next step could not be asked";
            let remedy = "Look at what kept the facts from being read. Then resume the run.";
            return self.give_up(ErrorReport::new(ErrorId::PreflightFailed, message, remedy));
        };
        for finding in findings.iter().filter(|finding| finding.outcome == Outcome::Acknowledged) {
            self.say_once(LineKind::Seen, acknowledged_line(finding));
        }
        if matches!(asked.observe, Observe::Step { moment: Moment::VirtualMachineVersions, .. }) {
            self.between.version_findings = Some((self.now, findings.clone()));
            return self.offer(wish);
        }
        let refusing: Vec<Finding> = findings.iter().filter(|finding| finding.refuses()).cloned().collect();
        if let Some(report) = refusal(&refusing) {
            return self.give_up(report);
        }
        self.give(wish.task, wish.wait_seconds, wish.observe)
    }

    /// What the rules have against raising the version of one VM: it is left out where they are about it alone.
    pub(super) fn refused_version(&mut self, task: &ActionTask) -> Option<Option<Action>> {
        let (ActionTask::ShutDownVirtualMachine { role, .. } | ActionTask::UpdateVirtualMachineVersion { role, .. }) =
            task
        else {
            return None;
        };
        let findings = self.between.version_findings.as_ref().map(|(_, findings)| findings.as_slice())?;
        let of_all = findings.iter().filter(|finding| finding.refuses() && finding.subject.kind != "role");
        let of_all: Vec<Finding> = of_all.cloned().collect();
        if let Some(report) = refusal(&of_all) {
            self.pause(report);
            return Some(self.go_on(None));
        }
        let own = findings.iter().find(|one| leaves_its_vm(one) && *role == *one.subject.name.as_str());
        let why = own.map(|finding| format!("{}: {}", finding.rule, finding.message.trim_end_matches('.')))?;
        if self.was_shut_down(task) {
            let (task, observe) = self.give_up_version(role, why);
            return Some(self.give(task, 0, observe));
        }
        self.left_out(role, why);
        self.next_step(1);
        Some(self.go_on(None))
    }
}

/// What a person stands for, with who, when and why.
fn acknowledged_line(finding: &Finding) -> String {
    let Some(acknowledgement) = &finding.acknowledged else {
        return format!("{} is acknowledged: {}", finding.rule, finding.message);
    };
    let who = acknowledgement.by.as_deref().unwrap_or("somebody who is not named");
    let when = acknowledgement.at.map(|at| format!(" at {at}")).unwrap_or_default();
    let reason = acknowledgement.reason.trim().trim_end_matches('.');
    format!("{} is acknowledged by {who}{when}: {reason}. {}", finding.rule, finding.message)
}

/// The report of findings that refuse.
fn refusal(findings: &[Finding]) -> Option<ErrorReport> {
    let first = findings.first()?;
    let message = format!("{}: {}", first.rule, first.message.trim_end_matches('.'));
    let report = ErrorReport::new(ErrorId::PreflightFailed, message, format!("{} Then resume the run.", first.remedy));
    Some(report.about(first.subject.name.clone()).with_findings(findings))
}
