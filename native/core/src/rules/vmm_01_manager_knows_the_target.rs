//! VMM-01: Virtual Machine Manager knows the release that the pass leads to.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "VMM-01",
    title: "Virtual Machine Manager knows the target",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Preparation,
    moments: UPGRADE,
    needs: "Whether Virtual Machine Manager manages the cluster, and its release.",
    fires: "Virtual Machine Manager manages the cluster and is older than the target. A newer one is a warning: only \
            the manager of the target's own release has the upgrade to it in its table.",
    remedy: "Upgrade Virtual Machine Manager first, one release at a time.",
    source: "Rolling upgrade of a Hyper-V host cluster in Virtual Machine Manager (learn.microsoft.com, System Center)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let cluster = &facts.inventory.cluster;
    if !cluster.managed_by_virtual_machine_manager {
        return;
    }
    let subject = Subject::cluster(facts.inventory);
    let target = facts.target;
    match cluster.virtual_machine_manager_release {
        None => findings.unknown(subject, "The release of Virtual Machine Manager is not known."),
        Some(release) if release < target => {
            let message =
                format!("Virtual Machine Manager is that of {release}; hosts of {target} need that of {target}.");
            findings.fire(subject, message);
        }
        Some(release) if release > target => {
            let message = format!("Virtual Machine Manager is that of {release}; look whether it manages {target}.");
            findings.fire_as(Severity::Warn, subject, message);
        }
        Some(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Release;
    use crate::rules::fixture::Fixture;

    fn managed(release: Option<Release>) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.inventory.cluster.managed_by_virtual_machine_manager = true;
        fixture.inventory.cluster.virtual_machine_manager_release = release;
        fixture
    }

    #[test]
    fn the_manager_of_the_target_passes() {
        assert!(managed(Some(Release::Server2022)).found("VMM-01").is_empty());
        assert!(Fixture::usual().found("VMM-01").is_empty());
    }

    #[test]
    fn an_older_one_blocks_and_a_newer_one_warns() {
        assert_eq!(managed(Some(Release::Server2019)).found("VMM-01"), ["BLOCK cluster contoso"]);
        assert_eq!(managed(Some(Release::Server2025)).found("VMM-01"), ["WARN cluster contoso"]);
    }

    #[test]
    fn one_of_unknown_release_is_unknown() {
        assert_eq!(managed(None).found("VMM-01"), ["BLOCK ? cluster contoso"]);
    }
}
