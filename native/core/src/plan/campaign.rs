//! The campaign that raises configuration versions, VM by VM, once the functional level is raised.
//!
//! A raise can't be undone and needs the VM off, so each running VM has an outage of its own: a clean guest shutdown,
//! the raise, the start. VMs of low priority go first, so that a surprise hits them. What can't be raised cleanly is
//! left as it is and named in a finding.

use std::collections::BTreeSet;

use super::calendar::put_into_windows;
use super::digest::digest;
use super::estimates;
use super::learn::TimeOf;
use super::times::times_of;
use super::{Estimate, LevelChange, MoveSummary, Plan, PlanError, Policy, Purpose, Step, Task};
use crate::model::{ConfigurationVersion, Inventory, Release, Role, VirtualMachine, VirtualMachineState};
use crate::rules::{CheckRequest, Finding, Moment, Outcome, Severity, check_moment};

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
    let request = CheckRequest { policy: policy.clone(), ..CheckRequest::new(release) };
    let mut findings = check_moment(inventory, &request, Moment::VirtualMachineVersions).findings;
    findings.retain(|finding| finding.severity < Severity::Info);
    if findings.iter().any(|finding| finding.refuses() && finding.subject.kind != "role") {
        return Err(PlanError::Refused { findings });
    }
    let left: BTreeSet<String> = left_as_they_are(&findings);
    let mut behind: Vec<(&Role, &VirtualMachine)> = inventory
        .roles
        .iter()
        .filter_map(|role| Some((role, role.virtual_machine.as_ref()?)))
        .filter(|(_, machine)| machine.configuration_version < version)
        .collect();
    behind.sort_by(|(left, _), (right, _)| (left.priority, &left.name).cmp(&(right.priority, &right.name)));
    let (mut steps, mut estimate) = (Vec::new(), Estimate::default());
    for (role, machine) in behind.into_iter().filter(|(role, _)| !left.contains(role.name.as_str())) {
        let (step, time) = raise(steps.len(), role, machine, version, policy);
        estimate = estimate + time;
        steps.push(step);
    }
    let mut plan = Plan {
        schema: Plan::SCHEMA.to_owned(),
        purpose: Purpose::VirtualMachineVersions,
        cluster: inventory.cluster.name.clone(),
        inventory_digest: digest(inventory),
        change: LevelChange { from_release: release, to_release: release, from_level: level, to_level: level },
        policy: policy.clone(),
        moves: MoveSummary { bound_reason: "a campaign moves no VM".to_owned(), ..MoveSummary::default() },
        placements: Vec::new(),
        estimate,
        times: times_of(&steps, policy),
        calendar: None,
        nodes: Vec::new(),
        remaining: Vec::new(),
        slots: Vec::new(),
        steps,
        following: Vec::new(),
        findings,
    };
    put_into_windows(&mut plan, inventory)?;
    Ok(plan)
}

fn raise(
    place: usize,
    role: &Role,
    machine: &VirtualMachine,
    version: ConfigurationVersion,
    policy: &Policy,
) -> (Step, Estimate) {
    let running = machine.state == VirtualMachineState::Running;
    let (time, reason) = if running {
        (
            policy.time(TimeOf::Version).estimate,
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
    let step = Step {
        number,
        task,
        reason,
        likely_seconds: time.likely_seconds,
        low_seconds: Some(time.low_seconds),
        high_seconds: Some(time.high_seconds),
        span: None,
        risk: None,
    };
    (step, time)
}

/// The VMs that can't be raised cleanly, by the rules that say so; whoever acknowledges such a rule accepts that.
fn left_as_they_are(findings: &[Finding]) -> BTreeSet<String> {
    findings.iter().filter(|finding| leaves_its_vm(finding)).map(|finding| finding.subject.name.clone()).collect()
}

/// Whether a finding is about one VM and keeps the campaign from raising it: what refuses, and what is known to fail.
pub(crate) fn leaves_its_vm(finding: &Finding) -> bool {
    const LEAVES: [&str; 2] = ["VMV-02", "VMV-03"];
    let fails = LEAVES.contains(&finding.rule.as_str()) && finding.outcome != Outcome::Acknowledged;
    finding.subject.kind == "role" && (finding.refuses() || fails)
}
