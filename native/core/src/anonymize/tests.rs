//! Nothing of the original remains, and rules and planner see the same cluster.

use super::*;
use crate::generate::{GenerateOptions, generate};
use crate::model::Release;
use crate::plan::{self, Policy};
use crate::rules::{self, CheckRequest};

fn scenarios() -> Vec<(String, Inventory)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/scenarios");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path().join("cluster.json");
        if let Ok(bytes) = std::fs::read(&path) {
            found.push((path.display().to_string(), document::read_inventory(&bytes).unwrap()));
        }
    }
    for (nodes, seed) in [(4, 1), (6, 2), (9, 3)] {
        let options =
            GenerateOptions { nodes, virtual_machines: 40, seed, from: Release::Server2016, memory_use_percent: None };
        found.push((format!("seed {seed}"), generate(&options).unwrap()));
    }
    assert!(found.len() > 5);
    found
}

/// An inventory in which every text is a name that has to go.
const SECRETS: &str = r"
schema: rolling-upgrade/inventory/1
cluster:
  name: SECRETCLUSTER
  domain: secret.example.com
  functionalLevel: 9
  quorum:
    witness:
      kind: fileShare
      resource: Secret Witness
      sharePath: '\\SECRETVM.secret.example.com\secretshare'
nodes:
  - name: SECRETNODE1
    id: 1
    site: SecretSite
    machine:
      release: 2016
      build: 14393
      processor: { vendor: GenuineIntel, logicalProcessors: 8, featureSet: secretset }
      memoryMiB: 65536
      features: [Hyper-V]
      switches: [{ name: SecretSwitch, members: [SecretNic] }]
      adapters: [{ name: vEthernet (SecretNet), network: SecretNetwork, addresses: [172.19.33.4/24] }]
      disks: [{ serialNumber: SECRETSERIAL, sizeMiB: 1 }]
      hyperV:
        migrationNetworks: [172.19.33.0/24]
        virtualMachinePath: C:\ClusterStorage\SecretVolume\secretfolder
        macAddressMinimum: 00-15-5D-AB-CD-00
        macAddressMaximum: 00-15-5D-AB-CD-FF
      domain: secret.example.com
      unclusteredVirtualMachines: [secretguest]
      profile:
        certificates: [{ thumbprint: DEADBEEFDEADBEEFDEADBEEFDEADBEEFDEADBEEF, store: My, subject: CN=secretcert }]
        guardians: [SecretGuardian]
        firewallRules: [SecretRule]
        antivirusExclusions: ['D:\secretdata\secret.exe']
        services: [{ name: SecretAgent, start: automatic }]
        localGroups: [{ name: Administrators, members: ['SECRETDOM\secretuser'] }]
        timeSource: secrettime.secret.example.com
        updates: { source: 'http://secretwsus.secret.example.com:8530' }
        account: { delegationServices: [cifs/SECRETNODE2.secret.example.com] }
        initiators: [{ kind: iscsi, name: 'iqn.1991-05.com.microsoft:secretnode1', targets: [iqn.secrettarget] }]
  - { name: SecretNode2, id: 2 }
networks: [{ name: SecretNetwork, role: 3, address: 172.19.33.0, prefixLength: 24 }]
roles:
  - { name: Cluster Group, id: aaaaaaaa-0000-0000-0000-000000000001, kind: cluster, owner: secretnode1 }
  - name: SECRETVM
    id: aaaaaaaa-0000-0000-0000-000000000002
    kind: virtualMachine
    owner: SECRETNODE1
    possibleOwners: [SECRETNODE1, secretnode2]
    antiAffinityClasses: [SecretClass]
    virtualMachine:
      id: aaaaaaaa-0000-0000-0000-000000000003
      configurationVersion: 8.0
      memory: { assignedMiB: 512, startupMiB: 512 }
      switches: [SecretSwitch]
      localMedia: ['D:\secretiso\secret.iso']
      guardians: [SecretGuardian]
      replica: { partner: secretbroker.secret.example.com }
storage: { sharedVolumes: [{ name: Secret Disk 1, friendlyName: SecretVolume, owner: SECRETNODE1 }] }
affinityRules: [{ name: SecretAffinity, kind: differentNode, roles: [secretvm] }]
coordinator:
  name: SECRETVM
  journalPath: 'C:\ClusterStorage\SecretVolume\journal.sqlite'
  administratorOn: [SECRETNODE1]
directory: [{ name: SecretCluster, clusterName: true, resolvedAddresses: [172.19.33.9] }]
";

fn names_of(inventory: &Inventory) -> Vec<String> {
    let (_, renaming) = renamed(inventory, 1);
    renaming.names.values().flat_map(Names::lower_case).filter(|name| name.len() > 3).collect()
}

#[test]
fn nothing_of_the_original_remains() {
    let secrets = document::read_inventory(SECRETS.as_bytes()).unwrap();
    let text = document::write(&anonymize(&secrets, 1).unwrap()).unwrap().to_lowercase();
    for word in ["secret", "172.19", "dead", "aaaaaaaa", "ab-cd", "example"] {
        assert!(!text.contains(word), "{word} is left in {text}");
    }
    for (source, inventory) in scenarios() {
        let (document, _) = renamed(&inventory, 1);
        let mut values = Vec::new();
        values_of("", &document, &mut values);
        for name in names_of(&inventory) {
            let left = values.iter().find(|value| value.split(['.', '\\', '/', ':']).any(|part| part == name));
            assert_eq!(left, None, "{source}: {name}");
        }
    }
}

