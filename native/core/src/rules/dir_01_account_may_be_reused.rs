//! DIR-01: a node that is installed anew may take its computer account over.

use super::prelude::*;
use super::reading::of_each;
use crate::plan::Method;

pub(super) static RULE: Rule = Rule {
    id: "DIR-01",
    title: "Computer accounts may be taken over",
    severity: Severity::Error,
    confidence: Confidence::Documented,
    stage: Stage::Preparation,
    moments: &[Moment::Upgrade, Moment::Remove],
    needs: "Of every node whether its computer account may be taken over by whoever joins it again.",
    fires: "A node is to be installed anew under its name, and the account may not be taken over: since October 2022 \
            the join is refused with 0xaac unless the creator of the account is trusted.",
    remedy: "Join with the account that created it, or put that creator into the policy \"Domain controller: Allow \
            computer account re-use during domain join\".",
    source: "KB5020276: Netjoin: Domain join hardening changes (support.microsoft.com)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if facts.policy.method != Method::CleanEvict {
        return;
    }
    let refused = |host: &Host<'_>| {
        host.replacement.is_none()
            && host.machine().and_then(|machine| machine.profile.account.as_ref()?.reuse_allowed) == Some(false)
    };
    for host in facts.leaving().filter(|host| refused(host)) {
        let name = &host.node.name;
        findings.fire(Subject::node(name), format!("{name} could not join again: its account may not be taken over."));
    }
    if facts.is_asked_at(Moment::Upgrade) {
        let what = "Whether the computer account may be taken over";
        of_each(facts, findings, what, |machine| machine.profile.account.as_ref()?.reuse_allowed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::fixture::Fixture;

    fn reuse(allowed: Option<bool>) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.machine(2).profile.account.as_mut().unwrap().reuse_allowed = allowed;
        fixture
    }

    #[test]
    fn accounts_that_may_be_taken_over_pass() {
        assert!(reuse(Some(true)).found("DIR-01").is_empty());
    }

    #[test]
    fn one_that_may_not_is_an_error_for_its_node() {
        assert_eq!(reuse(Some(false)).found("DIR-01"), ["ERROR node n2"]);
        assert_eq!(reuse(Some(false)).step(Moment::Remove, "n2").found("DIR-01"), ["ERROR node n2"]);
        assert!(reuse(Some(false)).step(Moment::Remove, "n1").found("DIR-01").is_empty());
    }

    #[test]
    fn in_place_nothing_joins_again_and_an_account_that_nobody_read_is_unknown() {
        let mut fixture = reuse(Some(false));
        fixture.request.policy.method = Method::InPlaceKeep;
        assert!(fixture.found("DIR-01").is_empty());
        assert_eq!(reuse(None).found("DIR-01"), ["WARN ? node n2"]);
    }
}
