//! ROL-06: RemoteFX adapters are gone in newer releases.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "ROL-06",
    title: "No VM has a RemoteFX adapter",
    severity: Severity::Error,
    confidence: Confidence::Documented,
    stage: Stage::Preparation,
    moments: UPGRADE,
    needs: "Of every VM whether it has a RemoteFX adapter.",
    fires: "A VM has a RemoteFX 3D video adapter: it does not start on a host that has no RemoteFX any more.",
    remedy: "Remove-VMRemoteFx3dVideoAdapter while the VM is off; use discrete device assignment or GPU partitions.",
    source: "Features removed or no longer developed starting with Windows Server 2019; KB4570006 \
            (learn.microsoft.com, support.microsoft.com)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for (_, role, _) in facts.virtual_machines().filter(|(_, _, machine)| machine.remote_fx == Some(true)) {
        findings.fire(Subject::role(&role.name), format!("{} has a RemoteFX adapter.", role.name));
    }
    let mut asked = facts.virtual_machines().peekable();
    if asked.peek().is_some() && asked.all(|(_, _, machine)| machine.remote_fx.is_none()) {
        let message = "Whether VMs have RemoteFX adapters is not known.";
        findings.unread_as(Severity::Warn, Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    fn remote_fx(present: Option<bool>) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.vm("vm1", 1);
        fixture.last_vm().remote_fx = present;
        fixture
    }

    #[test]
    fn a_vm_without_it_passes() {
        assert!(remote_fx(Some(false)).found("ROL-06").is_empty());
    }

    #[test]
    fn an_adapter_is_an_error() {
        assert_eq!(remote_fx(Some(true)).found("ROL-06"), ["ERROR role vm1"]);
    }

    #[test]
    fn what_nobody_read_is_told_once_and_a_cluster_without_vms_is_not_asked() {
        assert_eq!(remote_fx(None).found("ROL-06"), ["INFO ? cluster contoso"]);
        assert!(Fixture::usual().found("ROL-06").is_empty());
    }
}
