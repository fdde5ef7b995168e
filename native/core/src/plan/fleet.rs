//! The plans of many clusters in short: one line a cluster.

use std::fmt::Write;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::make::make_short;
use super::{Estimate, Policy};
use crate::error::{ErrorId, ErrorReport, Reportable};
use crate::model::{Inventory, Release};

/// The plans of many clusters in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fleet {
    /// Always `rolling-upgrade/fleet/1`.
    pub schema: String,
    /// The clusters, in the order of their files.
    pub clusters: Vec<FleetCluster>,
}

/// One cluster of a fleet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FleetCluster {
    /// The file of its inventory.
    pub file: String,
    /// Its plan, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<FleetPlan>,
    /// Why it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<FleetRefusal>,
}

/// A plan in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FleetPlan {
    /// The name of the cluster.
    pub cluster: String,
    /// The release that its next pass leads to.
    pub to: Release,
    /// Nodes that go out.
    pub nodes: u32,
    /// Moves of VMs.
    pub virtual_machine_moves: u64,
    /// The fewest that any plan needs.
    pub bound: u64,
    /// Memory that is moved.
    #[serde(rename = "movedMiB")]
    pub moved_mib: u64,
    /// How long it takes.
    pub estimate: Estimate,
    /// Findings that are more than information.
    pub findings: u32,
}

/// Why a cluster has no plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FleetRefusal {
    /// The id of the error.
    pub id: ErrorId,
    /// What is wrong.
    pub message: String,
}

impl Fleet {
    /// The schema name of the document.
    pub const SCHEMA: &'static str = "rolling-upgrade/fleet/1";

    /// The fleet of these clusters.
    #[must_use]
    pub fn new(clusters: Vec<FleetCluster>) -> Self {
        Self { schema: Self::SCHEMA.to_owned(), clusters }
    }

    /// Whether every cluster has a plan.
    #[must_use]
    pub fn is_planned(&self) -> bool {
        self.clusters.iter().all(|cluster| cluster.plan.is_some())
    }
}

impl FleetCluster {
    /// Plans one cluster of a fleet.
    #[must_use]
    pub fn planned(file: String, inventory: &Inventory, target: Release, policy: &Policy) -> Self {
        match make_short(inventory, target, policy) {
            Ok(plan) => {
                let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
                let short = FleetPlan {
                    cluster: plan.cluster,
                    to: plan.change.to_release,
                    nodes: count(plan.nodes.len()),
                    virtual_machine_moves: plan.moves.virtual_machine_moves,
                    bound: plan.moves.bound,
                    moved_mib: plan.moves.moved_mib,
                    estimate: plan.estimate,
                    findings: count(plan.findings.len()),
                };
                Self { file, plan: Some(short), refusal: None }
            }
            Err(error) => Self::refused(file, &error.report()),
        }
    }

    /// A cluster that has no plan, or whose file could not be read.
    #[must_use]
    pub fn refused(file: String, report: &ErrorReport) -> Self {
        let refusal = FleetRefusal { id: report.id, message: report.message.clone() };
        Self { file, plan: None, refusal: Some(refusal) }
    }
}

/// The fleet as text, one line a cluster.
#[must_use]
pub fn fleet_text(fleet: &Fleet) -> String {
    let mut out = String::new();
    for cluster in &fleet.clusters {
        // Writing to a text does not fail.
        let _ = match (&cluster.plan, &cluster.refusal) {
            (Some(plan), _) => writeln!(
                out,
                "{}: {}, {} nodes to {}, {} moves (no plan needs fewer than {}), about {}, {} findings",
                cluster.file,
                plan.cluster,
                plan.nodes,
                plan.to.short_name(),
                plan.virtual_machine_moves,
                plan.bound,
                super::text::duration(plan.estimate.likely_seconds),
                plan.findings
            ),
            (None, Some(refusal)) => writeln!(out, "{}: {:?}: {}", cluster.file, refusal.id, refusal.message),
            (None, None) => writeln!(out, "{}", cluster.file),
        };
    }
    let planned = fleet.clusters.iter().filter(|cluster| cluster.plan.is_some()).count();
    let moves: u64 = fleet.clusters.iter().filter_map(|it| it.plan.as_ref()).map(|it| it.virtual_machine_moves).sum();
    let _ = writeln!(out, "{planned} of {} clusters have a plan, {moves} moves in all", fleet.clusters.len());
    out
}
