//! What a rule is: a constant with its texts, and the function that looks.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::facts::Facts;
use super::findings::Findings;
use super::{Confidence, Severity};

/// A rule: when it fires, what it needs to know, what to do.
pub struct Rule {
    /// The id, such as `VER-12`; frozen.
    pub id: &'static str,
    /// What it guards, in a few words.
    pub title: &'static str,
    /// The most that a finding of this rule weighs.
    pub severity: Severity,
    /// How sure we are.
    pub confidence: Confidence,
    /// When in the upgrade it matters; findings of equal severity come in this order.
    pub stage: Stage,
    /// The questions in which it is asked.
    pub moments: &'static [Moment],
    /// The facts that it reads.
    pub needs: &'static str,
    /// When it fires, a sentence.
    pub fires: &'static str,
    /// What to do, a sentence; a command where one exists.
    pub remedy: &'static str,
    /// The title of the page that it comes from, and its site.
    pub source: &'static str,
    /// Looks at the facts and says what it finds.
    pub(crate) examine: fn(&Facts<'_>, &mut Findings<'_>),
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Rule({})", self.id)
    }
}

/// When in an upgrade a rule matters, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Which releases and levels the pass joins.
    Path,
    /// Before the first node is touched.
    Preparation,
    /// Votes.
    Quorum,
    /// Room for roles while a node is out.
    Capacity,
    /// A node gives up its roles.
    Drain,
    /// Roles travel between nodes.
    Migration,
    /// A node leaves, is installed and comes back.
    Return,
    /// Storage Spaces Direct loses and regains a node's disks.
    Storage,
    /// The functional level is raised.
    Level,
    /// What follows the level.
    Afterwards,
}

impl Stage {
    /// The stage in words, for a page.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Path => "the path from release to release",
            Self::Preparation => "before the first node",
            Self::Quorum => "quorum",
            Self::Capacity => "capacity and placement",
            Self::Drain => "the drain of a node",
            Self::Migration => "moving roles between nodes",
            Self::Return => "a node leaves and comes back",
            Self::Storage => "Storage Spaces Direct",
            Self::Level => "the functional level",
            Self::Afterwards => "after the level",
        }
    }
}

/// The question that is asked of the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Moment {
    /// May a pass start, or go on?
    Upgrade,
    /// May this node be drained?
    Suspend,
    /// What is to be known of a node that is about to take roles again? Nothing keeps it from that.
    Resume,
    /// May this node be evicted?
    Remove,
    /// May this machine join?
    Add,
    /// May the functional level be raised?
    Level,
    /// May the storage pool be updated?
    Pool,
    /// May configuration versions of VMs be raised?
    VirtualMachineVersions,
    /// May the upgrade be taken back?
    Undo,
}

impl Moment {
    /// The question in words, for a page.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Upgrade => "the whole check before a pass",
            Self::Suspend => "before a node is drained",
            Self::Resume => "before a node is resumed",
            Self::Remove => "before a node is evicted",
            Self::Add => "before a machine joins",
            Self::Level => "before the functional level is raised",
            Self::Pool => "before the storage pool is updated",
            Self::VirtualMachineVersions => "before configuration versions are raised",
            Self::Undo => "before the upgrade is taken back",
        }
    }

    /// Whether it is about one node and not about the whole cluster.
    #[must_use]
    pub const fn is_step_of_a_node(self) -> bool {
        matches!(self, Self::Suspend | Self::Resume | Self::Remove | Self::Add)
    }
}
