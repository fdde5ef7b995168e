//! CAU-09: the firewall lets a remote restart through where Cluster-Aware Updating is used.

use super::prelude::*;
use super::reading::of_each;

pub(super) static RULE: Rule = Rule {
    id: "CAU-09",
    title: "The firewall lets a remote restart through",
    severity: Severity::Error,
    confidence: Confidence::Specified,
    stage: Stage::Preparation,
    moments: UPGRADE,
    needs: "Whether the role of Cluster-Aware Updating exists, and of every node whether its firewall lets a remote \
            restart through.",
    fires: "The role of Cluster-Aware Updating exists, which is enabled again after the upgrade, and a node does not \
            let a remote restart through: the next Updating Run fails there. Before an upgrade it is a warning.",
    remedy: "Enable the rules of the group \"Remote Shutdown\" for the domain profile \
             (Enable-NetFirewallRule -Group '@firewallapi.dll,-36751').",
    source: "ClusterAwareUpdating.ps1, the model of Test-CauSetup (Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if !facts.inventory.cluster.updating.present {
        return;
    }
    let what = "Whether the firewall lets a remote restart through";
    let said = of_each(facts, findings, what, |machine| machine.profile.updates.as_ref()?.remote_shutdown_rule);
    let closed: Vec<&str> = said.iter().filter(|(_, open)| !open).map(|(host, _)| host.node.name.as_str()).collect();
    if !closed.is_empty() {
        let message = format!("A remote restart is not let through on {}.", listed(closed));
        findings.fire_as(Severity::Warn, Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    fn rule(open: bool) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.inventory.cluster.updating.present = true;
        fixture.machine(2).profile.updates.as_mut().unwrap().remote_shutdown_rule = Some(open);
        fixture
    }

    #[test]
    fn an_open_rule_passes() {
        assert!(rule(true).found("CAU-09").is_empty());
    }

    #[test]
    fn a_closed_one_is_a_warning() {
        assert_eq!(rule(false).found("CAU-09"), ["WARN cluster contoso"]);
    }

    #[test]
    fn without_the_role_it_is_not_asked() {
        let mut fixture = rule(false);
        fixture.inventory.cluster.updating.present = false;
        assert!(fixture.found("CAU-09").is_empty());
    }
}
