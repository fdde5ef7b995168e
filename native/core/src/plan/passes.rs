//! The passes after the one that is planned, where the release that was asked for is further away: each with what has
//! to be done before it, whom it interrupts, and a plan of its own.
//!
//! A later pass is planned on the cluster as the passes before leave it: with every role where it is then, and with the
//! configuration versions that the release after needs. What only the day decides is asked when that pass begins, so
//! its plan is a forecast, made anew then.

use std::collections::BTreeMap;
use std::fmt::Write;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::campaign::make_version_campaign;
use super::make::make_checked;
use super::text::{duration, text};
use super::{Plan, PlanError, Policy, Task};
use crate::model::{ConfigurationVersion, Inventory, NodeName, Release, RoleName};
use crate::path::{self, Pass};
use crate::rules::starting_release;

const SECONDS_A_DAY: u64 = 24 * 60 * 60;

/// A pass that follows the one that is planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FollowingPass {
    /// From which release to which, what it needs, whom it interrupts.
    pub pass: Pass,
    /// The raise of configuration versions that comes before it, where the release needs one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub versions: Option<Box<Plan>>,
    /// Its plan, as far as it can be foreseen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<Box<Plan>>,
    /// Why it has no plan yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<String>,
}

/// The release that the next pass leads to on the way to one that is further away; nothing where one pass does.
pub(super) fn first_of_several(inventory: &Inventory, target: Release) -> Option<Release> {
    starting_release(inventory).next().filter(|next| target > *next)
}

/// Plans the passes that follow a first one, on the way to `target`.
///
/// # Errors
/// [`PlanError::Cancelled`]; a pass that can't be planned yet says why in its place.
pub(super) fn following(
    inventory: &Inventory,
    first: &Plan,
    target: Release,
    policy: &Policy,
    cancelled: &dyn Fn() -> bool,
) -> Result<Vec<FollowingPass>, PlanError> {
    let mut found = Vec::new();
    let mut walk = Walk { inventory: inventory.clone(), ends: Ends::of(first), versions: BTreeMap::new() };
    for pass in path::passes(inventory, target, policy).into_iter().skip(1) {
        let mut present = walk.at(inventory, pass.from);
        let versions = raise_before(&mut present, &mut walk, &pass, policy);
        let policy = later(policy, &walk.ends);
        let (plan, refusal) = match make_checked(&present, pass.to, &policy, Vec::new(), cancelled) {
            Ok(plan) => (Some(Box::new(plan)), None),
            Err(PlanError::Cancelled) => return Err(PlanError::Cancelled),
            Err(error) => (None, Some(error.to_string())),
        };
        if let Some(plan) = &plan {
            walk.ends = Ends::of(plan);
        }
        walk.inventory = present;
        found.push(FollowingPass { pass, versions, plan, refusal });
    }
    Ok(found)
}

/// Where a plan leaves the cluster.
struct Ends {
    owners: BTreeMap<RoleName, NodeName>,
    /// When it is likely done, where it has a calendar.
    at: Option<crate::model::Timestamp>,
}

impl Ends {
    fn of(plan: &Plan) -> Self {
        let moved = plan.steps.iter().filter_map(|step| match &step.task {
            Task::MoveRole { role, to, .. } => Some((role.clone(), to.clone())),
            _ => None,
        });
        Self { owners: moved.collect(), at: plan.calendar.as_ref().map(|calendar| calendar.ends_likely_at) }
    }
}

/// The cluster on its way.
struct Walk {
    inventory: Inventory,
    ends: Ends,
    versions: BTreeMap<RoleName, ConfigurationVersion>,
}

impl Walk {
    /// The cluster when all nodes run a release: with its roles where the pass before leaves them.
    fn at(&self, now: &Inventory, release: Release) -> Inventory {
        let mut later = path::at(now, release);
        // New hardware has the name of the node that it replaced, as the owners do in a forecast.
        let names: BTreeMap<&NodeName, &NodeName> =
            now.machines.iter().filter_map(|machine| Some((&machine.name, machine.replaces.as_ref()?))).collect();
        let before = self.inventory.roles.iter().map(|role| (&role.name, &role.owner)).collect::<BTreeMap<_, _>>();
        for role in &mut later.roles {
            if let Some(owner) = self.ends.owners.get(&role.name).or_else(|| before.get(&role.name).copied()) {
                role.owner = names.get(owner).map_or_else(|| owner.clone(), |old| (*old).clone());
            }
            if let (Some(machine), Some(version)) = (&mut role.virtual_machine, self.versions.get(&role.name)) {
                machine.configuration_version = *version;
            }
        }
        later
    }
}

/// The campaign that a pass needs before it, carried out on the cluster that is foreseen.
fn raise_before(present: &mut Inventory, walk: &mut Walk, pass: &Pass, policy: &Policy) -> Option<Box<Plan>> {
    if !present.roles.iter().any(|role| path::needs_raise(role, pass.to)) {
        return None;
    }
    let campaign = make_version_campaign(present, &later(policy, &walk.ends)).ok()?;
    for step in &campaign.steps {
        if let Task::RaiseVirtualMachineVersion { role, to, .. } = &step.task {
            walk.versions.insert(role.clone(), *to);
        }
    }
    for role in &mut present.roles {
        if let (Some(machine), Some(version)) = (&mut role.virtual_machine, walk.versions.get(&role.name)) {
            machine.configuration_version = *version;
        }
    }
    Some(Box::new(campaign))
}

/// The policy of a later pass: its windows are counted from the days after the pass before it.
fn later(policy: &Policy, ends: &Ends) -> Policy {
    let pause = policy.path.days_between_passes.saturating_mul(SECONDS_A_DAY);
    Policy { begins_at: ends.at.map(|at| at.plus_seconds(pause)).or(policy.begins_at), ..policy.clone() }
}

/// The passes that follow, in words, each with its whole plan.
pub(super) fn told(plan: &Plan) -> String {
    let mut out = String::new();
    if plan.following.is_empty() {
        return out;
    }
    let passes: Vec<Pass> = plan.following.iter().map(|following| following.pass.clone()).collect();
    let count = passes.len() + 1;
    let to = passes.last().map_or(plan.change.to_release, |pass| pass.to);
    // Writing to a text does not fail.
    let _ = writeln!(out, "\nThis is pass 1 of {count} to {to}. What follows, as far as it can be foreseen:");
    out += &path::text(&passes, None);
    for following in &plan.following {
        let Pass { number, from, to, .. } = following.pass;
        let _ = writeln!(out, "\nPass {number} of {count}: {from} to {to}");
        if let Some(versions) = &following.versions {
            let time = duration(versions.estimate.likely_seconds);
            let _ = writeln!(
                out,
                "Before it: raise the configuration version of {} VMs, each off meanwhile, about {time} in all",
                versions.steps.len()
            );
        }
        match (&following.plan, &following.refusal) {
            (Some(plan), _) => out += &text(plan),
            (None, Some(refusal)) => {
                let _ = writeln!(out, "No plan yet: {refusal}");
            }
            (None, None) => {}
        }
    }
    out
}
