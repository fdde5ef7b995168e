//! MIX-04: the storage pool is updated after the level, and never while an old node is a member.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "MIX-04",
    title: "The storage pool follows the level",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Afterwards,
    moments: &[Moment::Upgrade, Moment::Pool, Moment::Undo],
    needs: "The functional level, the release of every node and the version of every storage pool.",
    fires: "The pool is about to be updated while the level is below the target or a node is older than it. \
            In the whole check: a pool is newer than the functional level already, which is a warning; \
            before the way back it blocks.",
    remedy: "Raise the functional level first (Update-ClusterFunctionalLevel), then the pool (Update-StoragePool).",
    source: ROLLING_UPGRADE_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if facts.moment == Moment::Pool {
        return before_the_pool(facts, findings);
    }
    let Some(release) = facts.level_release() else { return };
    let severity = if facts.is_asked_at(Moment::Undo) { Severity::Block } else { Severity::Warn };
    for pool in facts.inventory.storage.pools.iter().filter(|pool| pool.version.0 > release) {
        let message = format!(
            "The storage pool {} has the version of {} while the functional level is that of {release}: \
             a node on {release} can't use it, so the way back is closed already.",
            pool.name, pool.version.0
        );
        findings.fire_as(severity, Subject::pool(&pool.name), message);
    }
}

fn before_the_pool(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let level = facts.inventory.cluster.functional_level;
    if level < facts.target.level() {
        let message = format!("The functional level is {level}; that of {} is {}.", facts.target, facts.target.level());
        findings.fire(Subject::cluster(facts.inventory), message);
    }
    for host in facts.hosts.iter().filter(|host| facts.is_due(host)) {
        let name = &host.node.name;
        match host.release() {
            Some(release) => findings.fire(Subject::node(name), format!("{name} still runs {release}.")),
            None => findings.unknown(Subject::node(name), format!("{name} did not answer: its release is not known.")),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{Health, PoolVersion, Release, StoragePool};
    use crate::rules::Moment;
    use crate::rules::fixture::Fixture;

    fn with_pool(version: Release) -> Fixture {
        let mut fixture = Fixture::spaces_direct();
        let version = PoolVersion(version);
        let pool =
            StoragePool { name: "S2D".to_owned(), version, health: Health::Healthy, size_mib: 9, allocated_mib: 1 };
        fixture.inventory.storage.pools.push(pool);
        fixture
    }

    #[test]
    fn after_the_level_the_pool_may_follow() {
        let mut fixture = with_pool(Release::Server2019).at(Moment::Pool);
        fixture.run(&[1, 2, 3, 4], Release::Server2022);
        fixture.inventory.cluster.functional_level = Release::Server2022.level();
        assert!(fixture.found("MIX-04").is_empty());
    }

    #[test]
    fn before_the_level_it_blocks() {
        let mut fixture = with_pool(Release::Server2019).at(Moment::Pool);
        fixture.run(&[1, 2, 3], Release::Server2022);
        assert_eq!(fixture.found("MIX-04"), ["BLOCK cluster contoso", "BLOCK node n4"]);
    }

    #[test]
    fn a_pool_that_runs_ahead_is_a_warning() {
        assert!(with_pool(Release::Server2019).found("MIX-04").is_empty());
        assert_eq!(with_pool(Release::Server2022).found("MIX-04"), ["WARN pool S2D"]);
    }
}
