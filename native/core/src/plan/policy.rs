//! The policy: every number and choice that an administrator may set.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::window::MaintenanceWindow;
use super::{Estimate, LearnedTimes};
use crate::model::{Inventory, NodeName, RoleName, Timestamp};
use crate::path::PathEstimates;
use crate::rules::Severity;

/// The tests of Test-Cluster that a mixed cluster can't pass, by their English names.
const MIXED_CLUSTER_TESTS: [&str; 3] =
    ["Validate Operating System Version", "Validate Operating System Edition", "Validate Software Update Levels"];

/// What an administrator may set; every field has a default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Policy {
    /// How a node gets its new operating system.
    pub method: Method,
    /// The order of the nodes; empty lets the planner choose.
    pub node_order: Vec<NodeName>,
    /// Where roles are when all is done.
    pub placement: Placement,
    /// What there should be as little of as possible.
    pub minimize: Minimize,
    /// Nodes that may be out at the same time; 0 lets the planner choose once the first node is back.
    pub max_concurrent_nodes: u32,
    /// After how many nodes the plan ends, with the others left to a later one; 0 plans all of them.
    pub stop_after_nodes: u32,
    /// Machines that stand ready, join before the first node leaves, and stay.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub spare_nodes: Vec<NodeName>,
    /// Machines that stand ready, join before the first node leaves, and leave again after the last.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub temporary_nodes: Vec<NodeName>,
    /// Nodes that leave for good.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub retired_nodes: Vec<NodeName>,
    /// Whether a machine that takes the place of a node joins before that node leaves.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub replacements_join_first: bool,
    /// VMs of low priority that the first new node runs for a while before it takes more.
    pub canary_virtual_machines: u32,
    /// How long they run there before the next node goes out.
    pub soak_seconds: u64,
    /// How long all nodes run the new release before the functional level may be raised.
    #[serde(skip_serializing_if = "is_zero")]
    pub level_soak_seconds: u64,
    /// Memory that a host keeps for itself.
    #[serde(rename = "hostReserveMiB")]
    pub host_reserve_mib: u64,
    /// Memory beyond its own that a VM takes on its host (the 64 MB of Virtual Machine Manager's overcommit check).
    #[serde(rename = "virtualMachineOverheadMiB")]
    pub virtual_machine_overhead_mib: u64,
    /// What people take for the parts of a way of several passes.
    pub path: PathEstimates,
    /// Steps of search that all questions of one capacity rule may take together before an answer is undecided.
    pub search_steps: u64,
    /// Whether one more failing node must find room at every step, too.
    pub require_reserve: bool,
    /// Live migrations that a node takes part in at the same time; 0 takes the limits of the hosts and the cluster.
    pub parallel_migrations: u32,
    /// The most that a host moves over its link for live migration; 0 takes the speed of its adapters, or 1000.
    #[serde(rename = "migrationMiBPerSecond")]
    pub migration_mib_per_second: u64,
    /// From the evicted node to the node that is ready to join.
    pub install: Estimate,
    /// What a run that is over has taught of times; counts more than `install` and what the planner assumes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub learned: Option<LearnedTimes>,
    /// Between two looks at something that takes seconds or minutes.
    pub poll_seconds: u64,
    /// Between two looks at something that takes an hour.
    pub long_poll_seconds: u64,
    /// After how long without progress a drain has stalled.
    pub drain_timeout_seconds: u64,
    /// After how long a move has stalled.
    pub move_timeout_seconds: u64,
    /// After how long without a ready node the run pauses; 0 waits for ever.
    pub install_timeout_seconds: u64,
    /// After how long storage that is not repaired stops the run.
    pub repair_timeout_seconds: u64,
    /// How often an action that failed for a reason known to pass is tried again.
    pub retries: u32,
    /// How long a gate between two nodes may stay closed before the run pauses.
    pub gate_timeout_seconds: u64,
    /// Whether Test-Cluster validates the cluster between two nodes, without the tests that take disks offline.
    pub validate_between_nodes: bool,
    /// A VM that migrates to each new node and back before the next node goes out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub canary_role: Option<RoleName>,
    /// How long the driver of a run may show no sign of life before its lease counts as dead.
    pub lease_seconds: u64,
    /// Rules of severity BLOCK that a person has taken responsibility for.
    pub acknowledgements: Vec<Acknowledgement>,
    /// What people state that no inventory shows.
    pub attestations: Vec<Attestation>,
    /// How old a fact may be where it is judged by its age.
    pub fact_age_seconds: u64,
    /// Rules that weigh more here than by themselves.
    pub raised_rules: Vec<RaisedRule>,
    /// How old the statement about backups may be.
    pub backup_age_seconds: u64,
    /// How long ago Test-Cluster may have passed.
    pub validation_age_seconds: u64,
    /// Tests of Test-Cluster that may fail, by name, such as those that ask for one release.
    pub accepted_validation_failures: Vec<String>,
    /// How far the clocks of two machines may be apart; Kerberos tolerates five minutes.
    pub clock_skew_seconds: u64,
    /// How many heartbeats a cluster from level 9 on ought to let a node miss (`SameSubnetThreshold`).
    pub heartbeat_threshold: u32,
    /// Roles that must not be interrupted, also not for the seconds of a quick migration.
    pub uninterrupted_roles: Vec<RoleName>,
    /// When work may go on; empty means at any time.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub windows: Vec<MaintenanceWindow>,
    /// The moment from which a plan with windows is counted; absent takes that of the inventory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub begins_at: Option<Timestamp>,
    /// How long a run waits for a window to open; where it would be longer, it pauses.
    pub window_wait_seconds: u64,
    /// For how many days nodes of two releases are meant to be in the cluster at most; the vendor says four weeks.
    pub mixed_mode_days: u64,
}

