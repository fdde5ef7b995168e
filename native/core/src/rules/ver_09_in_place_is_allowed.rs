//! VER-09: from 2016 on a node may be upgraded in place to the next release.

use super::prelude::*;
use crate::model::Release;
use crate::plan::Method;

pub(super) static RULE: Rule = Rule {
    id: "VER-09",
    title: "In-place upgrade to the next release is allowed",
    severity: Severity::Info,
    confidence: Confidence::Documented,
    stage: Stage::Path,
    moments: UPGRADE,
    needs: "The method of the policy, the functional level and the target.",
    fires: "The method is in place, the cluster runs 2016 or newer and the target is the next release.",
    remedy: "Read and resolve every warning that setup shows before it goes on.",
    source: ROLLING_UPGRADE_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let Some(release) = facts.level_release().filter(|release| *release >= Release::Server2016) else { return };
    if !facts.in_place() || release.next() != Some(facts.target) {
        return;
    }
    let stays = match facts.policy.method {
        Method::InPlaceKeep => "The node stays a paused member meanwhile and is resumed afterwards.",
        Method::InPlaceEvict | Method::CleanEvict => {
            "The policy evicts the node first; the vendor does not ask for it."
        }
    };
    findings.fire(
        Subject::cluster(facts.inventory),
        format!("Nodes are upgraded in place from {release} to {}, which the vendor allows. {stays}", facts.target),
    );
}

#[cfg(test)]
mod tests {
    use crate::model::Release;
    use crate::plan::Method;
    use crate::rules::fixture::Fixture;

    fn in_place(release: Release) -> Fixture {
        let mut fixture = Fixture::new(release, 2);
        fixture.request.policy.method = Method::InPlaceKeep;
        fixture
    }

    #[test]
    fn a_clean_installation_needs_no_such_note() {
        assert!(Fixture::usual().found("VER-09").is_empty());
    }

    #[test]
    fn in_place_to_the_next_release_is_noted() {
        assert_eq!(in_place(Release::Server2016).found("VER-09"), ["INFO cluster contoso"]);
    }

    #[test]
    fn from_2012_r2_or_over_a_release_it_is_not_said_to_be_allowed() {
        assert!(in_place(Release::Server2012R2).found("VER-09").is_empty());
        let mut far = in_place(Release::Server2016);
        far.request.target = Release::Server2022;
        assert!(far.found("VER-09").is_empty());
    }
}
