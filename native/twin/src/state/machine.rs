//! A machine, its membership and what is under way on it.

use std::collections::{BTreeMap, BTreeSet};

use rolling_upgrade_core::model::{DrainState, Machine, NodeName, NodeState, Release};
use serde::{Deserialize, Serialize};

use super::Outage;
use crate::ids::{MachineId, RoleId};

/// A role that waits to move: high priority first, then in the order of the requests.
type Waiting = (std::cmp::Reverse<u32>, u64, RoleId);

/// A machine that the twin knows.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct MachineRecord {
    pub(crate) name: NodeName,
    pub(crate) facts: Machine,
    /// The node whose place it takes when it is installed.
    pub(crate) replaces: Option<MachineId>,
    /// Its membership.
    pub(crate) node: Option<NodeRecord>,
    /// The installation that is under way.
    pub(crate) install: Option<Install>,
    /// What it had, or the node it replaces had, before it was installed: the operator brings it back.
    pub(crate) complete: Option<Machine>,
    /// What it was before it was installed, or the node that it replaces: what surrounds it still knows that.
    #[serde(default)]
    pub(crate) before: Option<Machine>,
    /// Its LBFO teams with their adapters.
    #[serde(default)]
    pub(crate) teams: BTreeMap<String, Vec<String>>,
    /// Changes when what was queued for the machine is not to happen any more.
    pub(crate) token: u32,
    /// Whether its disks are in storage maintenance mode.
    pub(crate) maintenance: bool,
    /// Whether it answers nobody although its node is up.
    pub(crate) silent: bool,
    /// Its heartbeats stay away, and the cluster has not noticed yet.
    #[serde(default)]
    pub(crate) unheard: Option<Unheard>,
    /// How many installations have begun: what was queued for an older one does not happen any more.
    pub(crate) installs: u32,
    /// VLANs that are missing on the ports of its switches: guests in them run and reach nobody.
    pub(crate) missing_vlans: Vec<u16>,
    /// Switches that have lost what lay under them: guests on them run and reach nobody.
    #[serde(default)]
    pub(crate) cut_switches: Vec<u32>,
    /// Types of resources that are not installed on it.
    pub(crate) missing_resource_types: Vec<String>,
    /// Its VMs that are no roles of the cluster, and how long they were down.
    pub(crate) unclustered: Vec<(String, Outage)>,
    /// Since when its disks don't serve the pool, in milliseconds.
    pub(crate) disks_out_since: Option<u64>,

    // ---- sums that are kept current; the full check of the invariants counts them again
    /// Roles that it owns, in no order.
    pub(crate) roles: Vec<RoleId>,
    /// Memory of the VMs that run here or are on their way here.
    pub(crate) memory_used_mib: u64,
    /// What `memory_used_mib` may never exceed.
    pub(crate) memory_limit_mib: u64,
    /// How many roles of each anti-affinity class are here or on their way here.
    pub(crate) class_counts: Vec<u32>,
    /// Live migrations that it takes part in.
    pub(crate) migrations: u32,
    /// The roles that migrate live from here or to here.
    pub(crate) migrating: Vec<RoleId>,
    /// Quick migrations and failovers that leave it.
    pub(crate) quick_moves: u32,
    /// Roles that wait to migrate live from here.
    pub(crate) waiting_live: BTreeSet<Waiting>,
    /// Roles that wait to move otherwise.
    pub(crate) waiting_other: BTreeSet<Waiting>,

    // ---- facts in the form in which they are compared
    pub(crate) feature_set: Option<u32>,
    pub(crate) switches: Vec<u32>,
    pub(crate) hyper_v: bool,
    /// Speed of its link for live migration.
    pub(crate) link_mib_per_second: u64,
}

impl MachineRecord {
    pub(crate) fn new(name: NodeName, facts: Machine) -> Self {
        Self {
            name,
            memory_limit_mib: facts.memory_mib,
            unclustered: facts
                .unclustered_virtual_machines
                .iter()
                .map(|name| (name.clone(), Outage::default()))
                .collect(),
            facts,
            replaces: None,
            node: None,
            install: None,
            complete: None,
            before: None,
            teams: BTreeMap::new(),
            token: 0,
            maintenance: false,
            silent: false,
            unheard: None,
            installs: 0,
            missing_vlans: Vec::new(),
            cut_switches: Vec::new(),
            missing_resource_types: Vec::new(),
            disks_out_since: None,
            roles: Vec::new(),
            memory_used_mib: 0,
            class_counts: Vec::new(),
            migrations: 0,
            migrating: Vec::new(),
            quick_moves: 0,
            waiting_live: BTreeSet::new(),
            waiting_other: BTreeSet::new(),
            feature_set: None,
            switches: Vec::new(),
            hyper_v: false,
            link_mib_per_second: 0,
        }
    }

