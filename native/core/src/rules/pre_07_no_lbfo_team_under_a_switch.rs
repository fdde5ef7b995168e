//! PRE-07: from 2022 on no LBFO team may carry a virtual switch.

use super::prelude::*;
use crate::model::{MachineList, Release, Teaming};

pub(super) static RULE: Rule = Rule {
    id: "PRE-07",
    title: "No LBFO team under a virtual switch",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Preparation,
    moments: UPGRADE,
    needs: "The virtual switches of every node, the method of the policy and the target.",
    fires: "The target is 2022 or newer and a node has a virtual switch on an LBFO team. \
            In place it blocks; a node that is installed anew is only told to get a SET switch of the same name.",
    remedy: "Drain the node, delete the team, upgrade, and build a switch with embedded teaming (SET) of the same \
            name.",
    source: ROLLING_UPGRADE_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if facts.target < Release::Server2022 {
        return;
    }
    for host in facts.hosts.iter().filter(|host| facts.is_due(host) && host.replacement.is_none()) {
        let name = &host.node.name;
        let Some(machine) = host.machine() else {
            if facts.in_place() {
                findings.unknown(Subject::node(name), format!("{name} did not answer: its switches are not known."));
            }
            continue;
        };
        if facts.in_place() && !machine.has_read(MachineList::Switches) {
            findings.unknown(Subject::node(name), format!("The switches of {name} could not be read."));
        }
        for switch in machine.switches.iter().filter(|switch| switch.teaming == Teaming::Lbfo) {
            let message = format!("The switch \"{}\" of {name} is bound to an LBFO team.", switch.name);
            if facts.in_place() {
                findings.fire(Subject::node(name), message);
            } else {
                let remedy = "Give the newly installed node a switch with embedded teaming (SET) of exactly this name.";
                findings.fire_as_with(Severity::Info, Subject::node(name), message, remedy);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{MachineList, Release, Teaming};
    use crate::plan::Method;
    use crate::rules::fixture::Fixture;

    fn with_team(method: Method) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.request.policy.method = method;
        fixture.machine(2).switches[0].teaming = Teaming::Lbfo;
        fixture
    }

    #[test]
    fn embedded_teaming_passes() {
        let mut fixture = with_team(Method::InPlaceKeep);
        fixture.machine(2).switches[0].teaming = Teaming::Set;
        assert!(fixture.found("PRE-07").is_empty());
    }

    #[test]
    fn switches_that_could_not_be_read_are_unknown_in_place() {
        let mut fixture = with_team(Method::InPlaceKeep);
        let machine = fixture.machine(2);
        (machine.switches, machine.unread) = (Vec::new(), vec![MachineList::Switches]);
        assert_eq!(fixture.found("PRE-07"), ["BLOCK ? node n2"]);
    }

    #[test]
    fn an_lbfo_team_blocks_in_place() {
        assert_eq!(with_team(Method::InPlaceKeep).found("PRE-07"), ["BLOCK node n2"]);
    }

    #[test]
    fn a_clean_installation_is_told_and_2019_allows_it() {
        assert_eq!(with_team(Method::CleanEvict).found("PRE-07"), ["INFO node n2"]);
        let mut fixture = Fixture::new(Release::Server2016, 4);
        fixture.request.policy.method = Method::InPlaceKeep;
        fixture.machine(2).switches[0].teaming = Teaming::Lbfo;
        assert!(fixture.found("PRE-07").is_empty());
    }
}
