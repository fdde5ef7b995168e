//! DIR-04: the delegation of the hosts fits what live migration asks of it from 2016 on.

use super::prelude::*;
use super::reading::of_each;
use crate::model::{Machine, Release};

pub(super) static RULE: Rule = Rule {
    id: "DIR-04",
    title: "Delegation allows any authentication protocol",
    severity: Severity::Warn,
    confidence: Confidence::Field,
    stage: Stage::Migration,
    moments: UPGRADE,
    needs: "The delegation of every host that authenticates live migration with Kerberos, and whether Credential Guard \
            runs.",
    fires: "The target is 2016 or newer and a host delegates with Kerberos only (0x8009030E, event 20306), or a host \
            with Credential Guard relies on unconstrained delegation, which that rules out.",
    remedy: "Set the delegation of the computer account to the services cifs and Microsoft Virtual System Migration \
            Service of the other hosts, with any authentication protocol.",
    source: "blog.ittoby.com, February 2017, on live migration of Windows Server 2016",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if facts.target < Release::Server2016 || !facts.hosts.iter().any(|host| facts.is_hyper_v(host)) {
        return;
    }
    let read = |machine: &'_ Machine| machine.profile.account.as_ref()?.delegation.clone();
    let said = of_each(facts, findings, "The delegation of the computer account", read);
    for (host, delegation) in said {
        let Some(machine) = host.machine() else { continue };
        let kerberos = machine.hyper_v.as_ref().map(|settings| settings.migration_authentication.to_lowercase());
        if kerberos.as_deref() != Some("kerberos") {
            continue;
        }
        let name = &host.node.name;
        let guarded = machine.profile.credential_guard == Some(true);
        if delegation.eq_ignore_ascii_case("kerberosOnly") {
            findings.fire(Subject::node(name), format!("{name} delegates with Kerberos only."));
        } else if delegation.eq_ignore_ascii_case("unconstrained") && guarded {
            let message = format!("{name} relies on unconstrained delegation and runs Credential Guard.");
            findings.fire(Subject::node(name), message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    fn delegating(delegation: Option<&str>) -> Fixture {
        let mut fixture = Fixture::usual();
        let account = fixture.machine(2).profile.account.as_mut().unwrap();
        account.delegation = delegation.map(str::to_owned);
        fixture.machine(2).hyper_v.as_mut().unwrap().migration_authentication = "kerberos".to_owned();
        fixture
    }

    #[test]
    fn any_protocol_passes() {
        assert!(delegating(Some("anyProtocol")).found("DIR-04").is_empty());
        assert!(delegating(Some("unconstrained")).found("DIR-04").is_empty());
    }

    #[test]
    fn kerberos_only_is_a_warning() {
        assert_eq!(delegating(Some("kerberosOnly")).found("DIR-04"), ["WARN node n2"]);
    }

    #[test]
    fn credential_guard_rules_out_unconstrained_and_what_a_node_does_not_say_is_unknown() {
        let mut fixture = delegating(Some("unconstrained"));
        fixture.machine(2).profile.credential_guard = Some(true);
        assert_eq!(fixture.found("DIR-04"), ["WARN node n2"]);
        assert_eq!(delegating(None).found("DIR-04"), ["WARN ? node n2"]);
        let mut fixture = delegating(Some("kerberosOnly"));
        fixture.machine(2).hyper_v.as_mut().unwrap().migration_authentication = "credSsp".to_owned();
        assert!(fixture.found("DIR-04").is_empty());
    }
}
