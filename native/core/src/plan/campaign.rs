//! The campaign that raises configuration versions, VM by VM, once the functional level is raised.
//!
//! A raise can't be undone and needs the VM off, so each running VM has an outage of its own: a clean guest shutdown,
//! the raise, the start. VMs of low priority go first, so that a surprise hits them. What can't be raised cleanly is
//! left as it is and named in a finding.

use super::digest::digest;
use super::estimates;
use super::{Estimate, LevelChange, MoveSummary, Plan, PlanError, Policy, Purpose, Step, Task};
use crate::model::{
    ConfigurationVersion, FunctionalLevel, Inventory, Node, Release, Role, VirtualMachine, VirtualMachineState,
};
use crate::rules::{Confidence, Finding, Outcome, Severity, Subject};

/// Plans the raise of every VM below the version that is the default of the functional level's release.
///
/// # Errors
/// [`PlanError::Refused`] while a node's release differs from that of the functional level, and
/// [`PlanError::TargetInvalid`] where the level belongs to no release that is known.
pub fn make_version_campaign(inventory: &Inventory, policy: &Policy) -> Result<Plan, PlanError> {
    let level = inventory.cluster.functional_level;
    let release = inventory.level_release();
    let (Some(release), Some(version)) = (release, release.and_then(Release::default_configuration_version)) else {
        return Err(PlanError::TargetInvalid { target: Release::of_build(0), level, next: None });
    };
    let refusals: Vec<Finding> = inventory.nodes.iter().filter_map(|node| refusal(node, release, level)).collect();
    if !refusals.is_empty() {
        return Err(PlanError::Refused { findings: refusals });
    }
    let mut behind: Vec<(&Role, &VirtualMachine)> = inventory
        .roles
        .iter()
        .filter_map(|role| Some((role, role.virtual_machine.as_ref()?)))
        .filter(|(_, machine)| machine.configuration_version < version)
        .collect();
    behind.sort_by(|(left, _), (right, _)| (left.priority, &left.name).cmp(&(right.priority, &right.name)));
    let (mut steps, mut findings, mut estimate) = (Vec::new(), Vec::new(), Estimate::default());
    for (role, machine) in behind {
        match obstacle(role, machine) {
            Some(finding) => findings.push(finding),
            None => {
                let (step, time) = raise(steps.len(), role, machine, version);
                estimate = estimate + time;
                steps.push(step);
            }
        }
    }
    Ok(Plan {
        schema: Plan::SCHEMA.to_owned(),
        purpose: Purpose::VirtualMachineVersions,
        cluster: inventory.cluster.name.clone(),
        inventory_digest: digest(inventory),
        change: LevelChange { from_release: release, to_release: release, from_level: level, to_level: level },
        policy: policy.clone(),
        moves: MoveSummary { bound_reason: "a campaign moves no VM".to_owned(), ..MoveSummary::default() },
        placements: Vec::new(),
        estimate,
        nodes: Vec::new(),
        remaining: Vec::new(),
        steps,
        findings,
    })
}

fn raise(place: usize, role: &Role, machine: &VirtualMachine, version: ConfigurationVersion) -> (Step, Estimate) {
    let running = machine.state == VirtualMachineState::Running;
    let (time, reason) = if running {
        (
            estimates::RAISE_RUNNING,
            format!("priority {}; shut down cleanly and started again on its host", role.priority.0),
        )
    } else {
        (estimates::RAISE_OFF, format!("priority {}; it is off and stays so", role.priority.0))
    };
    let task = Task::RaiseVirtualMachineVersion {
        role: role.name.clone(),
        from: machine.configuration_version,
        to: version,
        running,
    };
    let number = u32::try_from(place).unwrap_or(u32::MAX).saturating_add(1);
    (Step { number, task, reason, likely_seconds: time.likely_seconds, risk: None }, time)
}

/// Why a node keeps every VM from being raised.
fn refusal(node: &Node, release: Release, level: FunctionalLevel) -> Option<Finding> {
    let (rule, outcome, message, remedy) = match node.machine.as_ref().map(|machine| machine.release) {
        Some(own) if own == release => return None,
        Some(own) if own > release => (
            "MIX-05",
            Outcome::Fired,
            format!("Node {} runs {own}, and the functional level is still {level}.", node.name),
            "Finish the upgrade: raise the functional level with Invoke-RollingUpgrade -Resume -Commit.".to_owned(),
        ),
        Some(own) => (
            "VMV-04",
            Outcome::Fired,
            format!("Node {} runs {own} and could not run a VM of the new version.", node.name),
            "Upgrade or evict the node first.".to_owned(),
        ),
        None => (
            "VMV-04",
            Outcome::Unknown,
            format!("Node {} did not answer, so that nothing shows which versions it runs.", node.name),
            "Make the node reachable and capture the inventory again.".to_owned(),
        ),
    };
    let subject = Subject { kind: "node".to_owned(), name: node.name.to_string() };
    Some(finding(rule, Severity::Block, outcome, subject, message, remedy))
}

/// Why one VM is left as it is.
fn obstacle(role: &Role, machine: &VirtualMachine) -> Option<Finding> {
    let (rule, message, remedy) = if machine.checkpoints > 0 {
        let plural = if machine.checkpoints == 1 { "checkpoint" } else { "checkpoints" };
        (
            "VMV-03",
            format!(
                "VM {} has {} {plural} and is left at version {}.",
                role.name, machine.checkpoints, machine.configuration_version
            ),
            "Delete or merge its checkpoints, then run the campaign again.",
        )
    } else {
        let (state, remedy) = match machine.state {
            VirtualMachineState::Off => return None,
            VirtualMachineState::Running if machine.guest_shutdown => return None,
            VirtualMachineState::Running => (
                "runs, and its guest does not answer the shutdown service",
                "Shut the guest down from inside, then run the campaign again.",
            ),
            VirtualMachineState::Saved => ("is saved", "Start it and shut it down, then run the campaign again."),
            VirtualMachineState::Paused => ("is paused", "Resume it and shut it down, then run the campaign again."),
        };
        (
            "VMV-02",
            format!("VM {} {state}; it is left at version {}.", role.name, machine.configuration_version),
            remedy,
        )
    };
    let subject = Subject { kind: "role".to_owned(), name: role.name.to_string() };
    Some(finding(rule, Severity::Warn, Outcome::Fired, subject, message, remedy.to_owned()))
}

fn finding(
    rule: &str,
    severity: Severity,
    outcome: Outcome,
    subject: Subject,
    message: String,
    remedy: String,
) -> Finding {
    Finding {
        rule: rule.to_owned(),
        severity,
        outcome,
        subject,
        message,
        remedy,
        confidence: Confidence::Documented,
        acknowledged: None,
    }
}
