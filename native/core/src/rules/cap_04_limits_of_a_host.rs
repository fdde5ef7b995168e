//! CAP-04: the limits of a host hold when its share of another one's VMs comes.

use super::compatibility::is_alive;
use super::prelude::*;
use crate::model::NodeState;

/// The vendor's limits.
const RUNNING_PER_HOST_MAX: usize = 1024;
const VIRTUAL_MACHINES_MAX: usize = 8000;

pub(super) static RULE: Rule = Rule {
    id: "CAP-04",
    title: "Limits of hosts and clusters hold",
    severity: Severity::Error,
    confidence: Confidence::Documented,
    stage: Stage::Capacity,
    moments: UPGRADE,
    needs: "The VMs, and the nodes that are up.",
    fires: "The cluster has more than 8,000 VMs, or with one node out more than 1,024 run on each of the others at \
            best.",
    remedy: "Spread the VMs over more nodes or clusters, or stop some for the run.",
    source: "Plan for Hyper-V scalability in Windows Server (learn.microsoft.com, Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let machines = facts.virtual_machines().count();
    if machines > VIRTUAL_MACHINES_MAX {
        let message = format!("The cluster has {machines} VMs; the limit is {VIRTUAL_MACHINES_MAX}.");
        findings.fire(Subject::cluster(facts.inventory), message);
    }
    let up = facts.hosts.iter().filter(|host| host.node.state == NodeState::Up).count();
    let running = facts.virtual_machines().filter(|(_, _, machine)| is_alive(machine)).count();
    let rest = up.saturating_sub(1);
    if rest > 0 && running > rest.saturating_mul(RUNNING_PER_HOST_MAX) {
        let each = running.div_ceil(rest);
        let message = format!(
            "With one node out, {running} running VMs are {each} on each of {}; the limit is {RUNNING_PER_HOST_MAX}.",
            counted(rest, "node")
        );
        findings.fire(Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{Release, VirtualMachineState};
    use crate::rules::fixture::Fixture;

    fn with_machines(count: usize) -> Fixture {
        let mut fixture = Fixture::new(Release::Server2019, 2);
        for vm in 0..count {
            fixture.vm(&format!("vm{vm}"), 1);
        }
        fixture
    }

    #[test]
    fn the_limit_passes() {
        assert!(with_machines(1024).found("CAP-04").is_empty());
    }

    #[test]
    fn one_more_is_an_error_unless_it_is_off() {
        let mut fixture = with_machines(1025);
        assert_eq!(fixture.found("CAP-04"), ["ERROR cluster contoso"]);
        fixture.last_vm().state = VirtualMachineState::Off;
        assert!(fixture.found("CAP-04").is_empty());
    }

    #[test]
    fn a_cluster_has_8000_vms_at_most() {
        let mut fixture = with_machines(8001);
        for role in &mut fixture.inventory.roles {
            if let Some(machine) = &mut role.virtual_machine {
                machine.state = VirtualMachineState::Off;
            }
        }
        assert_eq!(fixture.found("CAP-04"), ["ERROR cluster contoso"]);
    }
}