/// Left out of documents where it is not asked for. By reference, as serde hands it over.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
const fn is_zero(seconds: &u64) -> bool {
    *seconds == 0
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            method: Method::default(),
            node_order: Vec::new(),
            placement: Placement::default(),
            minimize: Minimize::default(),
            max_concurrent_nodes: 1,
            stop_after_nodes: 0,
            spare_nodes: Vec::new(),
            temporary_nodes: Vec::new(),
            retired_nodes: Vec::new(),
            replacements_join_first: false,
            canary_virtual_machines: 0,
            soak_seconds: 1800,
            level_soak_seconds: 0,
            host_reserve_mib: 4096,
            virtual_machine_overhead_mib: 64,
            path: PathEstimates::default(),
            search_steps: 1_000_000,
            require_reserve: false,
            parallel_migrations: 0,
            migration_mib_per_second: 0,
            learned: None,
            install: Estimate { low_seconds: 2700, likely_seconds: 3600, high_seconds: 10_800 },
            poll_seconds: 5,
            long_poll_seconds: 60,
            drain_timeout_seconds: 900,
            move_timeout_seconds: 1800,
            install_timeout_seconds: 0,
            repair_timeout_seconds: 36_000,
            retries: 3,
            gate_timeout_seconds: 1800,
            validate_between_nodes: false,
            canary_role: None,
            lease_seconds: 1800,
            acknowledgements: Vec::new(),
            attestations: Vec::new(),
            fact_age_seconds: 900,
            raised_rules: Vec::new(),
            backup_age_seconds: 7 * 86_400,
            validation_age_seconds: 30 * 86_400,
            accepted_validation_failures: MIXED_CLUSTER_TESTS.map(str::to_owned).to_vec(),
            clock_skew_seconds: 300,
            heartbeat_threshold: 10,
            uninterrupted_roles: Vec::new(),
            windows: Vec::new(),
            begins_at: None,
            window_wait_seconds: 86_400,
            mixed_mode_days: 28,
        }
    }
}

impl Policy {
    /// Memory of a host that no VM gets: its own reserve, the cache of shared volumes, and that of Storage Spaces
    /// Direct.
    #[must_use]
    pub fn kept_by_host_mib(&self, inventory: &Inventory) -> u64 {
        let volumes = inventory.cluster.block_cache_mib.filter(|_| !inventory.storage.shared_volumes.is_empty());
        let pool = inventory.storage.cache_memory_mib.filter(|_| inventory.storage.spaces_direct);
        let caches = volumes.unwrap_or(0).saturating_add(pool.unwrap_or(0));
        self.host_reserve_mib.saturating_add(caches)
    }
}

/// How a node gets its new operating system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Method {
    /// Evict, install anew, add.
    #[default]
    CleanEvict,
    /// Evict, upgrade in place, add.
    InPlaceEvict,
    /// Stay a paused member, upgrade in place, resume.
    InPlaceKeep,
}

/// Where roles are when all is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Placement {
    /// Spread over the nodes, preferred owners honoured.
    #[default]
    Balanced,
    /// Wherever the fewest moves leave them.
    Fewest,
    /// Every role where it began.
    Restore,
}

/// What a plan keeps as low as possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Minimize {
    /// Moves of VMs; of plans with as many the one that copies the least memory.
    #[default]
    Moves,
    /// Memory that is copied; of plans with as much the one with the fewest moves.
    Mib,
}

/// How a role travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Migration {
    /// Live migration: the VM keeps running.
    Live,
    /// Quick migration: saved, moved, resumed.
    Quick,
    /// Failover of a role that is no VM: offline here, online there.
    Failover,
}

/// A rule that a person has taken responsibility for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Acknowledgement {
    /// The rule's id, such as `DRN-13`.
    pub rule: String,
    /// Why it is acceptable here.
    pub reason: String,
    /// Who said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
}

/// A statement by a person about something that no inventory shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Attestation {
    /// What it is about, such as `backup`, `agents`, `antivirus`, `hostBusAdapters`, `change`.
    pub topic: String,
    /// The statement.
    pub statement: String,
    /// Who said so.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// A rule that weighs more here than by itself, such as one that rests on reports from the field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RaisedRule {
    /// The rule's id, such as `PRE-15`.
    pub rule: String,
    /// What it weighs; a severity below its own changes nothing.
    pub severity: Severity,
}
