//! VER-15: a pass begins when the one before it has ended, with its level and its storage pool.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "VER-15",
    title: "The previous pass is finished",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Path,
    moments: UPGRADE,
    needs: "The functional level, the release of every node and the version of every storage pool.",
    fires: "All nodes run a release above the functional level and the target lies further still; \
            a storage pool older than the functional level is a warning.",
    remedy: "Finish the previous pass first: Update-ClusterFunctionalLevel, then Update-StoragePool.",
    source: ROLLING_UPGRADE_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let Some(level_release) = facts.level_release() else { return };
    let oldest = facts.hosts.iter().map(Host::release).min().flatten();
    if let Some(oldest) = oldest.filter(|oldest| *oldest > level_release && facts.target > *oldest) {
        let message = format!(
            "All nodes run {oldest} or newer while the functional level is still {} ({level_release}).",
            facts.inventory.cluster.functional_level
        );
        findings.fire(Subject::cluster(facts.inventory), message);
    }
    for pool in facts.inventory.storage.pools.iter().filter(|pool| pool.version.0 < level_release) {
        let message = format!(
            "The storage pool {} has the version of {}; the functional level is that of {level_release}.",
            pool.name, pool.version.0
        );
        findings.fire_as_with(
            Severity::Warn,
            Subject::pool(&pool.name),
            message,
            format!("Update-StoragePool -FriendlyName \"{}\" (it can't be undone)", pool.name),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{Health, PoolVersion, Release, StoragePool};
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
    fn a_finished_pass_passes() {
        assert!(with_pool(Release::Server2019).found("VER-15").is_empty());
    }

    #[test]
    fn new_nodes_at_an_old_level_block_the_next_pass() {
        let mut fixture = Fixture::usual();
        fixture.run(&[1, 2, 3, 4], Release::Server2022);
        assert!(fixture.found("VER-15").is_empty(), "the pass to 2022 itself goes on");
        fixture.request.target = Release::Server2025;
        assert_eq!(fixture.found("VER-15"), ["BLOCK cluster contoso"]);
    }

    #[test]
    fn an_old_pool_is_a_warning() {
        assert_eq!(with_pool(Release::Server2016).found("VER-15"), ["WARN pool S2D"]);
    }
}
