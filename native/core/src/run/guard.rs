//! The rules once more, right before a step that takes a node out, brings one in, or can't be undone.
//!
//! They are those of the whole check, asked of what the run has just read of the cluster: its level, and the states
//! and builds of its nodes. Rules that need more than that were asked when the plan was made.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{ActionTask, NodeObserved, Observation, Observe, Run};
use crate::error::{ErrorId, ErrorReport};
use crate::model::{FunctionalLevel, Inventory, NodeName};
use crate::rules::{CheckRequest, Finding, Moment, check_moment, check_step};

/// What was read last of the cluster.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Known {
    level: Option<FunctionalLevel>,
    nodes: Vec<NodeObserved>,
}

impl Known {
    /// Takes over what an observation holds.
    pub(super) fn see(&mut self, observe: &Observe, observed: &Observation) {
        if let Some(cluster) = &observed.cluster {
            self.level = Some(cluster.functional_level);
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

    /// An inventory of that, which holds nothing else.
    fn inventory(&self, cluster: &str, level: FunctionalLevel) -> Option<Inventory> {
        let node = |(index, node): (usize, &NodeObserved)| {
            let build = (node.build > 0).then_some(node.build);
            let mut part = json!({ "name": node.name, "id": index + 1, "state": node.state });
            if let Some(build) = build {
                part["build"] = build.into();
            }
            part
        };
        let nodes: Vec<_> = self.nodes.iter().enumerate().map(node).collect();
        let document = json!({
            "schema": Inventory::SCHEMA,
            "cluster": { "name": cluster, "functionalLevel": self.level.unwrap_or(level) },
            "nodes": nodes,
        });
        serde_json::from_value(document).ok()
    }
}

/// The rules that can be asked of what a run reads before each step.
const fn rules_of(moment: Moment) -> &'static [&'static str] {
    match moment {
        Moment::Suspend => &["DRN-01"],
        Moment::Add => &["ADD-07"],
        Moment::Level => &["LVL-01", "LVL-02"],
        _ => &[],
    }
}

impl Run {
    /// Why a task must not be given out now; `None` where no rule refuses it.
    pub(super) fn refusal(&self, task: &ActionTask) -> Option<ErrorReport> {
        let (moment, node) = match task {
            ActionTask::SuspendNode { node, .. } => (Moment::Suspend, Some(node)),
            ActionTask::AddNode { machine } => (Moment::Add, Some(machine)),
            ActionTask::CheckFunctionalLevel => (Moment::Level, None),
            _ => return None,
        };
        let findings = self.ask(moment, node)?;
        let first = findings.first()?;
        let message = format!("{}: {}", first.rule, first.message.trim_end_matches('.'));
        let report =
            ErrorReport::new(ErrorId::PreflightFailed, message, format!("{} Then resume the run.", first.remedy));
        Some(report.about(first.subject.name.clone()).with_findings(&findings))
    }

    /// The findings that refuse.
    fn ask(&self, moment: Moment, node: Option<&NodeName>) -> Option<Vec<Finding>> {
        let plan = &self.plan;
        let inventory = self.known.inventory(&plan.cluster, plan.change.from_level)?;
        let rules = rules_of(moment).iter().map(|id| (*id).to_owned()).collect();
        let request = CheckRequest { policy: plan.policy.clone(), rules, ..CheckRequest::new(plan.change.to_release) };
        let report = match node {
            Some(node) => check_step(&inventory, &request, moment, node),
            None => check_moment(&inventory, &request, moment),
        };
        Some(report.findings.into_iter().filter(Finding::refuses).collect())
    }
}
