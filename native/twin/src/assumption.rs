//! Behaviour that no page of the vendor states, and that a twin therefore assumes: what, how sure, and why.
//!
//! Whoever writes a behaviour whose confidence is below [`Confidence::Specified`] gives it a line in the table and says
//! `twin.assumptions.rely(...)` where it decides something. A rehearsal lists the ones that it relied on. What a page
//! or a specification states has its line in [`crate::behaviour`].

use std::fmt;

use serde::{Deserialize, Serialize};

/// How well a behaviour is founded, by the first letter that the tables of facts use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Confidence {
    /// Documentation of the vendor.
    #[serde(rename = "D")]
    Documented,
    /// A specification of the vendor: a protocol document, a header, a script.
    #[serde(rename = "S")]
    Specified,
    /// Reports from the field: blogs, forums, issues.
    #[serde(rename = "F")]
    Field,
    /// Inferred by us from what is documented.
    #[serde(rename = "I")]
    Inferred,
    /// General knowledge of the product.
    #[serde(rename = "K")]
    Knowledge,
}

impl fmt::Display for Confidence {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Documented => "D",
            Self::Specified => "S",
            Self::Field => "F",
            Self::Inferred => "I",
            Self::Knowledge => "K",
        })
    }
}

/// What no rehearsal can say anything about, whatever it relied on.
pub(crate) const OUT_OF_SCOPE: [&str; 6] = [
    "drivers: whether the new release has one for every device of a node",
    "firmware: of hosts, adapters, controllers and disks",
    "zoning and masking: whether a rebuilt node sees its storage through the fabric",
    "switch configuration beyond the VLAN of a port",
    "software inside guests and agents on hosts",
    "real speed: links and disks are as fast as the inventory and the simulation say",
];

