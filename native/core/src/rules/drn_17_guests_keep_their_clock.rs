//! DRN-17: a guest without time synchronization may find its clock set back.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "DRN-17",
    title: "Guests keep their clock over a move",
    severity: Severity::Info,
    confidence: Confidence::Documented,
    stage: Stage::Drain,
    moments: UPGRADE,
    needs: "Of every VM whether its clock follows that of the host.",
    fires: "Time synchronization of a VM is off: after a migration its clock may jump back at the next restart of the \
            guest.",
    remedy: "Nothing, where the guest has a time source of its own; look at its clock after the next restart.",
    source: "Microsoft Japan Windows support blog (github.com/jpwinsup/blog), 2026/01/12 RTC",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let off = facts.virtual_machines().filter(|(_, _, machine)| machine.time_synchronization == Some(false));
    let names: Vec<&str> = off.map(|(_, role, _)| role.name.as_str()).collect();
    if !names.is_empty() {
        let message = format!("{} without time synchronization: {}.", counted(names.len(), "VM"), listed(names));
        findings.fire(Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    fn synchronized(with_host: Option<bool>) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.vm("vm1", 1);
        fixture.last_vm().time_synchronization = with_host;
        fixture
    }

    #[test]
    fn a_clock_that_follows_its_host_passes() {
        assert!(synchronized(Some(true)).found("DRN-17").is_empty());
    }

    #[test]
    fn one_that_does_not_is_told() {
        assert_eq!(synchronized(Some(false)).found("DRN-17"), ["INFO cluster contoso"]);
    }

    #[test]
    fn what_nobody_read_is_not_told() {
        assert!(synchronized(None).found("DRN-17").is_empty());
    }
}
