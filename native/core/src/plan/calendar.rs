//! A plan put into maintenance windows: when each part starts, and when all is done.
//!
//! A part (the turn of a node, what follows the last one) starts where the window stays open for as long as the part
//! takes if it goes slowly. So in each gap between two windows every node is in the cluster.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::parts::Part;
use super::window::{self, MaintenanceWindow, Opening, Slot};
use super::{Plan, PlanError, Policy, Task};
use crate::model::{Inventory, NodeName, Timestamp};
use crate::rules::Finding;

const SECONDS_A_DAY: u64 = 24 * 60 * 60;

/// A plan put into maintenance windows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Calendar {
    /// The moment from which the plan is counted.
    pub begins_at: Timestamp,
    /// When all is done, if all goes well.
    pub ends_low_at: Timestamp,
    /// When all is likely done.
    pub ends_likely_at: Timestamp,
    /// When all is done, if it goes slowly.
    pub ends_high_at: Timestamp,
    /// By when the functional level ought to be raised, as the cluster is mixed until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finish_by: Option<Timestamp>,
    /// The parts of the plan, as they likely go.
    pub parts: Vec<CalendarPart>,
}

/// When a part of a plan likely goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CalendarPart {
    /// The number of its first step.
    pub first_step: u32,
    /// The number of its last step.
    pub last_step: u32,
    /// The nodes whose turn it is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nodes: Vec<NodeName>,
    /// When it starts.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// How long the window has to stay open from its start on, if it goes slowly; absent where it needs none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fits_seconds: Option<u64>,
    /// When the window closes in which it starts; absent where it needs none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes_at: Option<Timestamp>,
    /// How long nothing happens before it, as the window has to open first.
    #[serde(default)]
    pub waits_seconds: u64,
}

/// Puts a plan into the windows of its policy; one without windows stays as it is.
///
/// # Errors
/// [`PlanError::WindowTooShort`] where a part fits into no window, [`PlanError::NoBeginning`] where nobody says when
/// the plan begins, and [`PlanError::Refused`] where the policy refuses a cluster that is mixed for too long.
pub(super) fn put_into_windows(plan: &mut Plan, inventory: &Inventory) -> Result<(), PlanError> {
    if plan.policy.windows.is_empty() {
        return Ok(());
    }
    let begins_at = plan.policy.begins_at.or(inventory.captured_at).ok_or(PlanError::NoBeginning)?;
    let calendar = calendar(plan, begins_at, inventory)?;
    plan.calendar = Some(calendar);
    let mut findings = mixed_for_long(plan, inventory);
    plan.findings.append(&mut findings);
    if plan.findings.iter().any(Finding::refuses) {
        return Err(PlanError::Refused { findings: std::mem::take(&mut plan.findings) });
    }
    Ok(())
}

/// Walks through the parts three times: if all goes well, as it likely goes, and if it goes slowly.
fn calendar(plan: &Plan, begins_at: Timestamp, inventory: &Inventory) -> Result<Calendar, PlanError> {
    let parts = plan.parts();
    let mut calendar = Calendar {
        begins_at,
        ends_low_at: begins_at,
        ends_likely_at: begins_at,
        ends_high_at: begins_at,
        finish_by: None,
        parts: Vec::with_capacity(parts.len()),
    };
    let mut walks =
        [Walk::new(&plan.policy, begins_at), Walk::new(&plan.policy, begins_at), Walk::new(&plan.policy, begins_at)];
    for part in &parts {
        let [low, likely, high] = &mut walks;
        low.go(part, part.takes.low_seconds).ok_or_else(|| too_short(plan, part, low.now))?;
        high.go(part, part.takes.high_seconds).ok_or_else(|| too_short(plan, part, high.now))?;
        let before = likely.now;
        let (starts_at, opening) =
            likely.go(part, part.takes.likely_seconds).ok_or_else(|| too_short(plan, part, before))?;
        calendar.parts.push(CalendarPart {
            first_step: part.first_step,
            last_step: part.last_step,
            nodes: nodes_of(plan, part),
            starts_at,
            ends_at: likely.now,
            fits_seconds: opening.map(|_| part.fits_seconds),
            closes_at: opening.map(|opening| opening.closes),
            waits_seconds: starts_at.seconds_since(before),
        });
    }
    [calendar.ends_low_at, calendar.ends_likely_at, calendar.ends_high_at] = walks.map(|walk| walk.now);
    calendar.finish_by = mixed_since(plan, &calendar, inventory)
        .map(|since| since.plus_seconds(plan.policy.mixed_mode_days.saturating_mul(SECONDS_A_DAY)));
    Ok(calendar)
}

