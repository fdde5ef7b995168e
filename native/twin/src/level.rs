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

/// How many phases are over when the nodes commit.
const COMMITTED: usize = 2;

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
        if self.level_is_changing() {
            return Err(Refusal::LevelInProgress);
        }
        if let Some(refusal) = self.inactive_member() {
            return Err(self.level_failed(refusal, what_if));
        }
        if self.state.cluster.quorum.forced {
            return Err(self.level_failed(Refusal::ForcedQuorum, what_if));
        }
        if let Some(stopped) = self.state.cluster.level_stopped_in {
            return if what_if { Ok(()) } else { self.finish_level(stopped) };
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
        if what_if {
            return Ok(());
        }
        self.state.cluster.level_attempts += 1;
        self.raise_level(next)
    }

    /// Whether somebody else's change of the level is in progress.
    pub(crate) fn level_is_changing(&self) -> bool {
        self.simulation.level.busy_until_seconds.is_some_and(|seconds| self.now < seconds.saturating_mul(1000))
    }

    /// A member that is not up: the level needs all of them.
    fn inactive_member(&self) -> Option<Refusal> {
        let inactive = self.state.members.iter().find(|member| self.state.node_state(**member) != NodeState::Up)?;
        Some(Refusal::NodeNotActive { node: self.machine_name(*inactive).clone() })
    }

    fn level_failed(&mut self, refusal: Refusal, what_if: bool) -> Refusal {
        if !what_if {
            self.log_cluster(Some(1664), format!("the functional level could not be raised: {refusal}"));
        }
        refusal
    }

    /// Goes through the phases. Up to the validation a failure leaves the level as it was; afterwards the nodes have
    /// committed, and what is left has to be finished.
    fn raise_level(&mut self, level: FunctionalLevel) -> Result<(), Refusal> {
        self.pass_phases(0..COMMITTED)?;
        self.state.cluster.level = level;
        self.pass_phases(COMMITTED..PHASES.len())?;
        self.level_is_raised()
    }

    fn finish_level(&mut self, stopped: usize) -> Result<(), Refusal> {
        self.state.cluster.level_attempts += 1;
        self.state.cluster.level_stopped_in = None;
        self.pass_phases(stopped..PHASES.len())?;
        self.level_is_raised()
    }

    fn pass_phases(&mut self, phases: std::ops::Range<usize>) -> Result<(), Refusal> {
        let milliseconds = self.simulation.times.level_seconds * 1000 / PHASES.len() as u64;
        self.assumptions.rely(Assumption::Times);
        for phase in phases {
            self.log_cluster(None, format!("phase {}: {}", phase + 1, PHASES[phase]));
            self.pass(milliseconds);
            let fails = self.simulation.level.stops_in_phase == u32::try_from(phase + 1).ok();
            let told = fails && self.state.cluster.level_attempts == 1;
            let refusal = told.then_some(Refusal::LevelIncomplete { phase: PHASES[phase] });
            let Some(refusal) = refusal.or_else(|| self.inactive_member()) else { continue };
            if phase < COMMITTED {
                return Err(self.level_failed(refusal, false));
            }
            self.state.cluster.level_stopped_in = Some(phase);
            return Err(self.level_failed(Refusal::LevelIncomplete { phase: PHASES[phase] }, false));
        }
        Ok(())
    }

    fn level_is_raised(&mut self) -> Result<(), Refusal> {
        let level = self.state.cluster.level;
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
        if self.simulation.level.needs_restart {
            self.state.cluster.level_needs_restart = true;
            return Err(Refusal::LevelNeedsRestart);
        }
        Ok(())
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
