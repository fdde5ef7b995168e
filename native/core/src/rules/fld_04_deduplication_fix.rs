//! FLD-04: nodes of 2016 have the fix for deduplication before they take volumes.

use super::prelude::*;
use crate::model::Release;

/// The revision of 14393 that brings the fix (KB3216755).
const FIXED_REVISION: u32 = 726;

pub(super) static RULE: Rule = Rule {
    id: "FLD-04",
    title: "Nodes of 2016 have the fix for deduplication",
    severity: Severity::Warn,
    confidence: Confidence::Field,
    stage: Stage::Preparation,
    moments: &[Moment::Upgrade, Moment::Resume],
    needs: "Which shared volumes are deduplicated, and the build and the revision of every node of 2016.",
    fires: "A shared volume is deduplicated and a node runs 2016 below 14393.726: large files may be damaged.",
    remedy: "Install the latest cumulative update on nodes of 2016 before volumes go there.",
    source: "zoomik blog, on deduplication after an upgrade from 2012 R2 to 2016; KB3216755 (support.microsoft.com)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if !facts.inventory.storage.shared_volumes.iter().any(|volume| volume.deduplication == Some(true)) {
        return;
    }
    for host in facts.hosts.iter().filter(|host| facts.subject.is_none_or(|subject| host.node.name == *subject)) {
        let name = &host.node.name;
        let Some(machine) = host.machine().filter(|machine| machine.release == Release::Server2016) else { continue };
        if machine.revision == 0 {
            findings.unknown(Subject::node(name), format!("The update revision of {name} is not known."));
        } else if machine.revision < FIXED_REVISION {
            let message = format!("{name} has {}.{}; the fix is in {FIXED_REVISION}.", machine.build, machine.revision);
            findings.fire(Subject::node(name), message);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Release;
    use crate::rules::fixture::Fixture;

    fn revision(revision: u32) -> Fixture {
        let mut fixture = Fixture::new(Release::Server2012R2, 3);
        fixture.run(&[2], Release::Server2016);
        fixture.machine(2).revision = revision;
        fixture.volume("Volume1", 1).deduplication = Some(true);
        fixture
    }

    #[test]
    fn the_fix_passes() {
        assert!(revision(726).found("FLD-04").is_empty());
    }

    #[test]
    fn one_below_it_is_a_warning() {
        assert_eq!(revision(725).found("FLD-04"), ["WARN node n2"]);
    }

    #[test]
    fn plain_volumes_are_not_asked_and_an_unknown_revision_is_unknown() {
        assert_eq!(revision(0).found("FLD-04"), ["WARN ? node n2"]);
        let mut fixture = revision(1);
        fixture.inventory.storage.shared_volumes[0].deduplication = Some(false);
        assert!(fixture.found("FLD-04").is_empty());
    }
}
