//! Invented clusters and the documented ones, spoiled at random, and asked with and without their names.

use std::path::Path;

use serde_json::Value;

use super::anonymize;
use crate::document;
use crate::generate::{GenerateOptions, SplitMix64, generate};
use crate::model::{Inventory, Release};
use crate::rules::{self, CheckReport, CheckRequest, Moment};

/// Where something is spoiled and what it becomes; `{n}` and `{r}` are the names of a node and of a role, in the
/// other case where they are written in capitals.
const SPOILS: &[(&str, &str)] = &[
    ("/nodes/0/state", r#""down""#),
    ("/nodes/1/state", r#""paused""#),
    ("/nodes/0/vote", "false"),
    ("/nodes/1/quarantined", "true"),
    ("/nodes/0/drain", r#""inProgress""#),
    ("/nodes/0/site", r#""Paris""#),
    ("/nodes/1/site", r#""Lyon""#),
    ("/nodes/0/machine/domain", r#""other.example.org""#),
    ("/nodes/0/machine/pendingRestart", "true"),
    ("/nodes/1/machine/processor/featureSet", r#""ancient""#),
    ("/nodes/1/machine/processor/vendor", r#""AuthenticAMD""#),
    ("/nodes/1/machine/processor/secondLevelAddressTranslation", "false"),
    ("/nodes/0/machine/switches", "[]"),
    ("/nodes/1/machine/memoryMiB", "16384"),
    ("/nodes/0/machine/unclusteredVirtualMachines", r#"["stray"]"#),
    ("/nodes/0/machine/hyperV", r#"{"migrationAuthentication": "credssp", "migrationTransport": "smb"}"#),
    (
        "/nodes/0/machine/profile",
        r#"{"edition": "ServerAzureStackHCICor", "guardians": ["G"], "networkIntents": ["storage"],
           "services": [{"name": "wssdagent", "start": "automatic"}], "mitigations": "patched",
           "systemDrive": "D:", "clockOffsetSeconds": 400, "clusterRemnants": true,
           "updates": {"source": "http://wsus.contoso.com:8530", "remoting": false, "missingUpdates": 3},
           "account": {"enabled": false, "reuseAllowed": false, "delegation": "kerberosOnly",
                       "resolvedAddresses": ["10.9.9.9"]}}"#,
    ),
    (
        "/nodes/1/machine/profile",
        r#"{"edition": "ServerDatacenter", "guardians": [], "mitigations": "open", "systemDrive": "c:",
           "services": [{"name": "MSExchangeServiceHost", "start": "automatic"}],
           "updates": {"source": "HTTP://WSUS.contoso.com:8530", "remoteShutdownRule": false,
                       "installsOnSchedule": true}}"#,
    ),
    (
        "/cluster/quorum/witness",
        r#"{"kind": "fileShare", "resource": "File Share Witness", "sharePath": "\\\\{N}.contoso.com\\witness"}"#,
    ),
    ("/cluster/quorum/witness", r#"{"kind": "fileShare", "resource": "W", "sharePath": "\\\\{r}\\witness"}"#),
    (
        "/cluster/quorum/witness",
        r#"{"kind": "fileShare", "resource": "W", "sharePath": "\\\\{d}\\dfs\\witness", "smbVersion": 1}"#,
    ),
    ("/cluster/quorum/witness", r#"{"kind": "fileShare", "resource": "W", "sharePath": "\\\\{D}\\dfs\\witness"}"#),
    (
        "/cluster/quorum/witness",
        r#"{"kind": "cloud", "resource": "Cloud Witness", "unreachableFrom": ["{N}"], "accountKind": "storagev2"}"#,
    ),
    (
        "/cluster/quorum/witness",
        r#"{"kind": "cloud", "resource": "Cloud Witness", "accountKind": "BlobStorage", "online": false}"#,
    ),
    ("/cluster/quorum/witness", "null"),
    ("/cluster/quorum/dynamic", "false"),
    ("/cluster/validationFailures", r#"["validate operating system version"]"#),
    ("/cluster/validationFailures", r#"["Validate Software Update Levels", "Validate Our Own Storage"]"#),
    ("/cluster/validatedMachines", r#"["{N}"]"#),
    ("/cluster/autoBalancerMode", "1"),
    ("/cluster/enforcedAntiAffinity", "true"),
    ("/cluster/sameSubnetThreshold", "5"),
    ("/cluster/maximumParallelMigrations", "1"),
    ("/cluster/mixedSince", r#""2020-01-01T00:00:00Z""#),
    ("/coordinator/name", r#""{N}""#),
    ("/coordinator/name", r#""{R}""#),
    ("/coordinator/journalPath", r#""C:\\ClusterStorage\\Volume1\\journal.db""#),
    ("/coordinator/journalPath", r#""\\\\{n}\\runs\\journal.db""#),
    ("/coordinator/administratorOn", r#"["{N}"]"#),
    ("/coordinator/domain", r#""CONTOSO.com""#),
    ("/domainControllers", r#"["{R}.contoso.com"]"#),
    ("/domainControllers", r#"["{r}", "outside"]"#),
    (
        "/directory",
        r#"[{"name": "{c}", "clusterName": true, "exists": true, "enabled": false, "addresses": ["10.1.0.9"],
             "resolvedAddresses": ["10.1.0.8"]}]"#,
    ),
    ("/networks/0/state", r#""partitioned""#),
    ("/storage/sharedVolumes/0/redirected", "true"),
    ("/storage/sharedVolumes/0/backupInProgress", "true"),
    ("/storage/sharedVolumes/0/deduplication", "true"),
    ("/storage/spacesDirect", "true"),
    ("/storage/repairJobs", "2"),
    ("/roles/0/possibleOwners", r#"["{N}"]"#),
    ("/roles/0/name", r#""user manager group""#),
    ("/roles/3/possibleOwners", r#"["{N}"]"#),
    ("/roles/3/locked", "true"),
    ("/roles/3/state", r#""failed""#),
    ("/roles/3/preferredSite", r#""Paris""#),
    ("/roles/3/failbackWindowStart", "3"),
    ("/roles/4/virtualMachine/switches", r#"["TENANT"]"#),
    ("/roles/4/virtualMachine/localMedia", r#"["D:\\iso\\setup.iso", "E:\\data\\disk.vhdx"]"#),
    ("/roles/4/virtualMachine/trustedPlatformModule", "true"),
    ("/roles/4/virtualMachine/guardians", r#"["G"]"#),
    ("/roles/4/virtualMachine/remoteFx", "true"),
    ("/roles/4/virtualMachine/checkpoints", "2"),
    ("/roles/4/virtualMachine/timeSynchronization", "false"),
    ("/roles/4/virtualMachine/quickMigration", "true"),
    ("/roles/4/virtualMachine/domainController", "true"),
    ("/roles/5/virtualMachine/memory/assignedMiB", "900000"),
    (
        "/roles/5/virtualMachine/replica",
        r#"{"partner": "{n}.contoso.com", "partnerRelease": "2012R2", "health": "Critical"}"#,
    ),
    ("/roles/5/antiAffinityClasses", r#"["Apart"]"#),
    ("/roles/6/antiAffinityClasses", r#"["APART"]"#),
    ("/roles/6/kind", r#""other""#),
    ("/roles/6/resourceTypes", r#"["SQL Server Availability Group"]"#),
    ("/affinityRules", r#"[{"name": "A", "kind": "differentNode", "roles": ["{r}", "{R}x"]}]"#),
    ("/groupSets", r#"[{"name": "B", "roles": ["{r}"], "providerSets": ["C"]}]"#),
    ("/resourceTypes", r#"[{"name": "Virtual Machine", "possibleOwners": ["{n}"]}]"#),
];

/// Sets what a path leads to; nothing where its parent is not there.
fn set(document: &mut Value, path: &str, value: Value) {
    let (parent, field) = path.rsplit_once('/').unwrap();
    match document.pointer_mut(parent) {
        Some(Value::Object(fields)) => {
            fields.insert(field.to_owned(), value);
        }
        Some(Value::Array(items)) => {
            if let Some(item) = field.parse::<usize>().ok().and_then(|index| items.get_mut(index)) {
                *item = value;
            }
        }
        _ => {}
    }
}

/// The inventory with about every sixth spoil; those that contradict the rest are left out.
fn spoiled(inventory: &Inventory, random: &mut SplitMix64) -> Inventory {
    let mut document = serde_json::to_value(inventory).unwrap();
    let node = inventory.nodes[random.index(inventory.nodes.len())].name.to_string();
    let role = inventory.roles[random.index(inventory.roles.len())].name.to_string();
    let domain = inventory.cluster.domain.clone().unwrap_or_else(|| "contoso.com".to_owned());
    for (path, text) in SPOILS {
        if random.index(6) > 0 {
            continue;
        }
        let names = [
            ("{n}", node.to_lowercase()),
            ("{N}", node.to_uppercase()),
            ("{r}", role.to_lowercase()),
            ("{R}", role.to_uppercase()),
            ("{c}", inventory.cluster.name.to_lowercase()),
            ("{D}", domain.to_uppercase()),
            ("{d}", domain.split('.').next().unwrap().to_owned()),
        ];
        let text = names.iter().fold((*text).to_owned(), |text, (key, name)| text.replace(key, name));
        let mut next = document.clone();
        set(&mut next, path, serde_json::from_str(&text).unwrap());
        if document::read_inventory(&serde_json::to_vec(&next).unwrap()).is_ok() {
            document = next;
        }
    }
    document::read_inventory(&serde_json::to_vec(&document).unwrap()).unwrap()
}

/// What is found, without the names: which rule, how it weighs, whether it is unknown, and what kind of thing it is.
fn told(report: &CheckReport) -> Vec<String> {
    assert!(report.faults.is_empty(), "{:?}", report.faults);
    let line = |one: &rules::Finding| format!("{} {:?} {:?} {}", one.rule, one.severity, one.outcome, one.subject.kind);
    report.findings.iter().map(line).collect()
}

/// Asks the whole check and the steps of the first nodes.
fn questions(inventory: &Inventory) -> Vec<Vec<String>> {
    let target = inventory.level_release().and_then(Release::next).unwrap();
    let request = CheckRequest::new(target);
    let whole = [Moment::Upgrade, Moment::Level, Moment::Pool, Moment::VirtualMachineVersions, Moment::Undo];
    let mut all: Vec<Vec<String>> =
        whole.into_iter().map(|moment| told(&rules::check_moment(inventory, &request, moment))).collect();
    for node in inventory.nodes.iter().take(2) {
        let steps = [Moment::Suspend, Moment::Resume, Moment::Remove];
        all.extend(steps.map(|moment| told(&rules::check_step(inventory, &request, moment, &node.name))));
    }
    all
}

fn clusters() -> Vec<Inventory> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/scenarios");
    let mut clusters = Vec::new();
    for name in ["cluster01-2019", "contoso-2012r2", "contoso-2012r2-no-slat", "s2d-2022"] {
        let bytes = std::fs::read(folder.join(name).join("cluster.json")).unwrap();
        clusters.push(document::read_inventory(&bytes).unwrap());
    }
    for (seed, from) in
        [Release::Server2012R2, Release::Server2016, Release::Server2019, Release::Server2022].into_iter().enumerate()
    {
        let seed = seed as u64 + 1;
        let nodes = 2 + u32::try_from(seed).unwrap();
        let options = GenerateOptions { nodes, virtual_machines: 8, seed, from, memory_use_percent: None };
        clusters.push(generate(&options).unwrap());
    }
    clusters
}

#[test]
fn without_its_names_a_cluster_gives_the_same_findings() {
    let mut seen = std::collections::BTreeSet::new();
    for (index, cluster) in clusters().iter().enumerate() {
        for seed in 1..=8 {
            let inventory = spoiled(cluster, &mut SplitMix64::new(seed * 1000 + index as u64));
            let before = questions(&inventory);
            let after = questions(&anonymize(&inventory, seed).unwrap());
            for (before, after) in before.iter().zip(&after) {
                assert_eq!(before, after, "cluster {index}, seed {seed}");
            }
            seen.extend(before.into_iter().flatten().filter_map(|line| line.split(' ').next().map(str::to_owned)));
        }
    }
    // Enough of the rules have said something, so that what they read was looked at.
    assert!(seen.len() * 2 > rules::RULES.len(), "{} rules: {seen:?}", seen.len());
}

#[test]
fn every_spoil_is_one() {
    let clusters = clusters();
    for (path, text) in SPOILS {
        let filled = ["{n}", "{N}", "{r}", "{R}", "{c}", "{d}", "{D}"]
            .iter()
            .fold((*text).to_owned(), |text, key| text.replace(key, "name"));
        let value: Value = serde_json::from_str(&filled).unwrap_or_else(|error| panic!("{path}: {error}"));
        let changes = |cluster: &Inventory| {
            let before = serde_json::to_value(cluster).unwrap();
            let mut after = before.clone();
            set(&mut after, path, value.clone());
            before != after
        };
        assert!(clusters.iter().any(changes), "{path} changes nothing");
    }
}
