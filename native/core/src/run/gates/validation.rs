//! The gate of the validation: Test-Cluster approves, without the tests that take disks offline and without those that
//! a cluster of two releases can't pass.

use super::Verdict;
use crate::run::step::Seen;
use crate::run::{ActionTask, Observe, Run};

/// The category whose tests take disks offline.
const DISRUPTIVE: &str = "Storage";
/// What the summary holds where the validation has failed; a constant of the report and never translated.
const NOT_APPROVED: &str = "NotApproved";

impl Run {
    pub(super) fn validation_gate(&mut self, seen: Option<&Seen<'_>>) -> Verdict {
        let Some(seen) = seen else {
            let accepted = self.plan.policy.accepted_validation_failures.iter().cloned();
            let ignore = std::iter::once(DISRUPTIVE.to_owned()).chain(accepted).collect();
            let nodes = self.known.nodes.iter().map(|node| node.name.clone()).collect();
            let task = ActionTask::ValidateCluster { nodes, ignore };
            return Verdict::Ask { task, wait_seconds: 0, observe: Observe::Nothing };
        };
        if let Some(error) = seen.error() {
            return Verdict::Closed(format!("the validation failed: {}", error.message));
        }
        match seen.observed.validation.as_deref() {
            None => Verdict::Closed("the validation said nothing".to_owned()),
            Some(said) if said.contains(NOT_APPROVED) => Verdict::Closed(format!("the validation says {said}")),
            Some(_) => Verdict::Open,
        }
    }
}
