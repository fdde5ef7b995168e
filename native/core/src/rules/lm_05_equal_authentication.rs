//! LM-05: hosts authenticate live migration in the same way.

use std::collections::BTreeMap;

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "LM-05",
    title: "Hosts authenticate live migration alike",
    severity: Severity::Warn,
    confidence: Confidence::Field,
    stage: Stage::Migration,
    moments: UPGRADE,
    needs: "The authentication of live migration on every host.",
    fires: "Hosts differ in the authentication of live migration.",
    remedy: "Set-VMHost -VirtualMachineMigrationAuthenticationType Kerberos on every host; from 2016 on the \
            delegation of the computer accounts has to allow any authentication protocol (0x8009030E, event 20306).",
    source: "blog.ittoby.com, February 2017, on live migration of Windows Server 2016",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let mut kinds: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for host in &facts.hosts {
        let Some(settings) = host.machine().and_then(|machine| machine.hyper_v.as_ref()) else { continue };
        kinds.entry(settings.migration_authentication.to_lowercase()).or_default().push(host.node.name.as_str());
    }
    if kinds.len() > 1 {
        let groups: Vec<String> =
            kinds.iter().map(|(kind, nodes)| format!("{kind} on {}", listed(nodes.iter().copied()))).collect();
        let message = format!("Hosts authenticate live migration in different ways: {}.", groups.join("; "));
        findings.fire(Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    #[test]
    fn equal_hosts_pass() {
        assert!(Fixture::usual().found("LM-05").is_empty());
    }

    #[test]
    fn a_host_that_differs_is_a_warning() {
        let mut fixture = Fixture::usual();
        fixture.machine(2).hyper_v.as_mut().unwrap().migration_authentication = "credSsp".to_owned();
        assert_eq!(fixture.found("LM-05"), ["WARN cluster contoso"]);
    }

    #[test]
    fn spelling_and_hosts_without_hyper_v_do_not_count() {
        let mut fixture = Fixture::usual();
        fixture.machine(2).hyper_v.as_mut().unwrap().migration_authentication = "Kerberos".to_owned();
        fixture.machine(3).hyper_v = None;
        assert!(fixture.found("LM-05").is_empty());
    }
}
