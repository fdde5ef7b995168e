//! CAU-03: PowerShell remoting is on where nodes are updated.

use super::prelude::*;
use super::reading::of_each;

pub(super) static RULE: Rule = Rule {
    id: "CAU-03",
    title: "PowerShell remoting is on",
    severity: Severity::Error,
    confidence: Confidence::Specified,
    stage: Stage::Preparation,
    moments: UPGRADE,
    needs: "Of every node whether PowerShell remoting is on.",
    fires: "PowerShell remoting is off on a node: Cluster-Aware Updating fails there, and so does what asks the node.",
    remedy: "Enable-PSRemoting on the node.",
    source: "ClusterAwareUpdating.ps1, the model of Test-CauSetup (Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let what = "Whether PowerShell remoting is on";
    let said = of_each(facts, findings, what, |machine| machine.profile.updates.as_ref()?.remoting);
    for (host, _) in said.into_iter().filter(|(_, on)| !on) {
        let name = &host.node.name;
        findings.fire(Subject::node(name), format!("PowerShell remoting is off on {name}."));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    fn remoting(on: Option<bool>) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.machine(2).profile.updates.as_mut().unwrap().remoting = on;
        fixture
    }

    #[test]
    fn remoting_that_is_on_passes() {
        assert!(remoting(Some(true)).found("CAU-03").is_empty());
    }

    #[test]
    fn remoting_that_is_off_is_an_error() {
        assert_eq!(remoting(Some(false)).found("CAU-03"), ["ERROR node n2"]);
    }

    #[test]
    fn a_node_that_does_not_say_is_unknown() {
        assert_eq!(remoting(None).found("CAU-03"), ["WARN ? node n2"]);
    }
}