/// Every text that was to be renamed, in lower case.
fn values_of(path: &str, value: &Value, out: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| values_of(&format!("{path}.{name}"), value, out));
        }
        Value::Array(items) => items.iter().for_each(|item| values_of(path, item, out)),
        Value::String(text) if treatment::treatment(path, text) != Treatment::Keep => out.push(text.to_lowercase()),
        _ => {}
    }
}

#[test]
fn what_belongs_together_still_does() {
    let new = anonymize(&document::read_inventory(SECRETS.as_bytes()).unwrap(), 1).unwrap();
    let machine = new.nodes[0].machine.as_ref().unwrap();
    let role = &new.roles[1];
    assert_eq!(role.owner, new.nodes[0].name);
    assert_eq!(role.possible_owners, [new.nodes[0].name.clone(), new.nodes[1].name.clone()]);
    assert_eq!(role.virtual_machine.as_ref().unwrap().switches, [machine.switches[0].name.clone()]);
    assert_eq!(machine.adapters[0].network.as_deref(), Some(new.networks[0].name.as_str()));
    assert_eq!(machine.domain, new.cluster.domain);
    assert_eq!(new.affinity_rules[0].roles, std::slice::from_ref(&role.name));
    assert_eq!(new.directory[0].name.to_lowercase(), new.cluster.name.to_lowercase());
    // The coordinator and the server of the witness are the virtual machine on this cluster.
    let coordinator = new.coordinator.as_ref().unwrap();
    assert_eq!(coordinator.name.as_ref().unwrap().as_str(), role.name.as_str());
    let share = new.cluster.quorum.witness.as_ref().unwrap().share_path.clone().unwrap();
    assert!(share.starts_with(&format!(r"\\{}.", role.name)), "{share}");
    let volume = &new.storage.shared_volumes[0].friendly_name;
    assert!(coordinator.journal_path.as_ref().unwrap().starts_with(&format!(r"C:\ClusterStorage\{volume}\")));
    let network = new.networks[0].address.as_ref().unwrap();
    assert!(network.ends_with(".0"));
    let settings = machine.hyper_v.as_ref().unwrap();
    assert_eq!(settings.migration_networks.as_deref(), Some(&[format!("{network}/24")][..]));
    let (minimum, maximum) = (settings.mac_address_minimum.as_ref(), settings.mac_address_maximum.as_ref());
    assert_eq!(minimum.unwrap().strip_suffix("-00"), maximum.unwrap().strip_suffix("-FF"));
    assert!(minimum.unwrap().starts_with("00-15-5D-"));
}

#[test]
fn rules_and_planner_see_the_same_cluster() {
    for (source, inventory) in scenarios() {
        let new = anonymize(&inventory, 5).unwrap();
        let target = inventory.level_release().and_then(Release::next).unwrap();
        let findings = |inventory: &Inventory| {
            let request = CheckRequest::new(target);
            let report = rules::check(inventory, &request);
            assert!(report.faults.is_empty());
            report.findings.iter().map(|one| (one.rule.clone(), one.severity, one.outcome)).collect::<Vec<_>>()
        };
        assert_eq!(findings(&inventory), findings(&new), "{source}");
        let steps = |inventory: &Inventory| {
            let plan = plan::make(inventory, target, &Policy::default());
            plan.map(|plan| (plan.steps.len(), plan.moves.virtual_machine_moves, plan.estimate))
                .map_err(|error| crate::error::Reportable::report(&error).id)
        };
        assert_eq!(steps(&inventory), steps(&new), "{source}");
    }
}

#[test]
fn the_seed_decides() {
    let inventory = document::read_inventory(SECRETS.as_bytes()).unwrap();
    let text = |seed: u64| document::write(&anonymize(&inventory, seed).unwrap()).unwrap();
    assert_eq!(text(1), text(1));
    assert_ne!(text(1), text(2));
    // A second time changes names again and keeps what they mean.
    let twice = anonymize(&anonymize(&inventory, 1).unwrap(), 2).unwrap();
    assert_eq!(twice.roles.len(), inventory.roles.len());
}

/// A word that the document itself defines is no name; renamed, it could not be read any more.
#[test]
fn words_of_the_document_are_kept() {
    let schema: Value = serde_json::from_str(&crate::schema::schema("inventory").unwrap()).unwrap();
    let mut words = Vec::new();
    words_of(&schema, &schema, "", &mut words);
    assert!(words.len() > 20, "{words:?}");
    for path in words {
        assert_eq!(treatment::treatment(&path, "anything"), Treatment::Keep, "{path}");
    }
}

/// The paths of all texts that may hold only certain words, or a time or a version.
fn words_of(root: &Value, part: &Value, path: &str, found: &mut Vec<String>) {
    let mut choices = vec![part];
    choices.extend(part["anyOf"].as_array().into_iter().flatten());
    for choice in choices {
        let target = match choice["$ref"].as_str().and_then(|text| text.rsplit('/').next()) {
            Some(name) => &root["$defs"][name],
            None => choice,
        };
        if target["enum"].is_array() || target["oneOf"].is_array() || target["pattern"].is_string() {
            found.push(path.to_owned());
        }
        if target["format"] == "date-time" {
            found.push(path.to_owned());
        }
        if target["items"].is_object() {
            words_of(root, &target["items"], path, found);
        }
        for (name, property) in target["properties"].as_object().into_iter().flatten() {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            words_of(root, property, &path, found);
        }
    }
}
