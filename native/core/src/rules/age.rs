//! Facts that are too old count as missing: nobody knows whether they still hold.
//!
//! Ages are judged only where the caller names the time of the question; an inventory that is looked at long after it
//! was captured is judged as it stands. Machines that stand ready are not judged by their age: a run looks at each
//! again before it joins.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::CheckRequest;
use super::facts::listed;
use crate::model::{Inventory, Node, NodeName, Timestamp};

/// What is too old, and how old it is; the age is absent where no time is known.
#[derive(Debug, Default)]
pub(crate) struct Ages {
    limit_seconds: u64,
    nodes: BTreeMap<NodeName, Option<u64>>,
    coordinator: Option<Option<u64>>,
    inventory: Option<Option<u64>>,
}

impl Ages {
    /// How old the inventory as a whole is, in words, where that is too old.
    pub(super) fn of_inventory(&self) -> Option<String> {
        self.inventory.map(|age| self.words(age))
    }

    /// What a person has to know of ages beside a fact that is missing; absent where ages have no part in it.
    pub(super) fn evidence(&self, kind: &str, name: &str) -> Option<String> {
        let own = match kind {
            "node" => self.nodes.get(&NodeName::from(name)),
            "coordinator" => self.coordinator.as_ref(),
            _ => None,
        };
        if let Some(age) = own {
            return Some(format!("What is known of it is too old: {}.", self.words(*age)));
        }
        if matches!(kind, "node" | "machine" | "coordinator") || self.nodes.is_empty() {
            return None;
        }
        let eldest = self.nodes.values().copied().max().flatten();
        let stale = listed(self.nodes.keys().map(NodeName::as_str));
        Some(format!("What is known of {stale} is too old: {}.", self.words(eldest)))
    }

    fn words(&self, age: Option<u64>) -> String {
        let limit = span(self.limit_seconds);
        match age {
            Some(age) => format!("{}, limit {limit}", span(age)),
            None => format!("nothing says when it was read, limit {limit}"),
        }
    }
}

/// A span of time as a person says it, in the largest unit that keeps two digits.
fn span(seconds: u64) -> String {
    const MINUTE: u64 = 60;
    const HOUR: u64 = 60 * MINUTE;
    const DAY: u64 = 24 * HOUR;
    match seconds {
        _ if seconds < 2 * MINUTE => format!("{seconds} s"),
        _ if seconds < 2 * HOUR => format!("{} min", seconds / MINUTE),
        _ if seconds < 2 * DAY => format!("{} h", seconds / HOUR),
        _ => format!("{} days", seconds / DAY),
    }
}

/// The inventory without what is too old, and what that is. It is copied only where something is.
pub(super) fn without_stale<'a>(inventory: &'a Inventory, request: &CheckRequest) -> (Cow<'a, Inventory>, Ages) {
    let Some(now) = request.at else { return (Cow::Borrowed(inventory), Ages::default()) };
    let limit_seconds = request.policy.fact_age_seconds;
    let stale = |observed: Option<Timestamp>| {
        let age = observed.or(inventory.captured_at).map(|read| now.seconds_since(read));
        age.is_none_or(|age| age > limit_seconds).then_some(age)
    };
    let of_node = |node: &Node| {
        let machine = node.machine.as_ref()?;
        Some((node.name.clone(), stale(machine.observed_at)?))
    };
    let ages = Ages {
        limit_seconds,
        nodes: inventory.nodes.iter().filter_map(of_node).collect(),
        coordinator: inventory.coordinator.as_ref().and_then(|coordinator| stale(coordinator.observed_at)),
        inventory: stale(None),
    };
    if ages.nodes.is_empty() && ages.coordinator.is_none() {
        return (Cow::Borrowed(inventory), ages);
    }
    let mut fresh = inventory.clone();
    for node in &mut fresh.nodes {
        if ages.nodes.contains_key(&node.name) {
            node.machine = None;
        }
    }
    if ages.coordinator.is_some() {
        fresh.coordinator = None;
    }
    (Cow::Owned(fresh), ages)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::fixture::Fixture;
    use crate::rules::{Outcome, check};

    const READ: Timestamp = Timestamp::from_milliseconds(1_800_000_000_000);

    fn captured() -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.inventory.captured_at = Some(READ);
        fixture
    }

    #[test]
    fn without_a_time_no_age_is_judged() {
        let mut fixture = captured();
        fixture.attest_all();
        let report = check(&fixture.inventory, &fixture.request);
        assert!(report.findings.iter().all(|finding| finding.outcome == Outcome::Acknowledged));
    }

    #[test]
    fn facts_at_the_limit_hold_and_a_second_later_they_do_not() {
        let mut fixture = captured();
        fixture.request.at = Some(READ.plus_seconds(900));
        assert!(fixture.found("PRE-15").is_empty());
        fixture.request.at = Some(READ.plus_seconds(901));
        let all: Vec<String> = (1..=4).map(|node| format!("WARN ? node n{node}")).collect();
        assert_eq!(fixture.found("PRE-15"), all);
    }

    #[test]
    fn a_node_has_an_age_of_its_own_and_the_evidence_names_it() {
        let mut fixture = captured();
        fixture.request.at = Some(READ.plus_seconds(2820));
        for node in [1, 2, 4] {
            fixture.machine(node).observed_at = Some(READ.plus_seconds(2800));
        }
        assert_eq!(fixture.found("VER-12"), ["BLOCK ? node n3"]);
        assert!(fixture.message("VER-12").ends_with("What is known of it is too old: 47 min, limit 15 min."));
    }

    #[test]
    fn a_fact_of_unknown_age_is_missing_and_a_longer_limit_lets_old_ones_hold() {
        let mut fixture = Fixture::new(crate::model::Release::Server2019, 2);
        fixture.request.at = Some(READ);
        assert_eq!(fixture.found("VER-12"), ["BLOCK ? node n1", "BLOCK ? node n2"]);
        assert!(fixture.message("VER-12").contains("nothing says when it was read"));
        fixture.inventory.captured_at = Some(READ);
        fixture.request.at = Some(READ.plus_seconds(86_400));
        fixture.request.policy.fact_age_seconds = 86_400;
        assert!(fixture.found("VER-12").is_empty());
    }

    #[test]
    fn what_is_not_of_one_node_names_those_that_are_too_old() {
        let mut ages = Ages { limit_seconds: 900, ..Ages::default() };
        ages.nodes.insert("n1".into(), Some(1000));
        ages.nodes.insert("n2".into(), Some(7300));
        let said = ages.evidence("role", "vm1").unwrap();
        assert_eq!(said, "What is known of n1, n2 is too old: 2 h, limit 15 min.");
        assert_eq!(ages.evidence("node", "n3"), None);
    }

    #[test]
    fn stale_facts_are_unknown_and_not_wrong() {
        let mut fixture = captured();
        fixture.machine(1).processor.second_level_address_translation = Some(false);
        fixture.request.at = Some(READ.plus_seconds(100_000));
        fixture.request.rules = vec!["VER-12".to_owned()];
        let report = check(&fixture.inventory, &fixture.request);
        assert!(report.findings.iter().all(|finding| finding.outcome == Outcome::Unknown));
    }
}
