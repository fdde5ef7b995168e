//! ROL-08: no disk of a VM lies on a node that is wiped.

use super::prelude::*;
use crate::plan::Method;

pub(super) static RULE: Rule = Rule {
    id: "ROL-08",
    title: "No disk of a VM lies on a node that is wiped",
    severity: Severity::Warn,
    confidence: Confidence::Inferred,
    stage: Stage::Return,
    moments: &[Moment::Upgrade, Moment::Remove],
    needs: "The local media of every VM and its owner, and the method of the policy.",
    fires: "A virtual disk of a VM, running or not, lies on a local path of a node that is installed anew: it is lost \
            with what was on the node.",
    remedy: "Move the disk to shared storage (Move-VMStorage) before the node is evicted.",
    source: ROLLING_UPGRADE_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if facts.policy.method != Method::CleanEvict {
        return;
    }
    for (index, role, machine) in facts.virtual_machines() {
        let disks: Vec<&str> = machine.local_media.iter().map(String::as_str).filter(|path| is_disk(path)).collect();
        let Some(owner) = facts.owner(index).filter(|_| !disks.is_empty()) else { continue };
        let leaves = facts.subject.map_or_else(|| facts.is_due(owner), |subject| owner.node.name == *subject);
        if leaves {
            let message = format!("{} of {} lies on {}.", listed(disks), role.name, owner.node.name);
            findings.fire(Subject::role(&role.name), message);
        }
    }
}

fn is_disk(path: &str) -> bool {
    let extension = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    matches!(extension.as_str(), "vhd" | "vhdx" | "avhd" | "avhdx")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Release, VirtualMachineState};
    use crate::rules::fixture::Fixture;

    fn with_disk(path: &str) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.vm("vm1", 1);
        fixture.last_vm().state = VirtualMachineState::Off;
        fixture.last_vm().local_media = vec![path.to_owned()];
        fixture
    }

    #[test]
    fn an_image_of_a_disc_is_no_loss() {
        assert!(with_disk(r"C:\iso\setup.iso").found("ROL-08").is_empty());
    }

    #[test]
    fn a_local_disk_is_a_warning_also_of_a_vm_that_is_off() {
        assert_eq!(with_disk(r"D:\vms\vm1.VHDX").found("ROL-08"), ["WARN role vm1"]);
        assert_eq!(with_disk(r"D:\vms\vm1.VHDX").step(Moment::Remove, "n1").found("ROL-08"), ["WARN role vm1"]);
    }

    #[test]
    fn on_a_node_that_is_done_or_upgraded_in_place_it_stays() {
        let mut fixture = with_disk(r"D:\vms\vm1.vhdx");
        fixture.run(&[1], Release::Server2022);
        assert!(fixture.found("ROL-08").is_empty());
        let mut fixture = with_disk(r"D:\vms\vm1.vhdx");
        fixture.request.policy.method = Method::InPlaceKeep;
        assert!(fixture.found("ROL-08").is_empty());
    }
}
