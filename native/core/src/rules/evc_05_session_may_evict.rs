//! EVC-05: evict and add need a session that can go on to another machine.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "EVC-05",
    title: "The session can reach a second machine",
    severity: Severity::Error,
    confidence: Confidence::Documented,
    stage: Stage::Preparation,
    moments: &[Moment::Upgrade, Moment::Remove, Moment::Add],
    needs: "Whether the session was opened by remoting, and whether with CredSSP.",
    fires: "The upgrade is driven in a session of plain remoting: Remove-ClusterNode and Add-ClusterNode have no right \
            on the other machine there.",
    remedy: "Sign in at an administrator's machine and name the cluster there with -Cluster, which is one hop; or open \
             the session with -Authentication CredSSP.",
    source: "Remove-ClusterNode; Add-ClusterNode (learn.microsoft.com, FailoverClusters)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let coordinator = facts.inventory.coordinator.as_ref();
    let subject = Subject::coordinator(facts.inventory);
    match coordinator.and_then(|one| one.remote_session) {
        Some(false) => {}
        Some(true) if coordinator.is_some_and(|one| one.cred_ssp == Some(true)) => {}
        Some(true) => findings.fire(subject, "The session was opened by remoting without CredSSP."),
        None => findings.unread(subject, "How the session was opened is not known."),
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    fn session(remote: Option<bool>, cred_ssp: Option<bool>) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.coordinator().remote_session = remote;
        fixture.coordinator().cred_ssp = cred_ssp;
        fixture
    }

    #[test]
    fn a_local_session_and_cred_ssp_pass() {
        assert!(session(Some(false), None).found("EVC-05").is_empty());
        assert!(session(Some(true), Some(true)).found("EVC-05").is_empty());
    }

    #[test]
    fn plain_remoting_is_an_error() {
        assert_eq!(session(Some(true), Some(false)).found("EVC-05"), ["ERROR coordinator admin"]);
        assert_eq!(session(Some(true), None).found("EVC-05"), ["ERROR coordinator admin"]);
    }

    #[test]
    fn a_session_that_nobody_looked_at_is_unknown() {
        assert_eq!(session(None, None).found("EVC-05"), ["WARN ? coordinator admin"]);
        let mut fixture = Fixture::usual();
        fixture.inventory.coordinator = None;
        assert_eq!(fixture.found("EVC-05"), ["INFO ? cluster contoso"]);
    }
}
