//! The event log and the list of assumptions.

use std::collections::BTreeSet;

use rolling_upgrade_core::model::Timestamp;

use crate::call::EventView;

/// A line of the event log.
#[derive(Debug, Clone)]
struct Entry {
    at: u64,
    event_id: Option<u32>,
    subject: String,
    message: String,
}

/// Everything that happened, in order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Log {
    entries: Vec<Entry>,
}

impl Log {
    pub(crate) fn add(&mut self, at: u64, event_id: Option<u32>, subject: &str, message: String) {
        self.entries.push(Entry { at, event_id, subject: subject.to_owned(), message });
    }

    /// The lines from a number on.
    pub(crate) fn views(&self, from: u64, start: Timestamp) -> Vec<EventView> {
        let first = usize::try_from(from).unwrap_or(usize::MAX);
        self.entries
            .iter()
            .enumerate()
            .skip(first)
            .map(|(number, entry)| EventView {
                number: number as u64,
                at: later(start, entry.at),
                event_id: entry.event_id,
                subject: entry.subject.clone(),
                message: entry.message.clone(),
            })
            .collect()
    }
}

/// The point in time that is `milliseconds` after `start`.
pub(crate) fn later(start: Timestamp, milliseconds: u64) -> Timestamp {
    let milliseconds = i64::try_from(milliseconds).unwrap_or(i64::MAX);
    Timestamp::from_milliseconds(start.milliseconds().saturating_add(milliseconds))
}

/// Behaviour that no page of the vendor states and that a rehearsal relied on. `F` reports from the field, `I`
/// inferred, `K` general knowledge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Assumption {
    FactsTaken,
    LowPriorityQuick,
    DirtyRates,
    CompressionGain,
    QuickParallel,
    MoveGroupRule,
    VoteDropped,
    NodeIdReused,
    HyperVNeeded,
    LowVersionSaved,
    UpgradeVersion,
    RepairVolume,
    BalancerChoice,
    FailoverTime,
    InstallComplete,
    EmptyOwners,
    CheckpointsSaved,
    PreferredBeforeMemory,
}

impl Assumption {
    const fn text(self) -> &'static str {
        match self {
            Self::FactsTaken => "I facts-taken: a node that told no facts is like the first node that did",
            Self::LowPriorityQuick => "I move-type-threshold: without a value, roles below medium migrate quickly",
            Self::DirtyRates => "I dirty-rates: how fast guests write to memory is drawn from the seed",
            Self::CompressionGain => "I compression-gain: compressed migration moves half as much again as the link",
            Self::QuickParallel => "I quick-parallel: quick migrations run beside live ones, four at a time a node",
            Self::MoveGroupRule => "I move-group: Move-ClusterGroup moves a VM by the cluster's own rule",
            Self::VoteDropped => "I vote-dropped: of an even number without witness the highest id loses its vote",
            Self::NodeIdReused => "I node-id: a joining node gets the lowest free id",
            Self::HyperVNeeded => "I hyper-v-join: a machine without Hyper-V can't join a cluster that runs VMs",
            Self::LowVersionSaved => "I saved-below-8: the registry value for saved VMs below 8.0 is set",
            Self::UpgradeVersion => "I upgrade-version: the minor counter of a level is that of its release",
            Self::RepairVolume => "I repair-volume: a node that was out has missed a steady stream of writes",
            Self::BalancerChoice => "I balancer: the AutoBalancer moves VMs one round at a time to the emptiest node",
            Self::FailoverTime => "F failover-time: a role that is no VM is away for a fixed time",
            Self::InstallComplete => "I install: the operator brings back all that the node had",
            Self::EmptyOwners => "I empty-owners: a list of possible owners without members means every node",
            Self::CheckpointsSaved => "I checkpoints: every checkpoint counts as one with a saved state",
            Self::PreferredBeforeMemory => "I best-node: preferred owners count before free memory",
        }
    }
}

/// The assumptions that were relied on.
#[derive(Debug, Clone, Default)]
pub(crate) struct Assumptions {
    made: BTreeSet<Assumption>,
}

impl Assumptions {
    pub(crate) fn rely(&mut self, assumption: Assumption) {
        self.made.insert(assumption);
    }

    pub(crate) fn texts(&self) -> Vec<String> {
        self.made.iter().map(|assumption| assumption.text().to_owned()).collect()
    }
}
