//! LVL-13: before a fix, a SET switch of 2025 may turn internal at a restart.

use super::prelude::*;
use crate::model::{Release, Teaming};

/// The revision of 26100 that brings the fix (KB5087539).
const FIXED_REVISION: u32 = 32_860;

pub(super) static RULE: Rule = Rule {
    id: "LVL-13",
    title: "A switch of 2025 keeps its type over a restart",
    severity: Severity::Warn,
    confidence: Confidence::Documented,
    stage: Stage::Return,
    moments: UPGRADE,
    needs: "The build, the revision and the switches of every node that runs 2025.",
    fires: "A node runs 2025 below build 26100.32860 and has a switch with embedded teaming: \
            after a restart the switch may be internal or private and the VMs lose their network.",
    remedy: "Install the update KB5087539 or a later one on the node before roles go there, and compare the \
            SwitchType of Get-VMSwitch before and after each restart.",
    source: "Microsoft Japan Windows support blog (github.com/jpwinsup/blog), 2026/06/15 VSwitchType",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for host in &facts.hosts {
        let name = &host.node.name;
        let Some(machine) = host.machine().filter(|machine| machine.release == Release::Server2025) else { continue };
        let Some(switch) = machine.switches.iter().find(|switch| switch.teaming == Teaming::Set) else { continue };
        if machine.build != Release::Server2025.build() || machine.revision >= FIXED_REVISION {
            continue;
        }
        if machine.revision == 0 {
            let message = format!("{name} has the SET switch \"{}\"; its update revision is not known.", switch.name);
            findings.unknown(Subject::node(name), message);
        } else {
            let message = format!(
                "{name} runs {}.{} and has the SET switch \"{}\"; the fix is in revision {FIXED_REVISION}.",
                machine.build, machine.revision, switch.name
            );
            findings.fire(Subject::node(name), message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Release;
    use crate::rules::fixture::Fixture;

    fn on_2025(revision: u32) -> Fixture {
        let mut fixture = Fixture::new(Release::Server2022, 4);
        fixture.run(&[1], Release::Server2025);
        fixture.machine(1).revision = revision;
        fixture
    }

    #[test]
    fn the_fixed_revision_passes() {
        assert!(on_2025(32_860).found("LVL-13").is_empty());
    }

    #[test]
    fn a_revision_before_the_fix_is_a_warning() {
        assert_eq!(on_2025(32_859).found("LVL-13"), ["WARN node n1"]);
    }

    #[test]
    fn an_unknown_revision_is_unknown_and_another_teaming_does_not_matter() {
        let mut fixture = on_2025(0);
        assert_eq!(fixture.found("LVL-13"), ["WARN ? node n1"]);
        fixture.machine(1).switches.clear();
        assert!(fixture.found("LVL-13").is_empty());
    }
}
