//! FLD-03: hosts start from the same drive letter.

use super::prelude::*;
use super::reading::{differences, of_each};

pub(super) static RULE: Rule = Rule {
    id: "FLD-03",
    title: "Hosts start from the same drive letter",
    severity: Severity::Warn,
    confidence: Confidence::Field,
    stage: Stage::Migration,
    moments: UPGRADE,
    needs: "The drive of the operating system of every node.",
    fires: "Nodes have their operating system on different drive letters: live migration stops at its end (event \
            20413).",
    remedy: "Install the node with the same drive letter as the others.",
    source: "virtuatopia.com, overview of Hyper-V live migration; reports from forums on event 20413",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let read = |machine: &crate::model::Machine| machine.profile.system_drive.as_deref().map(str::to_uppercase);
    let said = of_each(facts, findings, "The drive of the operating system", read);
    if let Some(groups) = differences(said) {
        findings.fire(Subject::cluster(facts.inventory), format!("Operating systems lie on {groups}."));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    fn drive(letter: Option<&str>) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.machine(2).profile.system_drive = letter.map(str::to_owned);
        fixture
    }

    #[test]
    fn one_letter_passes_in_any_case() {
        assert!(drive(Some("c:")).found("FLD-03").is_empty());
    }

    #[test]
    fn another_one_is_a_warning() {
        assert_eq!(drive(Some("D:")).found("FLD-03"), ["WARN cluster contoso"]);
    }

    #[test]
    fn a_node_that_does_not_say_is_unknown() {
        assert_eq!(drive(None).found("FLD-03"), ["WARN ? node n2"]);
    }
}
