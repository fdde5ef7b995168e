//! CAU-07: no node installs updates by itself.

use super::prelude::*;
use super::reading::of_each;

pub(super) static RULE: Rule = Rule {
    id: "CAU-07",
    title: "No node installs updates on a schedule",
    severity: Severity::Warn,
    confidence: Confidence::Specified,
    stage: Stage::Preparation,
    moments: UPGRADE,
    needs: "Of every node whether updates are installed by themselves on a schedule.",
    fires: "A node installs updates, and restarts, on a schedule of its own: also while another node is out.",
    remedy: "Set automatic updates of the nodes to anything but a schedule (AUOptions 4), at least for the run.",
    source: "ClusterAwareUpdating.ps1, the model of Test-CauSetup (Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let what = "Whether updates are installed on a schedule";
    let said = of_each(facts, findings, what, |machine| machine.profile.updates.as_ref()?.installs_on_schedule);
    let scheduled: Vec<&str> =
        said.iter().filter(|(_, scheduled)| *scheduled).map(|(host, _)| host.node.name.as_str()).collect();
    if !scheduled.is_empty() {
        let message = format!("Updates are installed on a schedule on {}.", listed(scheduled));
        findings.fire(Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    fn scheduled(on: Option<bool>) -> Fixture {
        let mut fixture = Fixture::usual();
        for node in 1..=4 {
            fixture.machine(node).profile.updates.as_mut().unwrap().installs_on_schedule = on;
        }
        fixture
    }

    #[test]
    fn updates_by_hand_pass() {
        assert!(scheduled(Some(false)).found("CAU-07").is_empty());
    }

    #[test]
    fn a_schedule_is_one_warning() {
        assert_eq!(scheduled(Some(true)).found("CAU-07"), ["WARN cluster contoso"]);
    }

    #[test]
    fn what_no_node_says_is_told_once() {
        assert_eq!(scheduled(None).found("CAU-07"), ["INFO ? cluster contoso"]);
    }
}
