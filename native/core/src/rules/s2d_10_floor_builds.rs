//! S2D-10: a 2016 node of Storage Spaces Direct needs a minimum of updates before the pass to 2019.

use super::prelude::*;
use crate::model::Release;

/// The revisions from which on the pass is supported (KB4487006 for 2016).
const FLOORS: [(Release, u32); 2] = [(Release::Server2016, 2828), (Release::Server2019, 292)];

pub(super) static RULE: Rule = Rule {
    id: "S2D-10",
    title: "Nodes are patched enough for the pass from 2016 to 2019",
    severity: Severity::Error,
    confidence: Confidence::Documented,
    stage: Stage::Storage,
    moments: UPGRADE,
    needs: "The build and the revision of every node.",
    fires: "Storage Spaces Direct is enabled, the pass leads from 2016 to 2019 and a node is below 14393.2828 or \
            17763.292.",
    remedy: "Install the newest cumulative update on the node first.",
    source: "Upgrade a Storage Spaces Direct cluster (learn.microsoft.com, Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let is_the_pass = facts.level_release() == Some(Release::Server2016) && facts.target == Release::Server2019;
    if !facts.inventory.storage.spaces_direct || !is_the_pass {
        return;
    }
    for host in &facts.hosts {
        let name = &host.node.name;
        let Some(machine) = host.machine() else {
            findings.unknown(Subject::node(name), format!("{name} did not answer: its updates are not known."));
            continue;
        };
        let Some((_, floor)) = FLOORS.iter().find(|(release, _)| *release == machine.release) else { continue };
        if machine.revision == 0 {
            findings.unknown(Subject::node(name), format!("The update revision of {name} is not known."));
        } else if machine.revision < *floor {
            let message = format!("{name} has build {0}.{1}; {0}.{floor} is needed.", machine.build, machine.revision);
            findings.fire(Subject::node(name), message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Release;
    use crate::rules::fixture::Fixture;

    fn with_revision(revision: u32) -> Fixture {
        let mut fixture = Fixture::new(Release::Server2016, 4);
        fixture.inventory.storage.spaces_direct = true;
        fixture.machine(3).revision = revision;
        fixture
    }

    #[test]
    fn the_floor_passes() {
        assert!(with_revision(2828).found("S2D-10").is_empty());
    }

    #[test]
    fn one_below_the_floor_is_an_error() {
        assert_eq!(with_revision(2827).found("S2D-10"), ["ERROR node n3"]);
    }

    #[test]
    fn an_unknown_revision_is_unknown_and_another_pass_does_not_ask() {
        assert_eq!(with_revision(0).found("S2D-10"), ["WARN ? node n3"]);
        let mut later = Fixture::spaces_direct();
        later.machine(1).revision = 1;
        assert!(later.found("S2D-10").is_empty());
    }
}
