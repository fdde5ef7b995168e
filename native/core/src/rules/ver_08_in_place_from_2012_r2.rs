//! VER-08: the vendor discouraged in-place upgrades from 2012 R2 to 2016.

use super::prelude::*;
use crate::model::Release;

pub(super) static RULE: Rule = Rule {
    id: "VER-08",
    title: "In-place upgrade from 2012 R2 to 2016 is discouraged",
    severity: Severity::Warn,
    confidence: Confidence::Documented,
    stage: Stage::Path,
    moments: UPGRADE,
    needs: "The method of the policy and the functional level.",
    fires: "The method is in place and the pass leads from 2012 R2 to 2016.",
    remedy: "Prefer the method cleanEvict; in place, drivers that are not in the box are the risk.",
    source: ROLLING_UPGRADE_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let pass = (facts.level_release(), facts.target);
    if facts.in_place() && pass == (Some(Release::Server2012R2), Release::Server2016) {
        let message = "The vendor discouraged upgrading nodes in place from 2012 R2 to 2016.";
        findings.fire(Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Release;
    use crate::plan::Method;
    use crate::rules::fixture::Fixture;

    #[test]
    fn a_clean_installation_passes() {
        assert!(Fixture::new(Release::Server2012R2, 2).found("VER-08").is_empty());
    }

    #[test]
    fn in_place_from_2012_r2_is_a_warning() {
        let mut fixture = Fixture::new(Release::Server2012R2, 2);
        fixture.request.policy.method = Method::InPlaceEvict;
        assert_eq!(fixture.found("VER-08"), ["WARN cluster contoso"]);
    }

    #[test]
    fn in_place_from_2016_is_another_rules_business() {
        let mut fixture = Fixture::new(Release::Server2016, 2);
        fixture.request.policy.method = Method::InPlaceEvict;
        assert!(fixture.found("VER-08").is_empty());
    }
}
