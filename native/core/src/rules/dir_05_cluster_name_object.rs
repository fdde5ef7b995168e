//! DIR-05: the cluster name object exists and is enabled.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "DIR-05",
    title: "The cluster name object is in order",
    severity: Severity::Error,
    confidence: Confidence::Documented,
    stage: Stage::Preparation,
    moments: UPGRADE,
    needs: "Whether the account of the cluster's name exists and is enabled.",
    fires: "The account of the cluster's name is gone or disabled: the name does not come online again (events 1207, \
            1211, 1212), and no account is made for a role.",
    remedy: "Restore the account from the recycle bin of the directory or enable it (Enable-ADAccount), then repair \
            the name in Failover Cluster Manager.",
    source: "Configure cluster accounts in Active Directory (learn.microsoft.com, Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let cluster = || Subject::cluster(facts.inventory);
    let Some(object) = facts.inventory.directory.iter().find(|object| object.cluster_name) else {
        return findings.unread(cluster(), "The account of the cluster's name is not known.");
    };
    match (object.exists, object.enabled) {
        (Some(false), _) => findings.fire(cluster(), format!("The account {} is gone.", object.name)),
        (_, Some(false)) => findings.fire(cluster(), format!("The account {} is disabled.", object.name)),
        (Some(true), Some(true)) => {}
        _ => findings.unread(cluster(), format!("Whether the account {} is in order is not known.", object.name)),
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    fn object(exists: Option<bool>, enabled: Option<bool>) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.inventory.directory[0].exists = exists;
        fixture.inventory.directory[0].enabled = enabled;
        fixture
    }

    #[test]
    fn an_account_in_order_passes() {
        assert!(object(Some(true), Some(true)).found("DIR-05").is_empty());
    }

    #[test]
    fn one_that_is_gone_or_disabled_is_an_error() {
        assert_eq!(object(Some(false), None).found("DIR-05"), ["ERROR cluster contoso"]);
        assert_eq!(object(Some(true), Some(false)).found("DIR-05"), ["ERROR cluster contoso"]);
    }

    #[test]
    fn one_that_nobody_read_is_unknown() {
        assert_eq!(object(Some(true), None).found("DIR-05"), ["WARN ? cluster contoso"]);
        let mut fixture = Fixture::usual();
        fixture.inventory.directory.clear();
        assert_eq!(fixture.found("DIR-05"), ["WARN ? cluster contoso"]);
    }
}
