//! PRE-06: Cluster-Aware Updating stands still while nodes are upgraded.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "PRE-06",
    title: "Cluster-Aware Updating stands still",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Preparation,
    moments: UPGRADE,
    needs: "The role of Cluster-Aware Updating and whether an Updating Run is in progress.",
    fires: "An Updating Run is in progress; an enabled role is only told, because the run disables it and enables it \
            again.",
    remedy: "Wait until Get-CauRun says RunNotInProgress, or stop it with Stop-CauRun.",
    source: ROLLING_UPGRADE_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let updating = &facts.inventory.cluster.updating;
    if updating.run_in_progress {
        let message = "An Updating Run is in progress: it drains and restarts nodes by itself.";
        findings.fire(Subject::cluster(facts.inventory), message);
    }
    if updating.present && updating.enabled {
        findings.fire_as_with(
            Severity::Info,
            Subject::cluster(facts.inventory),
            "The role of Cluster-Aware Updating is enabled; the run disables it and enables it again at its end.",
            "Nothing to do; by hand it would be Disable-CauClusterRole, and Enable-CauClusterRole at the end.",
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    #[test]
    fn a_disabled_role_passes() {
        let mut fixture = Fixture::usual();
        fixture.inventory.cluster.updating.present = true;
        assert!(fixture.found("PRE-06").is_empty());
    }

    #[test]
    fn a_run_in_progress_blocks() {
        let mut fixture = Fixture::usual();
        fixture.inventory.cluster.updating.run_in_progress = true;
        assert_eq!(fixture.found("PRE-06"), ["BLOCK cluster contoso"]);
    }

    #[test]
    fn an_enabled_role_is_told() {
        let mut fixture = Fixture::usual();
        fixture.inventory.cluster.updating.present = true;
        fixture.inventory.cluster.updating.enabled = true;
        assert_eq!(fixture.found("PRE-06"), ["INFO cluster contoso"]);
    }
}
