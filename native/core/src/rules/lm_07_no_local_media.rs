//! LM-07: what ties a VM to its host keeps it from moving.

use super::compatibility::is_alive;
use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "LM-07",
    title: "No VM is tied to its host",
    severity: Severity::Warn,
    confidence: Confidence::Field,
    stage: Stage::Migration,
    moments: UPGRADE,
    needs: "The local media of every VM.",
    fires: "A running VM uses something of its host: an ISO or a disk on a local path, a pass-through disk, a device.",
    remedy: "Eject the ISO (Set-VMDvdDrive -Path $null), move the disk to shared storage, or detach the device: \
             live migration fails otherwise (0xC03A0014 for an ISO).",
    source: "Reports from forums on error 0xC03A0014; no page of the vendor is known",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for (_, role, machine) in facts.virtual_machines() {
        if is_alive(machine) && !machine.local_media.is_empty() {
            let media = listed(machine.local_media.iter().map(String::as_str));
            findings.fire(Subject::role(&role.name), format!("{} uses {media} of {}.", role.name, role.owner));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::VirtualMachineState;
    use crate::rules::fixture::Fixture;

    fn with_iso() -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.vm("vm1", 1);
        fixture.last_vm().local_media = vec![r"C:\iso\setup.iso".to_owned()];
        fixture
    }

    #[test]
    fn a_vm_on_shared_storage_passes() {
        let mut fixture = Fixture::usual();
        fixture.vm("vm1", 1);
        assert!(fixture.found("LM-07").is_empty());
    }

    #[test]
    fn a_local_iso_is_a_warning() {
        assert_eq!(with_iso().found("LM-07"), ["WARN role vm1"]);
    }

    #[test]
    fn a_vm_that_is_off_moves_without_it() {
        let mut fixture = with_iso();
        fixture.last_vm().state = VirtualMachineState::Off;
        assert!(fixture.found("LM-07").is_empty());
    }
}