    pub(crate) fn count_class(&mut self, class: u32, more: bool) {
        let place = class as usize;
        if self.class_counts.len() <= place {
            self.class_counts.resize(place + 1, 0);
        }
        let count = &mut self.class_counts[place];
        *count = if more { *count + 1 } else { count.saturating_sub(1) };
    }

    pub(crate) fn class_count(&self, class: u32) -> u32 {
        self.class_counts.get(class as usize).copied().unwrap_or(0)
    }

    /// Whether the machine answers: it does not while setup runs or while it has stopped without a word.
    pub(crate) fn answers(&self) -> bool {
        let stopped = self.unheard.is_some_and(|unheard| !unheard.alive);
        !self.silent && !stopped && self.install.is_none() && self.node.as_ref().is_none_or(|node| !node.crashed)
    }

    /// Whether its cluster service, once it starts, finds the others.
    pub(crate) fn is_heard(&self) -> bool {
        self.answers() && self.unheard.is_none() && self.node.as_ref().is_none_or(|node| !node.cut_off)
    }

    /// Whether nothing waits to leave.
    pub(crate) fn queue_is_empty(&self) -> bool {
        self.waiting_live.is_empty() && self.waiting_other.is_empty()
    }
}

/// Membership of the cluster.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct NodeRecord {
    pub(crate) id: u32,
    pub(crate) state: NodeState,
    /// `NodeWeight`.
    pub(crate) vote: bool,
    pub(crate) fault_domain: Option<String>,
    pub(crate) site: Option<String>,
    pub(crate) quarantined: bool,
    /// The drain that is under way.
    pub(crate) drain: Option<Drain>,
    /// `DrainStatus`.
    pub(crate) drain_status: u32,
    /// Whether the inventory said anything of a drain.
    pub(crate) drain_was_read: bool,
    pub(crate) drain_error_code: u32,
    pub(crate) drain_target: Option<u32>,
    pub(crate) failback_status: u32,
    /// Roles that are failing back to it, and whether one of them could not.
    pub(crate) failing_back: u32,
    pub(crate) failback_failed: bool,
    /// Until when the cluster waits for it to come back from isolation, in milliseconds.
    pub(crate) isolated_until: Option<u64>,
    /// When it left without a word, in milliseconds, as far back as quarantine looks.
    pub(crate) departures: Vec<u64>,
    /// When its quarantine ends, in milliseconds.
    pub(crate) quarantined_until: Option<u64>,
    /// Whether the machine stopped without a word and has not come back.
    pub(crate) crashed: bool,
    /// Whether the machine runs where the others don't hear it: its service can't join them.
    #[serde(default)]
    pub(crate) cut_off: bool,
    /// The state that the node has once its cluster service runs again.
    pub(crate) returns_to: NodeState,
}

impl NodeRecord {
    pub(crate) const fn new(id: u32) -> Self {
        Self {
            id,
            state: NodeState::Up,
            vote: true,
            fault_domain: None,
            site: None,
            quarantined: false,
            drain: None,
            drain_status: 0,
            drain_was_read: false,
            drain_error_code: 0,
            drain_target: None,
            failback_status: 0,
            failing_back: 0,
            failback_failed: false,
            isolated_until: None,
            departures: Vec::new(),
            quarantined_until: None,
            crashed: false,
            cut_off: false,
            returns_to: NodeState::Up,
        }
    }
}

impl NodeRecord {
    /// The drain as an inventory tells it.
    pub(crate) fn told_drain(&self) -> Option<DrainState> {
        (self.drain_was_read || self.drain_status != 0).then_some(match self.drain_status {
            1 => DrainState::InProgress,
            2 => DrainState::Completed,
            3 => DrainState::Failed,
            _ => DrainState::NotInitiated,
        })
    }
}

/// A drain that is under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Drain {
    /// Roles that are still to leave.
    pub(crate) remaining: u32,
    /// `-ForceDrain`.
    pub(crate) force: bool,
    /// `-TargetNode`.
    pub(crate) target: Option<MachineId>,
    /// The code of the first role that could not leave; 0 where all could.
    pub(crate) error_code: u32,
    /// That role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) stayed: Option<RoleId>,
}

/// A node whose heartbeats stay away, before the cluster has noticed. Times in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Unheard {
    /// Whether the machine runs on.
    pub(crate) alive: bool,
    /// When it is heard again or missed, whichever comes first.
    pub(crate) due: u64,
    /// Until when nobody misses it.
    pub(crate) tolerated: u64,
    /// When it is back; never where it is absent.
    pub(crate) returns_at: Option<u64>,
}

/// An installation that is under way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Install {
    pub(crate) release: Release,
    /// In place: what is there stays.
    pub(crate) in_place: bool,
}

impl MachineRecord {
    /// Counts a move that leaves the machine, or that has left it.
    pub(crate) fn count_departure(&mut self, method: super::Method, more: bool) {
        let count = if method == super::Method::Live { &mut self.migrations } else { &mut self.quick_moves };
        *count = if more { *count + 1 } else { count.saturating_sub(1) };
    }
}
