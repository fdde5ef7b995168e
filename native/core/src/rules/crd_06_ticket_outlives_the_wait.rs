//! CRD-06: the ticket of the account outlives the longest wait.

use super::prelude::*;
use crate::plan::Policy;

pub(super) static RULE: Rule = Rule {
    id: "CRD-06",
    title: "The ticket outlives the longest wait",
    severity: Severity::Warn,
    confidence: Confidence::Documented,
    stage: Stage::Preparation,
    moments: UPGRADE,
    needs: "How long the ticket can be renewed, whether the account is a group managed service account, and the \
            estimates and time-outs of the policy.",
    fires: "The Kerberos ticket can't be renewed for as long as the longest wait of the policy, and the account is no \
            group managed service account.",
    remedy: "Drive the upgrade as a group managed service account, or sign in anew and resume the run when the ticket \
            has ended.",
    source: "Maximum lifetime for user ticket renewal; group managed service accounts overview \
            (learn.microsoft.com, Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let coordinator = facts.inventory.coordinator.as_ref();
    if coordinator.is_some_and(|coordinator| coordinator.group_managed_account == Some(true)) {
        return;
    }
    let subject = Subject::coordinator(facts.inventory);
    let Some(lasts) = coordinator.and_then(|coordinator| coordinator.ticket_seconds) else {
        return findings.unread(subject, "How long the ticket of the account lasts is not known.");
    };
    let wait = longest_wait(facts.policy, facts.inventory.storage.spaces_direct);
    if lasts < wait {
        let message = format!("The ticket lasts {} min; the longest wait is {} min.", lasts / 60, wait.div_ceil(60));
        findings.fire(subject, message);
    }
}

/// The longest time in which nobody signs in: an installation, or a repair of storage.
fn longest_wait(policy: &Policy, spaces_direct: bool) -> u64 {
    let repair = if spaces_direct { policy.repair_timeout_seconds } else { 0 };
    policy.install.high_seconds.max(policy.install_timeout_seconds).max(repair)
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    fn ticket(seconds: Option<u64>) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.coordinator().ticket_seconds = seconds;
        fixture
    }

    #[test]
    fn a_ticket_as_long_as_an_installation_passes() {
        assert!(ticket(Some(10_800)).found("CRD-06").is_empty());
    }

    #[test]
    fn a_second_less_is_a_warning() {
        assert_eq!(ticket(Some(10_799)).found("CRD-06"), ["WARN coordinator admin"]);
    }

    #[test]
    fn a_managed_account_renews_by_itself_and_repairs_are_longer() {
        let mut fixture = ticket(Some(60));
        fixture.coordinator().group_managed_account = Some(true);
        assert!(fixture.found("CRD-06").is_empty());
        let mut fixture = ticket(Some(35_999));
        fixture.inventory.storage.spaces_direct = true;
        assert_eq!(fixture.found("CRD-06"), ["WARN coordinator admin"]);
        assert_eq!(ticket(None).found("CRD-06"), ["INFO ? coordinator admin"]);
    }
}
