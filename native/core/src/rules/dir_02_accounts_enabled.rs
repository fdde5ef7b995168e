//! DIR-02: the computer accounts of the nodes are enabled.

use super::prelude::*;
use super::reading::of_each;

pub(super) static RULE: Rule = Rule {
    id: "DIR-02",
    title: "Computer accounts are enabled",
    severity: Severity::Error,
    confidence: Confidence::Documented,
    stage: Stage::Preparation,
    moments: UPGRADE,
    needs: "Of every node whether its computer account is enabled.",
    fires: "The computer account of a node is disabled: what asks for a ticket there fails, and so does a join.",
    remedy: "Enable-ADAccount for the computer account.",
    source: "Configure cluster accounts in Active Directory (learn.microsoft.com, Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let what = "Whether the computer account is enabled";
    let said = of_each(facts, findings, what, |machine| machine.profile.account.as_ref()?.enabled);
    for (host, _) in said.into_iter().filter(|(_, enabled)| !enabled) {
        let name = &host.node.name;
        findings.fire(Subject::node(name), format!("The computer account of {name} is disabled."));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    fn enabled(enabled: Option<bool>) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.machine(2).profile.account.as_mut().unwrap().enabled = enabled;
        fixture
    }

    #[test]
    fn enabled_accounts_pass() {
        assert!(enabled(Some(true)).found("DIR-02").is_empty());
    }

    #[test]
    fn a_disabled_one_is_an_error() {
        assert_eq!(enabled(Some(false)).found("DIR-02"), ["ERROR node n2"]);
    }

    #[test]
    fn one_that_nobody_read_is_unknown() {
        assert_eq!(enabled(None).found("DIR-02"), ["WARN ? node n2"]);
    }
}
