//! CRD-01: the tools that drive the upgrade know the target.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "CRD-01",
    title: "The tools are of the target release or newer",
    severity: Severity::Error,
    confidence: Confidence::Documented,
    stage: Stage::Preparation,
    moments: &[Moment::Upgrade, Moment::Level],
    needs: "The release of the failover clustering tools on the machine that the upgrade is driven from.",
    fires: "The tools are older than the target: they can't add a node of the target or raise the level.",
    remedy: "Drive the upgrade from a machine that runs the target, with RSAT-Clustering-PowerShell installed.",
    source: ROLLING_UPGRADE_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let subject = Subject::coordinator(facts.inventory);
    let target = facts.target;
    match facts.inventory.coordinator.as_ref().and_then(|coordinator| coordinator.tools_release) {
        Some(release) if release < target => {
            findings.fire(subject, format!("The tools are of {release}; the pass leads to {target}."));
        }
        Some(_) => {}
        None => findings.unread(subject, "The release of the failover clustering tools is not known."),
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Release;
    use crate::rules::fixture::Fixture;

    fn tools(release: Option<Release>) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.coordinator().tools_release = release;
        fixture
    }

    #[test]
    fn tools_of_the_target_and_newer_ones_pass() {
        assert!(tools(Some(Release::Server2022)).found("CRD-01").is_empty());
        assert!(tools(Some(Release::Server2025)).found("CRD-01").is_empty());
    }

    #[test]
    fn older_tools_are_an_error() {
        assert_eq!(tools(Some(Release::Server2019)).found("CRD-01"), ["ERROR coordinator admin"]);
    }

    #[test]
    fn tools_that_nobody_looked_at_are_unknown() {
        assert_eq!(tools(None).found("CRD-01"), ["WARN ? coordinator admin"]);
    }
}
