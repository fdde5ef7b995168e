//! PRE-03: the updates that are offered are installed on every node.

use super::prelude::*;
use super::reading::of_each;

pub(super) static RULE: Rule = Rule {
    id: "PRE-03",
    title: "Every node has the latest updates",
    severity: Severity::Error,
    confidence: Confidence::Documented,
    stage: Stage::Preparation,
    moments: UPGRADE,
    needs: "How many updates the source of each node offers that are not installed.",
    fires: "The source of a node offers updates that are not installed there.",
    remedy: "Patch the nodes first: Invoke-CauRun, or the source's own way, one node after the other.",
    source: ROLLING_UPGRADE_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let what = "How many updates are missing";
    let missing = of_each(facts, findings, what, |machine| machine.profile.updates.as_ref()?.missing_updates);
    for (host, count) in missing.into_iter().filter(|(_, count)| *count > 0) {
        let name = &host.node.name;
        let updates = counted(usize::try_from(count).unwrap_or(usize::MAX), "update");
        findings.fire(Subject::node(name), format!("{name} lacks {updates} that its source offers."));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    fn missing(count: Option<u32>) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.machine(2).profile.updates.as_mut().unwrap().missing_updates = count;
        fixture
    }

    #[test]
    fn no_missing_update_passes() {
        assert!(missing(Some(0)).found("PRE-03").is_empty());
    }

    #[test]
    fn one_missing_update_is_an_error() {
        assert_eq!(missing(Some(1)).found("PRE-03"), ["ERROR node n2"]);
        assert!(missing(Some(1)).message("PRE-03").contains("1 update "));
    }

    #[test]
    fn what_a_node_or_no_node_says_is_unknown_once() {
        assert_eq!(missing(None).found("PRE-03"), ["WARN ? node n2"]);
        let mut fixture = missing(None);
        fixture.machine(3).profile.updates = None;
        assert_eq!(fixture.found("PRE-03"), ["WARN ? cluster contoso"]);
        for node in 1..=4 {
            fixture.machine(node).profile.updates = None;
        }
        assert_eq!(fixture.found("PRE-03"), ["WARN ? cluster contoso"]);
    }
}
