//! VER-07: setup refuses to upgrade a clustered node in place to 2012 R2 or older.

use super::prelude::*;
use crate::model::Release;

pub(super) static RULE: Rule = Rule {
    id: "VER-07",
    title: "No in-place upgrade of a node to 2012 R2 or older",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Path,
    moments: UPGRADE,
    needs: "The method of the policy and the target.",
    fires: "The method is in place and the target is Windows Server 2012 R2 or older.",
    remedy: "Choose the method cleanEvict, or copy the roles to a new cluster.",
    source: "In-place upgrade of the operating system on clustered nodes (support.microsoft.com, KB935197)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if facts.in_place() && facts.target <= Release::Server2012R2 {
        let message = format!("Setup refuses to upgrade a node of a cluster in place to {}.", facts.target);
        findings.fire(Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Release;
    use crate::plan::Method;
    use crate::rules::fixture::Fixture;

    #[test]
    fn a_newer_target_passes() {
        let mut fixture = Fixture::new(Release::Server2012R2, 2);
        fixture.request.policy.method = Method::InPlaceKeep;
        assert!(fixture.found("VER-07").is_empty());
    }

    #[test]
    fn in_place_to_2012_r2_blocks_and_clean_does_not() {
        let mut fixture = Fixture::new(Release::Server2012R2, 2);
        fixture.request.target = Release::Server2012R2;
        assert!(fixture.found("VER-07").is_empty());
        fixture.request.policy.method = Method::InPlaceEvict;
        assert_eq!(fixture.found("VER-07"), ["BLOCK cluster contoso"]);
    }

    #[test]
    fn the_first_release_after_it_is_the_limit() {
        let mut fixture = Fixture::new(Release::Server2012R2, 2);
        fixture.request.policy.method = Method::InPlaceEvict;
        fixture.request.target = Release::Server2016;
        assert!(fixture.found("VER-07").is_empty());
        fixture.request.target = Release::Older;
        assert_eq!(fixture.found("VER-07"), ["BLOCK cluster contoso"]);
    }
}
