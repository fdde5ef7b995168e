//! PRE-17: a VM that is stopped goes down in order.

use super::compatibility::is_alive;
use super::prelude::*;
use crate::model::same_name;

pub(super) static RULE: Rule = Rule {
    id: "PRE-17",
    title: "VMs that are stopped shut down in order",
    severity: Severity::Warn,
    confidence: Confidence::Documented,
    stage: Stage::Afterwards,
    moments: &[Moment::VirtualMachineVersions],
    needs: "The offline action of every running VM.",
    fires: "A running VM has the offline action \"Shut down\": a locked console, or a user without the right to shut \
            down, makes the cluster power it off (event 6008 in the guest).",
    remedy: "Set the offline action of the VM's resource to \"Shut down (forced)\", or shut the guest down from \
            inside.",
    source: "Microsoft Japan Windows support blog (github.com/jpwinsup/blog), \
            2018/02/26 UnexpetedShutdownVMOnWSFC",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let mut soft = Vec::new();
    let (mut running, mut unread) = (0_usize, 0_usize);
    for (_, role, machine) in facts.virtual_machines().filter(|(_, _, machine)| is_alive(machine)) {
        running += 1;
        match &machine.offline_action {
            Some(action) if same_name(action, "shutDown") => soft.push(role.name.as_str()),
            Some(_) => {}
            None => unread += 1,
        }
    }
    let cluster = || Subject::cluster(facts.inventory);
    if !soft.is_empty() {
        let message =
            format!("{} may be powered off hard: {}.", counted(soft.len(), "VM"), listed(soft.iter().copied()));
        findings.fire(cluster(), message);
    }
    if unread > 0 && unread == running {
        findings.unread(cluster(), "How VMs are taken offline is not known.");
    } else if unread > 0 {
        findings.unknown(cluster(), format!("How {unread} of {running} VMs are taken offline is not known."));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::VirtualMachineState;
    use crate::rules::fixture::Fixture;

    fn with_action(action: Option<&str>) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.vm("vm1", 1);
        fixture.last_vm().offline_action = action.map(str::to_owned);
        fixture.at(Moment::VirtualMachineVersions)
    }

    #[test]
    fn a_forced_shut_down_passes() {
        assert!(with_action(Some("shutDownForced")).found("PRE-17").is_empty());
    }

    #[test]
    fn a_plain_shut_down_is_a_warning() {
        assert_eq!(with_action(Some("shutDown")).found("PRE-17"), ["WARN cluster contoso"]);
    }

    #[test]
    fn a_vm_that_is_off_is_not_asked_and_what_nobody_read_is_told() {
        assert_eq!(with_action(None).found("PRE-17"), ["INFO ? cluster contoso"]);
        let mut fixture = with_action(Some("shutDown"));
        fixture.last_vm().state = VirtualMachineState::Off;
        assert!(fixture.found("PRE-17").is_empty());
    }
}