/// A walk through the parts of a plan, with a clock.
struct Walk<'a> {
    windows: &'a [MaintenanceWindow],
    now: Timestamp,
    /// The opening in which the last part started.
    opening: Option<Opening>,
}

impl<'a> Walk<'a> {
    const fn new(policy: &'a Policy, begins_at: Timestamp) -> Self {
        Self { windows: policy.windows.as_slice(), now: begins_at, opening: None }
    }

    /// Goes through a part: when it starts and in which opening; nothing where it fits into none.
    fn go(&mut self, part: &Part, takes_seconds: u64) -> Option<(Timestamp, Option<Opening>)> {
        if !part.needs_window {
            let starts = self.now;
            self.now = starts.plus_seconds(takes_seconds);
            return Some((starts, None));
        }
        let slot = self.slot(part.fits_seconds)?;
        self.opening = Some(slot.opening);
        self.now = slot.starts.plus_seconds(takes_seconds);
        Some((slot.starts, Some(slot.opening)))
    }

    /// The next moment from which so much is left: in the opening that is known already, where it is enough.
    fn slot(&self, seconds: u64) -> Option<Slot> {
        let known = self.opening.filter(|opening| self.now.plus_seconds(seconds) <= opening.closes);
        match known {
            Some(opening) => Some(Slot { starts: self.now.max(opening.opens), opening }),
            None => window::fit(self.windows, self.now, seconds),
        }
    }
}

fn nodes_of(plan: &Plan, part: &Part) -> Vec<NodeName> {
    let stages = plan.nodes.iter().filter(|stage| stage.first_step == part.first_step);
    stages.map(|stage| stage.node.clone()).collect()
}

fn too_short(plan: &Plan, part: &Part, now: Timestamp) -> PlanError {
    let nodes: Vec<String> = nodes_of(plan, part).iter().map(ToString::to_string).collect();
    let what = if nodes.is_empty() {
        format!("what begins with step {}", part.first_step)
    } else {
        format!("the turn of {}", nodes.join(", "))
    };
    PlanError::WindowTooShort {
        what,
        needs_seconds: part.fits_seconds,
        longest_seconds: window::longest_seconds(&plan.policy.windows, now),
    }
}

/// Since when the cluster is mixed: already, or once the first node is back.
fn mixed_since(plan: &Plan, calendar: &Calendar, inventory: &Inventory) -> Option<Timestamp> {
    let first = calendar.parts.iter().find(|part| !part.nodes.is_empty());
    inventory.cluster.mixed_since.or_else(|| first.filter(|_| is_upgrade(plan)).map(|part| part.ends_at))
}

fn is_upgrade(plan: &Plan) -> bool {
    plan.purpose == super::Purpose::Upgrade
}

/// A finding where the plan leaves the cluster mixed for longer than the policy wants.
fn mixed_for_long(plan: &Plan, inventory: &Inventory) -> Vec<Finding> {
    let (Some(calendar), true) = (&plan.calendar, is_upgrade(plan)) else { return Vec::new() };
    let Some(since) = mixed_since(plan, calendar, inventory) else { return Vec::new() };
    let raises = plan.steps.iter().find(|step| matches!(step.task, Task::RaiseFunctionalLevel { .. }));
    let raised = raises.and_then(|step| {
        let inside = |part: &&CalendarPart| (part.first_step..=part.last_step).contains(&step.number);
        calendar.parts.iter().find(inside)
    });
    // Where another plan raises the level, the cluster is mixed at least until this one is done.
    let until = raised.map_or(calendar.ends_likely_at, |part| part.ends_at);
    let days = until.seconds_since(since).div_ceil(SECONDS_A_DAY);
    if days <= plan.policy.mixed_mode_days {
        return Vec::new();
    }
    let message = format!(
        "By this plan the cluster is mixed for {days} days, from {since} to {until}; {} days are meant to be enough.",
        plan.policy.mixed_mode_days
    );
    let remedy = "Give longer or more windows, take more nodes out at once, or raise `mixedModeDays` of the policy.";
    crate::rules::found_by_plan("MIX-01", &plan.policy, inventory, message, remedy)
}
