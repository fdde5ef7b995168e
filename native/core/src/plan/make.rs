//! Makes a plan: asks the rules, finds the course, writes its steps.

use std::borrow::Cow;

use super::beginning::Beginning;
use super::calendar::put_into_windows;
use super::digest::digest;
use super::error::close_names;
use super::finish::finish;
use super::passes;
use super::placements::placements;
use super::remedy::changes;
use super::search::{Course, find_course};
use super::steps::write_steps;
use super::summary::summarise;
use super::times::times_of;
use super::turn::Move;
use super::world::World;
use super::{LevelChange, Placement, Plan, PlanError, Policy, Purpose};
use crate::model::{Inventory, Release};
use crate::rules::{CheckRequest, Finding, Severity, check};

/// Plans one pass: every node to `target`, then the functional level. Where `target` is further away, the first pass,
/// with those that follow as far as they can be foreseen.
///
/// # Errors
/// Every variant of [`PlanError`] but `Cancelled`; the rules are asked once the target and the order of the nodes make
/// sense.
pub fn make(inventory: &Inventory, target: Release, policy: &Policy) -> Result<Plan, PlanError> {
    make_until(inventory, target, policy, &|| false)
}

/// The same, until somebody cancels it: asked many times while the planner searches.
///
/// # Errors
/// Every variant of [`PlanError`].
pub fn make_until(
    inventory: &Inventory,
    target: Release,
    policy: &Policy,
    cancelled: &dyn Fn() -> bool,
) -> Result<Plan, PlanError> {
    let Some(first) = passes::first_of_several(inventory, target) else {
        return one_pass(inventory, target, policy, cancelled);
    };
    let mut plan = one_pass(inventory, first, policy, cancelled)?;
    plan.following = passes::following(inventory, &plan, target, policy, cancelled)?;
    Ok(plan)
}

/// What a plan is made on, once the target and the order of the nodes make sense.
struct Ground<'a> {
    inventory: &'a Inventory,
    change: LevelChange,
    beginning: Beginning,
    /// The cluster as it is once all has joined that joins first.
    whole: Cow<'a, Inventory>,
}

impl<'a> Ground<'a> {
    fn of(inventory: &'a Inventory, target: Release, policy: &Policy) -> Result<Self, PlanError> {
        let change = level_change(inventory, target)?;
        check_order(inventory, policy)?;
        let beginning = Beginning::of(inventory, policy)?;
        let whole = beginning.joined(inventory, target);
        Ok(Self { inventory, change, beginning, whole })
    }

    fn ask_rules(&self, policy: &Policy) -> Result<Vec<Finding>, PlanError> {
        ask_rules(&self.whole, self.change.to_release, policy)
    }

    fn planned(self, policy: &Policy, findings: Vec<Finding>, cancelled: &dyn Fn() -> bool) -> Result<Plan, PlanError> {
        planned_on(self.inventory, &self.whole, self.change, policy, findings, &self.beginning, cancelled)
    }
}

fn one_pass(
    inventory: &Inventory,
    target: Release,
    policy: &Policy,
    cancelled: &dyn Fn() -> bool,
) -> Result<Plan, PlanError> {
    let ground = Ground::of(inventory, target, policy)?;
    let findings = ground.ask_rules(policy).map_err(|refused| {
        let without_room = matches!(&refused, PlanError::Refused { findings } if findings.iter().any(is_about_room));
        let changes = if without_room {
            changes(&ground.whole, policy, target, &ground.beginning, None, cancelled)
        } else {
            Vec::new()
        };
        with_changes(refused, &changes)
    })?;
    ground.planned(policy, findings, cancelled)
}

/// The same where the rules have been asked before: with what they found, which the plan repeats.
///
/// # Errors
/// Every variant of [`PlanError`] but `Refused`.
pub fn make_checked(
    inventory: &Inventory,
    target: Release,
    policy: &Policy,
    findings: Vec<Finding>,
    cancelled: &dyn Fn() -> bool,
) -> Result<Plan, PlanError> {
    Ground::of(inventory, target, policy)?.planned(policy, findings, cancelled)
}

/// Makes the plan on `whole`, the cluster as it is once all has joined that joins first; where there is none, with
/// what would make one possible.
pub(super) fn planned_on(
    inventory: &Inventory,
    whole: &Inventory,
    change: LevelChange,
    policy: &Policy,
    findings: Vec<Finding>,
    beginning: &Beginning,
    cancelled: &dyn Fn() -> bool,
) -> Result<Plan, PlanError> {
    let target = change.to_release;
    match compose(whole, change, policy, findings, beginning, cancelled) {
        Ok(plan) if std::ptr::eq(inventory, whole) => Ok(plan),
        Ok(plan) => Ok(Plan { inventory_digest: digest(inventory), ..plan }),
        Err(PlanError::NoPlacement(found)) => {
            let changes = changes(whole, policy, target, beginning, Some(&found), cancelled);
            Err(with_changes(PlanError::NoPlacement(found), &changes))
        }
        Err(other) => Err(other),
    }
}

fn is_about_room(finding: &Finding) -> bool {
    finding.refuses() && finding.rule == "CAP-01"
}

