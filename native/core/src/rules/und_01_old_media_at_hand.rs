//! UND-01: media and drivers of the old release are at hand.

use super::prelude::*;
use crate::model::NodeName;

pub(super) static RULE: Rule = Rule {
    id: "UND-01",
    title: "Media and drivers of the old release are at hand",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Return,
    moments: &[Moment::Upgrade, Moment::Undo],
    needs: "A statement about `oldMedia`, and the release of the functional level and of every node.",
    fires: "Nobody states that the old release can be installed again. Before the upgrade it is a warning; before the \
            way back it blocks for every node that has to be rebuilt; machines that joined for the upgrade leave and \
            need none.",
    remedy: "Keep the media, the licence and the drivers of the old release until the functional level is raised.",
    source: ROLLING_UPGRADE_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let Some(release) = facts.level_release() else { return };
    if !facts.is_asked_at(Moment::Undo) {
        let question = format!("Media and drivers of {release} are kept, for the way back.");
        findings.ask_as(Severity::Warn, Topic::OldMedia, Subject::cluster(facts.inventory), &question);
        return;
    }
    let newer = facts.hosts.iter().filter(|host| host.release().is_none_or(|own| own > release));
    let joined =
        |name: &NodeName| facts.policy.spare_nodes.contains(name) || facts.policy.temporary_nodes.contains(name);
    for host in newer.filter(|host| !joined(&host.node.name)) {
        let name = &host.node.name;
        let question = format!("{release} and the drivers that {name} needs under it can be installed.");
        findings.ask(Topic::OldMedia, Subject::node(name), &question);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{Release, Timestamp};
    use crate::rules::Moment;
    use crate::rules::fixture::Fixture;

    fn half_way() -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.run(&[1, 2], Release::Server2022);
        fixture
    }

    #[test]
    fn a_statement_passes_and_stays_visible() {
        let mut fixture = half_way();
        fixture.attest("oldMedia", Timestamp::from_milliseconds(1_800_000_000_000));
        let fixture = fixture.at(Moment::Undo);
        assert_eq!(fixture.found("UND-01"), ["INFO (acknowledged) node n1", "INFO (acknowledged) node n2"]);
    }

    #[test]
    fn it_warns_before_the_upgrade_and_blocks_each_node_on_the_way_back() {
        assert_eq!(half_way().found("UND-01"), ["WARN ? cluster contoso"]);
        assert_eq!(half_way().at(Moment::Undo).found("UND-01"), ["BLOCK ? node n1", "BLOCK ? node n2"]);
    }

    #[test]
    fn machines_that_joined_for_the_upgrade_leave_and_need_no_media() {
        let mut fixture = half_way();
        fixture.request.policy.spare_nodes = vec!["n1".into()];
        fixture.request.policy.temporary_nodes = vec!["n2".into()];
        assert!(fixture.at(Moment::Undo).found("UND-01").is_empty());
    }

    #[test]
    fn nodes_of_the_old_release_need_no_media() {
        assert!(Fixture::usual().at(Moment::Undo).found("UND-01").is_empty());
    }
}
