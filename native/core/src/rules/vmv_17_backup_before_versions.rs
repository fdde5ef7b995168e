//! VMV-17: VMs are backed up before their version is raised.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "VMV-17",
    title: "VMs are backed up before their version is raised",
    severity: Severity::Warn,
    confidence: Confidence::Documented,
    stage: Stage::Afterwards,
    moments: &[Moment::VirtualMachineVersions],
    needs: "A statement about `backup`.",
    fires: "Nobody states that the VMs are backed up: a version that was raised can't be taken back.",
    remedy: "Back the VMs up first.",
    source: ROLLING_UPGRADE_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    findings.ask(Topic::Backup, Subject::cluster(facts.inventory), "The VMs are backed up.");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Timestamp;
    use crate::rules::fixture::Fixture;

    #[test]
    fn a_statement_passes() {
        let mut fixture = Fixture::usual().at(Moment::VirtualMachineVersions);
        fixture.attest("backup", Timestamp::from_milliseconds(1_800_000_000_000));
        assert_eq!(fixture.found("VMV-17"), ["INFO (acknowledged) cluster contoso"]);
    }

    #[test]
    fn without_one_it_warns() {
        assert_eq!(Fixture::usual().at(Moment::VirtualMachineVersions).found("VMV-17"), ["WARN ? cluster contoso"]);
    }

    #[test]
    fn before_a_pass_it_is_not_asked() {
        assert!(Fixture::usual().found("VMV-17").is_empty());
    }
}
