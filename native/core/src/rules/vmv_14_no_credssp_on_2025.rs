//! VMV-14: Credential Guard of 2025 breaks live migration by CredSSP.

use super::prelude::*;
use crate::model::{Machine, Release, same_name};

pub(super) static RULE: Rule = Rule {
    id: "VMV-14",
    title: "No live migration by CredSSP on 2025",
    severity: Severity::Warn,
    confidence: Confidence::Field,
    stage: Stage::Migration,
    moments: UPGRADE,
    needs: "The target and the authentication of live migration on every node.",
    fires: "The target is 2025 and a host authenticates live migration by CredSSP: Credential Guard is on by default \
            there.",
    remedy: "Set-VMHost -VirtualMachineMigrationAuthenticationType Kerberos on every host, with constrained \
            delegation.",
    source: "anystackarchitect.com, on live migration of Windows Server 2025 and Credential Guard",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if facts.target < Release::Server2025 {
        return;
    }
    let by_credssp = |machine: &&Machine| {
        machine.hyper_v.as_ref().is_some_and(|settings| same_name(&settings.migration_authentication, "credSsp"))
    };
    for host in &facts.hosts {
        if host.machine().filter(by_credssp).is_some() {
            let name = &host.node.name;
            let message = format!("{name} authenticates live migration by CredSSP, which 2025 refuses by default.");
            findings.fire(Subject::node(name), message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Release;
    use crate::rules::fixture::Fixture;

    fn with_credssp(release: Release) -> Fixture {
        let mut fixture = Fixture::new(release, 2);
        fixture.machine(2).hyper_v.as_mut().unwrap().migration_authentication = "credSsp".to_owned();
        fixture
    }

    #[test]
    fn kerberos_passes() {
        assert!(Fixture::new(Release::Server2022, 2).found("VMV-14").is_empty());
    }

    #[test]
    fn credssp_is_a_warning_on_the_way_to_2025() {
        assert_eq!(with_credssp(Release::Server2022).found("VMV-14"), ["WARN node n2"]);
    }

    #[test]
    fn before_2025_it_works() {
        assert!(with_credssp(Release::Server2019).found("VMV-14").is_empty());
    }
}
