//! FLD-08: on 2016 the VM management may start before a team of adapters is ready.

use super::prelude::*;
use crate::model::{Release, Teaming};

pub(super) static RULE: Rule = Rule {
    id: "FLD-08",
    title: "Teams of adapters are ready before VM management on 2016",
    severity: Severity::Warn,
    confidence: Confidence::Field,
    stage: Stage::Migration,
    moments: UPGRADE,
    needs: "The target, the release of every node and the teams under its switches.",
    fires: "Nodes run 2016, or get it, with an LBFO team under a switch: after a restart live migration may fail \
            (0x8007274C, 0x80072741) because VM management started before the team.",
    remedy: "Start the service vmms delayed (sc.exe config vmms start= delayed-auto), or restart it after the node.",
    source: "blog.ittoby.com, February 2017, on live migration of Windows Server 2016",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let teamed = facts.hosts.iter().filter(|host| {
        let gets_2016 = facts.target == Release::Server2016 || host.release() == Some(Release::Server2016);
        let has_team =
            |machine: &crate::model::Machine| machine.switches.iter().any(|switch| switch.teaming == Teaming::Lbfo);
        gets_2016 && facts.target <= Release::Server2019 && host.returning().is_some_and(has_team)
    });
    let names: Vec<&str> = teamed.map(|host| host.node.name.as_str()).collect();
    if !names.is_empty() {
        let message = format!("A switch lies on an LBFO team on {}.", listed(names));
        findings.fire(Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{Release, Teaming};
    use crate::rules::fixture::Fixture;

    fn teamed(release: Release, teaming: Teaming) -> Fixture {
        let mut fixture = Fixture::new(release, 3);
        fixture.machine(2).switches[0].teaming = teaming;
        fixture
    }

    #[test]
    fn embedded_teaming_passes() {
        assert!(teamed(Release::Server2012R2, Teaming::Set).found("FLD-08").is_empty());
    }

    #[test]
    fn an_lbfo_team_is_one_warning() {
        assert_eq!(teamed(Release::Server2012R2, Teaming::Lbfo).found("FLD-08"), ["WARN cluster contoso"]);
    }

    #[test]
    fn a_later_pass_is_not_asked() {
        assert!(teamed(Release::Server2019, Teaming::Lbfo).found("FLD-08").is_empty());
    }
}
