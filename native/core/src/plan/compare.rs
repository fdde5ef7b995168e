//! Two plans side by side: what each costs, in which order the nodes go, and which roles take another way.

use std::collections::BTreeMap;
use std::fmt::Write;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{FollowingPass, Plan, Task};
use crate::model::{NodeName, Release, RoleName};

/// Two plans side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlanComparison {
    /// Always `rolling-upgrade/plan-comparison/1`.
    pub schema: String,
    /// The clusters, which are one as a rule.
    pub clusters: [String; 2],
    /// Whether both were made from the same inventory.
    pub same_inventory: bool,
    /// What each plan costs, quantity by quantity.
    pub quantities: Vec<ComparedQuantity>,
    /// The order of the nodes in each.
    pub orders: [Vec<NodeName>; 2],
    /// Roles that take another way, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<ComparedRole>,
    /// Findings that only one of them has, as rule and subject.
    pub findings: [Vec<String>; 2],
    /// The passes after the first, where either plan has any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub following: Vec<ComparedPass>,
}

/// A pass after the first, side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ComparedPass {
    /// The release that it leads to.
    pub to: Release,
    /// VMs whose configuration version is raised before it, in each.
    pub raised: [u64; 2],
    /// Its plans side by side; absent where not both have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparison: Option<PlanComparison>,
    /// Why there is no plan of it, in each; empty where there is one.
    pub without_plan: [String; 2],
}

/// One number of both plans.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ComparedQuantity {
    /// What it is, with its unit.
    pub name: String,
    /// In the first plan.
    pub first: u64,
    /// In the second plan.
    pub second: u64,
}

/// A role that takes another way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ComparedRole {
    /// The role.
    pub role: RoleName,
    /// The nodes that it goes to in the first plan; empty where it stays.
    pub first: Vec<NodeName>,
    /// The nodes that it goes to in the second plan.
    pub second: Vec<NodeName>,
}

impl PlanComparison {
    /// The schema name of the document.
    pub const SCHEMA: &'static str = "rolling-upgrade/plan-comparison/1";

    /// Whether the plans do the same in the same order.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.orders[0] == self.orders[1]
            && self.roles.is_empty()
            && self.quantities.iter().all(|quantity| quantity.first == quantity.second)
            && self.following.iter().all(ComparedPass::is_same)
    }
}

impl ComparedPass {
    fn is_same(&self) -> bool {
        self.raised[0] == self.raised[1]
            && self.without_plan[0] == self.without_plan[1]
            && self.comparison.as_ref().is_none_or(PlanComparison::is_same)
    }

    fn of(to: Release, passes: [Option<&FollowingPass>; 2]) -> Self {
        let raised = |pass: &FollowingPass| pass.versions.as_ref().map_or(0, |versions| versions.steps.len() as u64);
        let without = |pass: &Option<&FollowingPass>| match pass {
            None => "no such pass".to_owned(),
            Some(pass) => pass.refusal.clone().unwrap_or_default(),
        };
        let plans = passes.map(|pass| pass.and_then(|pass| pass.plan.as_deref()));
        let comparison = match plans {
            [Some(first), Some(second)] => Some(compare(first, second)),
            _ => None,
        };
        Self {
            to,
            raised: passes.map(|pass| pass.map_or(0, raised)),
            comparison,
            without_plan: [without(&passes[0]), without(&passes[1])],
        }
    }
}

/// Compares two plans.
#[must_use]
pub fn compare(first: &Plan, second: &Plan) -> PlanComparison {
    let quantities = quantities(first).into_iter().zip(quantities(second));
    let (ways, others) = (ways(first), ways(second));
    let names: std::collections::BTreeSet<&RoleName> = ways.keys().chain(others.keys()).copied().collect();
    let way = |of: &BTreeMap<&RoleName, Vec<NodeName>>, role: &RoleName| of.get(role).cloned().unwrap_or_default();
    let roles = names
        .into_iter()
        .map(|role| ComparedRole { role: role.clone(), first: way(&ways, role), second: way(&others, role) })
        .filter(|role| role.first != role.second);
    let order = |plan: &Plan| plan.nodes.iter().map(|stage| stage.node.clone()).collect();
    PlanComparison {
        schema: PlanComparison::SCHEMA.to_owned(),
        clusters: [first.cluster.clone(), second.cluster.clone()],
        same_inventory: first.inventory_digest == second.inventory_digest,
        quantities: quantities
            .map(|((name, first), (_, second))| ComparedQuantity { name: name.to_owned(), first, second })
            .collect(),
        orders: [order(first), order(second)],
        roles: roles.collect(),
        findings: [only_in(first, second), only_in(second, first)],
        following: following(first, second),
    }
}

