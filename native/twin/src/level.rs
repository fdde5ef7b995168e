//! The functional level, the version of storage pools.

use rolling_upgrade_core::model::{FunctionalLevel, NodeState, PoolVersion, Release};

use crate::assumption::Assumption;
use crate::refusal::Refusal;
use crate::twin::Twin;

/// The phases of a level change (`CLUSTER_UPGRADE_PHASE`, clusapi.h).
const PHASES: [&str; 5] = [
    "the nodes are told of the level change",
    "the level change is validated",
    "components are upgraded",
    "new components are installed",
    "the level change is complete",
];

/// `ClusterUpgradeVersion` of a release; numbers that no page gives are those of the level itself.
pub(crate) const fn upgrade_version(release: Release) -> u32 {
    match release {
        Release::Older | Release::Server2012R2 => 9600,
        Release::Server2016 => 8,
        Release::Server2019 => 10,
        Release::Server2022 => 11,
        Release::Server2025 => 32_774,
    }
}

impl Twin {
    /// `Update-ClusterFunctionalLevel`. With `what_if` only the checks are made. Where no node supports the next level
    /// it succeeds with nothing to raise (MS-CMRP 3.1.4.3.7.18).
    ///
    /// # Errors
    /// A node is not up, some nodes don't support the next level, or the cluster runs with forced quorum.
    pub(crate) fn update_level(&mut self, what_if: bool) -> Result<(), Refusal> {
        let inactive = self.state.members.iter().find(|member| self.state.node_state(**member) != NodeState::Up);
        if let Some(member) = inactive {
            let node = self.machine_name(*member).clone();
            let refusal = Refusal::NodeNotActive { node };
            return Err(self.level_failed(refusal, what_if));
        }
        if self.state.cluster.quorum.forced {
            return Err(self.level_failed(Refusal::ForcedQuorum, what_if));
        }
        let next = self.state.cluster.level.next();
        let supports = |release: Release| release.level() >= next;
        let (mut some, mut lacking) = (false, None);
        for member in &self.state.members {
            let record = &self.state.machines[*member];
            if supports(record.facts.release) {
                some = true;
            } else {
                lacking = lacking.or_else(|| Some(record.name.clone()));
            }
        }
        match lacking {
            None => {}
            Some(node) if some => {
                return Err(self.level_failed(Refusal::LevelUnsupported { level: next, node }, what_if));
            }
            Some(_) => {
                self.log_cluster(None, "no node supports a higher functional level: nothing to raise".to_owned());
                return Ok(());
            }
        }
        if !what_if {
            self.raise_level(next);
        }
        Ok(())
    }

    fn level_failed(&mut self, refusal: Refusal, what_if: bool) -> Refusal {
        if !what_if {
            self.log_cluster(Some(1664), format!("the functional level could not be raised: {refusal}"));
        }
        refusal
    }

    fn raise_level(&mut self, level: FunctionalLevel) {
        let phase = self.simulation.times.level_seconds * 1000 / 5;
        for (number, text) in PHASES.into_iter().enumerate() {
            self.log_cluster(None, format!("phase {}: {text}", number + 1));
            self.pass(phase);
        }
        self.state.cluster.level = level;
        if let Some(release) = Release::of_level(level) {
            self.state.cluster.facts.upgrade_version = upgrade_version(release);
            self.assumptions.rely(Assumption::UpgradeVersion);
        }
        if level >= Release::Server2016.level() {
            // Node fairness comes with level 9 and is on by default ("Virtual machine load balancing overview").
            let facts = &mut self.state.cluster.facts;
            let had_none = facts.auto_balancer_mode.is_none();
            facts.auto_balancer_mode = facts.auto_balancer_mode.or(Some(2));
            facts.auto_balancer_level = facts.auto_balancer_level.or(Some(1));
            if had_none {
                self.balancer_switched_on();
            }
        }
        self.state.cluster.facts.mixed_since = None;
        self.revision += 1;
        let version = self.state.cluster.facts.upgrade_version;
        self.log_cluster(Some(1594), format!("the functional level is {level}, the upgrade version {version}"));
    }

    /// `Update-StoragePool`: to the version of the level's release, and never before the level.
    ///
    /// # Errors
    /// There is no such pool, an older node is a member, or the level has not been raised.
    pub(crate) fn update_pool(&mut self, name: &str) -> Result<(), Refusal> {
        let pools = &self.state.storage.pools;
        let Some(place) = pools.iter().position(|pool| rolling_upgrade_core::model::same_name(&pool.name, name)) else {
            return Err(Refusal::ThingNotFound { kind: "storage pool", name: name.to_owned(), code: 1168 });
        };
        let Some(release) = self.state.level_release() else { return Ok(()) };
        let newest = self.state.members.iter().map(|member| self.state.machines[*member].facts.release).max();
        let current = pools[place].version;
        if self.state.is_mixed() || newest > Some(release) {
            return Err(Refusal::PoolBeforeLevel { pool: pools[place].name.clone() });
        }
        if current >= PoolVersion(release) {
            return Ok(());
        }
        self.pass(self.simulation.times.pool_seconds * 1000);
        self.state.storage.pools[place].version = PoolVersion(release);
        self.revision += 1;
        let pool = self.state.storage.pools[place].name.clone();
        self.log_cluster(None, format!("the storage pool {pool} has the version of {release}"));
        Ok(())
    }
}