/// Makes the enumeration and its table from one list.
macro_rules! assumptions {
    ($(
        $(#[$comment:meta])*
        $variant:ident, $id:literal, $confidence:ident, $text:literal, $source:literal;
    )*) => {
        /// A behaviour that the twin assumes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        pub(crate) enum Assumption {
            $($(#[$comment])* #[serde(rename = $id)] $variant,)*
        }

        impl Assumption {
            /// Every behaviour, in the order of the table.
            pub(crate) const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The behaviour for people and programs.
            pub(crate) fn view(self) -> AssumptionView {
                let (id, confidence, text, source) = match self {
                    $(Self::$variant => ($id, Confidence::$confidence, $text, $source),)*
                };
                AssumptionView { id: id.to_owned(), confidence, text: text.to_owned(), source: source.to_owned() }
            }
        }
    };
}

assumptions! {
    FactsTaken, "facts-taken", Inferred, "a node that told no facts is like the first node that did",
        "no page: a capture may lack a node";
    LowPriorityQuick, "move-type-threshold", Inferred, "without a value, roles below medium migrate quickly",
        "Configuring how VMs are moved when a node is drained (techcommunity.microsoft.com)";
    DirtyRates, "dirty-rates", Inferred, "how fast guests write to memory is drawn from the seed",
        "no page: it depends on the guests";
    CompressionGain, "compression-gain", Inferred, "compressed migration moves half as much again as the link",
        "Live Migration Overview (learn.microsoft.com) gives no number";
    PrecopyNumbers, "pre-copy", Field,
        "unless the simulation says so, pre-copy takes at most five passes, 2 s to set up and 0.3 s to resume",
        "Mastering Windows Server 2016 Hyper-V gives the passes; no page the times";
    QuickTime, "quick-time", Inferred,
        "a quick migration writes the memory of its VM to the disk and reads it again, with 5 s beside",
        "Drain a node: quick migration (aidanfinn.com) gives one example";
    QuickParallel, "quick-parallel", Inferred, "quick migrations run beside live ones, four at a time a node",
        "Drain a node: quick migration in parallel (aidanfinn.com)";
    MoveGroupRule, "move-group", Inferred, "Move-ClusterGroup moves a VM by the cluster's own rule",
        "Move-ClusterGroup (learn.microsoft.com)";
    VoteDropped, "vote-dropped", Inferred, "of an even number without witness the highest id loses its vote",
        "Understanding cluster and pool quorum (learn.microsoft.com)";
    BareResume, "bare-resume", Inferred, "Resume-ClusterNode without -Failback brings nothing back",
        "Resume-ClusterNode and clusapi.h contradict each other (learn.microsoft.com)";
    Times, "times", Inferred,
        "installing, joining, starting and stopping, the level and the pool take what the simulation says",
        "no page gives times";
    HostReserve, "host-reserve", Inferred, "the cluster leaves a host 4 GiB where it chooses the destination itself",
        "no page gives a number";
    UnknownVolume, "unknown-volume", Inferred,
        "a VM of which nobody knows the volume stops once no virtual disk is left",
        "no page: it depends on where its files are";
    NodeIdReused, "node-id", Inferred, "a joining node gets the lowest free id",
        "Add-ClusterNode (learn.microsoft.com)";
    HyperVNeeded, "hyper-v-join", Inferred, "a machine without Hyper-V can't join a cluster that runs VMs",
        "Add-ClusterNode (learn.microsoft.com)";
    LowVersionSaved, "saved-below-8", Inferred, "the registry value for saved VMs below 8.0 is set",
        "Fail to resume VM less than version 8.0 (jpwinsup.github.io)";
    UpgradeVersion, "upgrade-version", Inferred, "the minor counter of a level is that of its release",
        "Cluster operating system rolling upgrade (learn.microsoft.com)";
    RepairVolume, "repair-volume", Inferred, "a node that was out has missed a steady stream of writes",
        "Taking a Storage Spaces Direct server offline for maintenance (learn.microsoft.com)";
    BalancerChoice, "balancer", Inferred, "the AutoBalancer moves VMs one round at a time to the emptiest node",
        "Virtual machine load balancing deep-dive (learn.microsoft.com)";
    FailoverTime, "failover-time", Field, "a role that is no VM is away for a fixed time",
        "reports of file servers and SQL Server failover cluster instances";
    InstallComplete, "install", Inferred, "the operator brings back all that the node had",
        "no page: it depends on who installs";
    NetworkForgotten, "network-forgotten", Knowledge,
        "a network on which no other node has an adapter goes with the node, and comes back for cluster and clients",
        "ApiEvictNode (MS-CMRP, learn.microsoft.com)";
    EmptyOwners, "empty-owners", Inferred, "a list of possible owners without members means every node",
        "ApiEvictNode (MS-CMRP, learn.microsoft.com)";
    CheckpointsSaved, "checkpoints", Inferred, "every checkpoint counts as one with a saved state",
        "Upgrade virtual machine version in Hyper-V (learn.microsoft.com)";
    TransparentFailover, "transparent-failover", Knowledge, "clients of a scale-out file server only wait",
        "Scale-Out File Server for application data (learn.microsoft.com)";
    FailbackWindow, "failback-window", Inferred, "a failback window counts hours in UTC, the last one included",
        "Failover cluster group common properties: FailbackWindowStart (learn.microsoft.com)";
    Isolation, "isolation", Knowledge, "a lost node is isolated for 240 s unless the cluster says so",
        "Failover cluster common properties: ResiliencyDefaultPeriod (learn.microsoft.com)";
    HeartbeatThreshold, "heartbeat-threshold", Knowledge,
        "where nobody says, a node may miss 5 heartbeats up to 2012 R2, 10 in 2016 and 20 from 2019 on",
        "Failover cluster common properties: SameSubnetThreshold (learn.microsoft.com)";
    Quarantine, "quarantine", Knowledge, "three departures in an hour are two hours of quarantine",
        "Failover cluster common properties: QuarantineThreshold (learn.microsoft.com)";
    Preemption, "preemption", Inferred, "a role without room takes those of lower priority offline",
        "Failover clustering system log events: 1251 (learn.microsoft.com)";
    SitesAndRules, "sites-and-rules", Inferred, "sites count after preferred owners; rules of one node only draw",
        "Cluster affinity; Fault domain awareness (learn.microsoft.com)";
    PreferredBeforeMemory, "best-node", Inferred, "preferred owners count before free memory",
        "Failover cluster placement (learn.microsoft.com)";
}

/// An assumed behaviour that a rehearsal relied on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AssumptionView {
    /// Its id, such as `dirty-rates`.
    pub id: String,
    /// How well it is founded.
    pub confidence: Confidence,
    /// What is assumed.
    pub text: String,
    /// The page that comes nearest, or why there is none.
    pub source: String,
}

impl fmt::Display for AssumptionView {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}: {}", self.confidence, self.id, self.text)
    }
}

/// The behaviours that were relied on, a bit each: noted at every migration, read at the end.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Assumption>", into = "Vec<Assumption>")]
pub(crate) struct Assumptions {
    made: u64,
}

impl From<Vec<Assumption>> for Assumptions {
    fn from(list: Vec<Assumption>) -> Self {
        Self { made: list.into_iter().fold(0, |made, assumption| made | assumption.bit()) }
    }
}

impl From<Assumptions> for Vec<Assumption> {
    fn from(assumptions: Assumptions) -> Self {
        assumptions.list().collect()
    }
}

impl Assumption {
    const fn bit(self) -> u64 {
        1 << self as u32
    }
}

impl Assumptions {
    /// Notes that something was decided by an assumption.
    pub(crate) const fn rely(&mut self, assumption: Assumption) {
        self.made |= assumption.bit();
    }

    fn list(&self) -> impl Iterator<Item = Assumption> {
        Assumption::ALL.iter().copied().filter(|assumption| self.made & assumption.bit() != 0)
    }

    /// What was relied on, in the order of the table.
    pub(crate) fn views(&self) -> Vec<AssumptionView> {
        self.list().map(Assumption::view).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_assumption_has_an_id_of_its_own_a_text_and_a_source() {
        let views: Vec<AssumptionView> = Assumption::ALL.iter().map(|assumption| assumption.view()).collect();
        let ids: BTreeSet<&str> = views.iter().map(|view| view.id.as_str()).collect();
        assert_eq!(ids.len(), views.len());
        assert!(views.len() <= 64, "each has a bit");
        for view in &views {
            assert!(!view.text.is_empty() && !view.source.is_empty(), "{view}");
            assert!(view.id.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-'), "{view}");
        }
    }
}
