//! What pages and specifications of the vendor say of a cluster, as far as the twin does it: each behaviour with its
//! confidence and its source. What no page says is in [`crate::assumption`].

use std::fmt::Write;

use crate::assumption::{Assumption, AssumptionView, Confidence, OUT_OF_SCOPE};

/// A behaviour: its id, its confidence, what it is, and the page that says so.
type Row = (&'static str, Confidence, &'static str, &'static str);

const D: Confidence = Confidence::Documented;
const S: Confidence = Confidence::Specified;

/// Draining, moving and placing.
const MOVING: [Row; 13] = [
    (
        "drain",
        D,
        "a drain pauses the node first and moves its roles by priority; without -Drain nothing moves",
        "Suspend-ClusterNode",
    ),
    (
        "drain-failed",
        D,
        "one role that can't move fails the drain (1677), and the node stays paused; -ForceDrain stops it",
        "Suspend-ClusterNode; Failover clustering system log events",
    ),
    (
        "drain-refused",
        S,
        "no drain without another node (5050), twice (5962), to itself (114), to a node that is down (5005)",
        "ApiPauseNode, MS-CMRP; System error codes",
    ),
    (
        "resume",
        D,
        "-Failback Immediate brings back what a drain took, Policy what fails back by itself, NoFailback nothing",
        "Resume-ClusterNode",
    ),
    (
        "move-type",
        D,
        "priorities from MoveTypeThreshold on migrate live, the others quickly; a VM may ask for quick itself",
        "Configuring how VMs are moved when a node is drained",
    ),
    (
        "live-limits",
        D,
        "a node takes part in so many migrations as the cluster's property says, else the host's",
        "Set-VMHost",
    ),
    (
        "pre-copy-passes",
        D,
        "memory is copied in passes while the guest runs; what is left at the end stops it",
        "Live Migration Overview; Clark et al., NSDI 2005",
    ),
    (
        "smb-limit",
        D,
        "migration over SMB has a quarter of the link from 2022 on where the limit is installed",
        "SMB bandwidth limits for live migration",
    ),
    (
        "compatibility",
        D,
        "a VM goes where the host runs its version, of one processor vendor, with its switches and keys",
        "Upgrade virtual machine version; Processor compatibility",
    ),
    (
        "destination-check",
        D,
        "from 2019 back to 2016, from a switch with embedded teaming, only with SkipMigrationDestinationCheck",
        "Upgrade a Storage Spaces Direct cluster to Windows Server 2019",
    ),
    ("owners", D, "possible owners filter, preferred owners sort", "Set-ClusterOwnerNode"),
    ("affinity", D, "anti-affinity classes, enforced or not, and affinity rules of four kinds", "Cluster affinity"),
    ("fault-domains", D, "the same chassis first, then the same site", "Fault domain awareness"),
];

/// Members, the level, versions.
const MEMBERSHIP: [Row; 11] = [
    (
        "evict",
        S,
        "the cluster forgets all that it stored about a node: owner lists, vote, fault domain, site, id",
        "ApiEvictNode, MS-CMRP",
    ),
    ("evict-refused", S, "no eviction that breaks the quorum (5939)", "System error codes"),
    (
        "add-evict-delay",
        S,
        "AddEvictDelay lies between an eviction and the next addition",
        "Failover cluster common properties",
    ),
    (
        "join",
        D,
        "a member runs the release of the level or the next one (5075, 1547)",
        "Upgrade a failover cluster on the same hardware",
    ),
    ("remnants", D, "a node that was down when it was evicted has to be cleared first", "Clear-ClusterNode"),
    (
        "mixed-mode",
        D,
        "the first node of a newer release gets the core group, and the level stays",
        "Cluster operating system rolling upgrade",
    ),
    (
        "level-refused",
        S,
        "no level with a node that is down or paused, that lacks it (5973), or with forced quorum (5974)",
        "MS-CMRP 3.1.4.3.7.18; System error codes",
    ),
    (
        "level-phases",
        S,
        "five phases; up to the validation a failure leaves the level, afterwards it is incomplete (5977)",
        "CLUSTER_UPGRADE_PHASE, clusapi.h",
    ),
    (
        "level-states",
        S,
        "a change may need a restart of the cluster (5975) or be in progress elsewhere (5976)",
        "System error codes",
    ),
    ("pool", D, "the pool is raised after the level", "Upgrade a Storage Spaces Direct cluster"),
    (
        "versions",
        D,
        "configuration versions are raised after the level, with the VM off and without checkpoints",
        "Upgrade virtual machine version in Hyper-V",
    ),
];

/// Votes, failures, storage.
const SURVIVING: [Row; 15] = [
    (
        "dynamic-quorum",
        D,
        "votes are counted again after each single change; what is lost at once counts against them",
        "Understanding cluster and pool quorum",
    ),
    ("witness", D, "a witness votes where the number of nodes is even and it is online", "Configure and manage quorum"),
    (
        "quorum-lost",
        D,
        "without quorum the cluster service stops everywhere, and every role with it (1177)",
        "Failover clustering system log events",
    ),
    ("forced-quorum", D, "a cluster can be started with what is there", "Start-ClusterNode"),
    (
        "heartbeats",
        D,
        "a node is missed after SameSubnetThreshold heartbeats, one every SameSubnetDelay (1135)",
        "Failover cluster common properties; Failover clustering system log events",
    ),
    (
        "isolated",
        D,
        "from level 9 on VMs of a node that is not heard stay unmonitored for the resiliency period (1673, 1680)",
        "Virtual machine compute resiliency",
    ),
    (
        "quarantined",
        D,
        "a node that leaves too often is kept out until it is cleared (1672, 1675, 1676)",
        "Failover clustering system log events",
    ),
    (
        "restart",
        D,
        "roles of a lost node start elsewhere, by priority; 0 never by itself",
        "Set-ClusterGroup: Priority",
    ),
    (
        "preempted",
        D,
        "a role of higher priority may take lower ones offline (1251)",
        "Failover clustering system log events",
    ),
    (
        "group-sets",
        D,
        "a set starts a delay after enough roles of those that it depends on have started, by StartupDelayTrigger",
        "Set-ClusterGroupSet",
    ),
    (
        "balancing",
        D,
        "from level 9 on nodes above 80, 70 or 60 % give VMs away, at a join or every 30 minutes",
        "Virtual machine load balancing overview",
    ),
    (
        "group-wait",
        D,
        "a cluster that forms again waits ClusterGroupWaitDelay for the owners of its roles",
        "Failover cluster common properties",
    ),
    (
        "maintenance",
        D,
        "with Storage Spaces Direct one fault domain at a time is out; missed writes are repaired (5987)",
        "Taking a Storage Spaces Direct server offline for maintenance",
    ),
    (
        "resiliency",
        D,
        "a virtual disk survives what its resiliency says; the pool needs half its drives",
        "Understanding cluster and pool quorum",
    ),
    (
        "redirected",
        D,
        "a node without a path to shared storage works through the coordinators (5121)",
        "Failover clustering system log events",
    ),
];

/// Every behaviour that has a line, documented ones first.
#[must_use]
pub fn behaviours() -> Vec<AssumptionView> {
    let documented = MOVING.iter().chain(&MEMBERSHIP).chain(&SURVIVING).map(|(id, confidence, text, source)| {
        let [id, text, source] = [id, text, source].map(|part| (*part).to_owned());
        AssumptionView { id, confidence: *confidence, text, source }
    });
    documented.chain(Assumption::ALL.iter().map(|assumption| assumption.view())).collect()
}

/// The page of the behaviours: what each is founded on.
#[must_use]
pub fn behaviour_page() -> String {
    let mut page = String::from(HEAD);
    for one in behaviours() {
        let _ = writeln!(page, "| `{}` | {} | {} | {} |", one.id, one.confidence, one.text, one.source);
    }
    page.push_str("\n## Out of scope\n\nNo rehearsal says anything about these, whatever it relied on:\n\n");
    for text in OUT_OF_SCOPE {
        let _ = writeln!(page, "- {text}");
    }
    page
}

const HEAD: &str = "\
# Behaviour of the twin

What the simulated cluster does, and how well each behaviour is founded.
A test writes this page from the twin.

- D: documentation of the vendor (learn.microsoft.com unless another place is named)
- S: a specification of the vendor: a protocol document, a header, error codes
- F: reports from the field
- I: inferred from what is documented
- K: general knowledge of the product

Behaviours below S are assumptions: a rehearsal lists those that it relied on.

| behaviour | confidence | what | source |
|---|---|---|---|
";