/// The error with the changes that were shown to make a plan possible.
fn with_changes(error: PlanError, changes: &[String]) -> PlanError {
    let told = match changes {
        [] => return error,
        [one] => format!("{one} Planned again with it, the cluster has a plan."),
        _ => format!("{} Planned again with any one of these, the cluster has a plan.", changes.join(" Or: ")),
    };
    match error {
        PlanError::NoPlacement(mut found) => {
            found.change = told;
            PlanError::NoPlacement(found)
        }
        PlanError::Refused { mut findings } => {
            findings
                .iter_mut()
                .filter(|finding| is_about_room(finding))
                .for_each(|found| found.remedy.clone_from(&told));
            PlanError::Refused { findings }
        }
        other => other,
    }
}

/// The first pass towards `target` in short, for one line of a fleet: what the other placements cost, what would make
/// an impossible plan possible and the passes that follow are told by a plan of that cluster alone.
///
/// # Errors
/// Every variant of [`PlanError`] but `Cancelled`.
pub(super) fn make_short(inventory: &Inventory, target: Release, policy: &Policy) -> Result<Plan, PlanError> {
    let target = passes::first_of_several(inventory, target).unwrap_or(target);
    let ground = Ground::of(inventory, target, policy)?;
    let findings = ground.ask_rules(policy)?;
    let Ground { change, beginning, whole, .. } = ground;
    let composed = composed(&whole, change, policy, findings, &beginning, &|| false)?;
    Ok(composed.plan)
}

/// Makes the plan that the rules have allowed.
pub(super) fn compose(
    inventory: &Inventory,
    change: LevelChange,
    policy: &Policy,
    findings: Vec<Finding>,
    beginning: &Beginning,
    cancelled: &dyn Fn() -> bool,
) -> Result<Plan, PlanError> {
    let Composed { mut plan, mut world, course, last_moves } =
        composed(inventory, change, policy, findings, beginning, cancelled)?;
    plan.placements = placements(&mut world, &plan.moves, &course, &last_moves, cancelled)?;
    Ok(plan)
}

/// A plan with what it was made of.
struct Composed<'a> {
    /// The plan; what the other placements cost is not in it yet.
    plan: Plan,
    world: World<'a>,
    course: Course,
    last_moves: Vec<Move>,
}

fn composed<'a>(
    inventory: &'a Inventory,
    change: LevelChange,
    policy: &'a Policy,
    findings: Vec<Finding>,
    beginning: &'a Beginning,
    cancelled: &dyn Fn() -> bool,
) -> Result<Composed<'a>, PlanError> {
    let world = World::after(inventory, policy, Some(change.to_release), beginning);
    let mut course = find_course(&world, cancelled)?;
    let last_moves = finish(&world, &mut course);
    let moves = summarise(&world, &course, &last_moves);
    let script = write_steps(&world, &course, &last_moves, change.to_level)?;
    // The run follows the number that the estimate was made with.
    let followed = Policy { parallel_migrations: script.parallel_migrations, ..policy.clone() };
    let mut plan = Plan {
        schema: Plan::SCHEMA.to_owned(),
        purpose: Purpose::Upgrade,
        cluster: inventory.cluster.name.clone(),
        inventory_digest: digest(inventory),
        change,
        moves,
        placements: Vec::new(),
        estimate: script.estimate,
        times: times_of(&script.steps, &followed),
        policy: followed,
        calendar: None,
        nodes: script.stages,
        remaining: course.remaining.iter().map(|node| inventory.nodes[*node].name.clone()).collect(),
        slots: script.slots,
        steps: script.steps,
        following: Vec::new(),
        findings,
    };
    put_into_windows(&mut plan, inventory)?;
    Ok(Composed { plan, world, course, last_moves })
}

/// From the level of the cluster to that of the target, which has to be a later one.
///
/// A target that is more than one release away is left to the rules, whose remedy names the passes.
pub(super) fn level_change(inventory: &Inventory, target: Release) -> Result<LevelChange, PlanError> {
    let level = inventory.cluster.functional_level;
    match inventory.level_release() {
        Some(release) if target > release => {
            Ok(LevelChange { from_release: release, to_release: target, from_level: level, to_level: target.level() })
        }
        release => Err(PlanError::TargetInvalid { target, level, next: release.and_then(Release::next) }),
    }
}

pub(super) fn check_order(inventory: &Inventory, policy: &Policy) -> Result<(), PlanError> {
    for (index, name) in policy.node_order.iter().enumerate() {
        if inventory.node(name).is_none() {
            let close = close_names(name, inventory.nodes.iter().map(|node| &node.name));
            return Err(PlanError::UnknownNode { node: name.clone(), close });
        }
        if policy.node_order[..index].contains(name) {
            return Err(PlanError::NodeTwice { node: name.clone() });
        }
    }
    Ok(())
}

/// What the rules say, information left out.
pub(super) fn ask_rules(inventory: &Inventory, target: Release, policy: &Policy) -> Result<Vec<Finding>, PlanError> {
    let request = CheckRequest { policy: policy.clone(), ..CheckRequest::new(target) };
    let mut findings = check(inventory, &request).findings;
    findings.retain(|finding| finding.severity < Severity::Info);
    if findings.iter().any(Finding::refuses) { Err(PlanError::Refused { findings }) } else { Ok(findings) }
}

impl Placement {
    /// The word for it, as in a document.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Balanced => "balanced",
            Self::Fewest => "fewest",
            Self::Restore => "restore",
        }
    }
}
