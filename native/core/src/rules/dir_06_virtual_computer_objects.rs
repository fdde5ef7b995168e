//! DIR-06: the accounts of client access points exist, are enabled and may be written.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "DIR-06",
    title: "Virtual computer objects are in order",
    severity: Severity::Error,
    confidence: Confidence::Documented,
    stage: Stage::Preparation,
    moments: UPGRADE,
    needs: "Whether the account of every client access point exists, is enabled and may be written by the cluster.",
    fires: "The account of a client access point is gone or disabled, so that its name does not come online on another \
            node. Where the cluster may not write it, it is a warning (events 1194, 1069).",
    remedy: "Restore or enable the account, and give the cluster name object full control of it.",
    source: "Configure cluster accounts in Active Directory (learn.microsoft.com, Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for object in facts.inventory.directory.iter().filter(|object| !object.cluster_name) {
        let subject = || Subject::account(&object.name);
        if object.exists == Some(false) {
            findings.fire(subject(), format!("The account {} is gone.", object.name));
        } else if object.enabled == Some(false) {
            findings.fire(subject(), format!("The account {} is disabled.", object.name));
        } else if object.writable == Some(false) {
            let message = format!("The cluster may not write the account {}.", object.name);
            findings.fire_as(Severity::Warn, subject(), message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::DirectoryObject;
    use crate::rules::fixture::Fixture;

    fn object(enabled: bool, writable: bool) -> Fixture {
        let mut fixture = Fixture::usual();
        let (exists, enabled, writable) = (Some(true), Some(enabled), Some(writable));
        let (name, addresses) = ("files".to_owned(), Vec::new());
        let resolved_addresses = None;
        let object =
            DirectoryObject { name, cluster_name: false, exists, enabled, writable, resolved_addresses, addresses };
        fixture.inventory.directory.push(object);
        fixture
    }

    #[test]
    fn an_account_in_order_passes() {
        assert!(object(true, true).found("DIR-06").is_empty());
    }

    #[test]
    fn a_disabled_one_is_an_error() {
        assert_eq!(object(false, true).found("DIR-06"), ["ERROR account files"]);
    }

    #[test]
    fn one_that_can_not_be_written_is_a_warning() {
        assert_eq!(object(true, false).found("DIR-06"), ["WARN account files"]);
    }
}
