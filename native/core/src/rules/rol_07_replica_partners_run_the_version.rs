//! ROL-07: the partner of a replica runs the version that its VM gets.

use std::collections::BTreeMap;

use super::prelude::*;
use crate::model::{ConfigurationVersion, RoleName};

pub(super) static RULE: Rule = Rule {
    id: "ROL-07",
    title: "Replica partners run the new version",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Afterwards,
    moments: &[Moment::Upgrade, Moment::VirtualMachineVersions],
    needs: "The partner of every replica and its release, which the partner itself tells the machine that drives the \
            upgrade; the version of the VM, and the functional level.",
    fires: "A VM is replicated to a host that does not run the version that it would be raised to. Before a pass, in \
            which no version changes, it is a warning; \
            before the versions it is about that VM alone, which is left as it is.",
    remedy: "Upgrade the partner first, or leave the version of the VM as it is.",
    source: VERSIONS_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let raising = facts.is_asked_at(Moment::VirtualMachineVersions);
    let release = if raising { facts.level_release().unwrap_or(facts.target) } else { facts.target };
    let Some(newest) = release.default_configuration_version() else { return };
    let mut behind: BTreeMap<&str, Vec<&RoleName>> = BTreeMap::new();
    let mut unknown: BTreeMap<&str, Vec<&RoleName>> = BTreeMap::new();
    for (_, role, machine) in facts.virtual_machines().filter(|(_, _, machine)| machine.configuration_version < newest)
    {
        let Some(replica) = &machine.replica else { continue };
        match replica.partner_release {
            Some(partner) if runs(partner, newest) => {}
            Some(_) => behind.entry(replica.partner.as_str()).or_default().push(&role.name),
            None => unknown.entry(replica.partner.as_str()).or_default().push(&role.name),
        }
    }
    if raising {
        return each(&behind, &unknown, newest, findings);
    }
    let cluster = || Subject::cluster(facts.inventory);
    for (partner, names) in behind {
        let message = format!(
            "{partner} does not run version {newest}; it holds replicas of {}.",
            listed(names.into_iter().map(RoleName::as_str))
        );
        findings.fire_as(Severity::Warn, cluster(), message);
    }
    for (partner, names) in unknown {
        let message = format!(
            "The release of {partner} is not known; it holds replicas of {}.",
            listed(names.into_iter().map(RoleName::as_str))
        );
        findings.unread_as(Severity::Warn, cluster(), message);
    }
}

/// VM by VM, since only those are left as they are.
fn each(
    behind: &BTreeMap<&str, Vec<&RoleName>>,
    unknown: &BTreeMap<&str, Vec<&RoleName>>,
    newest: ConfigurationVersion,
    findings: &mut Findings<'_>,
) {
    for (partner, role) in behind.iter().flat_map(|(partner, roles)| roles.iter().map(move |role| (partner, role))) {
        let message = format!("{partner} does not run version {newest}; it holds the replica of {role}.");
        findings.fire(Subject::role(role), message);
    }
    for (partner, role) in unknown.iter().flat_map(|(partner, roles)| roles.iter().map(move |role| (partner, role))) {
        let message = format!("The release of {partner} is not known; it holds the replica of {role}.");
        findings.unknown(Subject::role(role), message);
    }
}

fn runs(partner: crate::model::Release, version: ConfigurationVersion) -> bool {
    partner.configuration_versions().contains(&version)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Release, Replica};
    use crate::rules::fixture::Fixture;

    fn replicated(partner_release: Option<Release>) -> Fixture {
        let mut fixture = Fixture::new(Release::Server2022, 3);
        fixture.vm("vm1", 1);
        fixture.last_vm().configuration_version = ConfigurationVersion { major: 9, minor: 0 };
        let replica = Replica { partner: "dr".to_owned(), partner_release, primary: true, health: None };
        fixture.last_vm().replica = Some(replica);
        fixture
    }

    #[test]
    fn a_partner_of_the_release_passes() {
        let fixture = replicated(Some(Release::Server2022)).at(Moment::VirtualMachineVersions);
        assert!(fixture.found("ROL-07").is_empty());
    }

    #[test]
    fn an_older_one_blocks_the_version_and_warns_before_the_pass() {
        let fixture = replicated(Some(Release::Server2019));
        assert_eq!(fixture.found("ROL-07"), ["WARN cluster contoso"]);
        assert_eq!(fixture.at(Moment::VirtualMachineVersions).found("ROL-07"), ["BLOCK role vm1"]);
    }

    #[test]
    fn one_that_nobody_knows_is_unknown_and_a_vm_at_the_newest_version_is_not_raised() {
        let mut fixture = replicated(None).at(Moment::VirtualMachineVersions);
        assert_eq!(fixture.found("ROL-07"), ["BLOCK ? role vm1"]);
        fixture.last_vm().configuration_version = ConfigurationVersion { major: 10, minor: 0 };
        assert!(fixture.found("ROL-07").is_empty());
    }
}