/// The passes after the first that either plan foresees, in their order.
fn following(first: &Plan, second: &Plan) -> Vec<ComparedPass> {
    let releases = first.following.iter().chain(&second.following).map(|pass| pass.pass.to);
    let releases: std::collections::BTreeSet<Release> = releases.collect();
    let of = |to: Release| [first, second].map(|plan| plan.following.iter().find(|pass| pass.pass.to == to));
    releases.into_iter().map(|to| ComparedPass::of(to, of(to))).collect()
}

fn quantities(plan: &Plan) -> [(&'static str, u64); 9] {
    let interrupted = plan.steps.iter().filter_map(|step| step.risk.as_ref());
    let stopped = interrupted.map(|risk| risk.stopped_by_one_more_failure.len() as u64).max().unwrap_or(0);
    [
        ("moves of VMs", plan.moves.virtual_machine_moves),
        ("fewest possible moves", plan.moves.bound),
        ("MiB moved", plan.moves.moved_mib),
        ("failovers", plan.moves.failovers),
        ("steps", plan.steps.len() as u64),
        ("seconds, low", plan.estimate.low_seconds),
        ("seconds, likely", plan.estimate.likely_seconds),
        ("seconds, high", plan.estimate.high_seconds),
        ("roles stopped by one more failure, at worst", stopped),
    ]
}

/// The nodes that each role goes to, in their order.
fn ways(plan: &Plan) -> BTreeMap<&RoleName, Vec<NodeName>> {
    let mut ways: BTreeMap<&RoleName, Vec<NodeName>> = BTreeMap::new();
    for step in &plan.steps {
        if let Task::MoveRole { role, to, .. } = &step.task {
            ways.entry(role).or_default().push(to.clone());
        }
    }
    ways
}

fn only_in(plan: &Plan, other: &Plan) -> Vec<String> {
    let told = |plan: &Plan| -> Vec<String> {
        plan.findings.iter().map(|finding| format!("{} {}", finding.rule, finding.subject.name)).collect()
    };
    let others = told(other);
    told(plan).into_iter().filter(|finding| !others.contains(finding)).collect()
}

/// The comparison as text.
#[must_use]
pub fn comparison_text(comparison: &PlanComparison) -> String {
    let mut out = String::new();
    let [first, second] = &comparison.clusters;
    let clusters = if first == second { first.clone() } else { format!("{first} and {second}") };
    let inventory = if comparison.same_inventory { "the same inventory" } else { "different inventories" };
    // Writing to a text does not fail.
    let _ = writeln!(out, "Two plans for cluster {clusters}, made from {inventory}\n");
    let _ = writeln!(out, "  {:<44} {:>12} {:>12} {:>12}", "", "first", "second", "difference");
    for quantity in &comparison.quantities {
        let difference = i128::from(quantity.second) - i128::from(quantity.first);
        let difference = if difference == 0 { String::new() } else { format!("{difference:+}") };
        let line = format!("  {:<44} {:>12} {:>12} {difference:>12}", quantity.name, quantity.first, quantity.second);
        let _ = writeln!(out, "{}", line.trim_end());
    }
    let names = |nodes: &[NodeName]| match nodes {
        [] => "stays".to_owned(),
        nodes => nodes.iter().map(NodeName::as_str).collect::<Vec<_>>().join(", "),
    };
    if comparison.orders[0] == comparison.orders[1] {
        let _ = writeln!(out, "\nBoth take the nodes in this order: {}", names(&comparison.orders[0]));
    } else {
        let _ = writeln!(out, "\nOrder of the first:  {}", names(&comparison.orders[0]));
        let _ = writeln!(out, "Order of the second: {}", names(&comparison.orders[1]));
    }
    for (which, findings) in ["first", "second"].iter().zip(&comparison.findings) {
        if !findings.is_empty() {
            let _ = writeln!(out, "Findings of the {which} alone: {}", findings.join(", "));
        }
    }
    if comparison.roles.is_empty() {
        out.push_str("Every role takes the same way.\n");
    } else {
        let _ = writeln!(out, "\nRoles that take another way:");
        for role in &comparison.roles {
            let _ = writeln!(out, "  {}: {} | {}", role.role, names(&role.first), names(&role.second));
        }
    }
    comparison.following.iter().for_each(|pass| tell_pass(&mut out, pass));
    out
}

/// A pass after the first, as text.
fn tell_pass(out: &mut String, pass: &ComparedPass) {
    let [first, second] = pass.raised;
    let _ = writeln!(out, "\nThe pass to {}; versions of VMs raised before it: {first} and {second}", pass.to);
    for (which, why) in ["first", "second"].iter().zip(&pass.without_plan) {
        if !why.is_empty() {
            let _ = writeln!(out, "The {which} has no plan of it: {why}");
        }
    }
    if let Some(comparison) = &pass.comparison {
        *out += &comparison_text(comparison);
    }
}
