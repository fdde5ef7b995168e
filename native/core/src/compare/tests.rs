//! Each kind of difference, what is no difference, and that every list of an inventory has a meaning.

use super::*;
use crate::document::read_inventory;
use crate::generate::{GenerateOptions, generate};
use crate::model::Release;

const BEFORE: &str = "
schema: rolling-upgrade/inventory/1
capturedAt: 2026-01-01T00:00:00Z
cluster: { name: C1, functionalLevel: 8, autoBalancerMode: ~ }
nodes:
  - name: N1
    id: 1
    machine:
      release: 2012R2
      build: 9600
      processor: { vendor: GenuineIntel, logicalProcessors: 8 }
      memoryMiB: 65536
      features: [Hyper-V, Failover-Clustering]
      switches: [{ name: Tenant, members: [A, B] }, { name: Backup }]
      hyperV: { migrationNetworks: [M1, M2] }
      profile:
        { firewallRules: [one, two],
          certificates: [{ thumbprint: AA, store: My }, { thumbprint: AA, store: Root }] }
  - { name: N2, id: 2 }
networks: [{ name: Management, role: 3 }, { name: Storage, role: 1 }]
roles:
  - { name: Cluster Group, id: g0, kind: cluster, owner: N1 }
  - name: vm1
    id: g1
    kind: virtualMachine
    owner: N1
    preferredOwners: [N1, N2]
    possibleOwners: [N1, N2]
    virtualMachine: { id: v1, configurationVersion: 5.0, memory: { assignedMiB: 512, startupMiB: 512 } }
storage: { sharedVolumes: [{ name: Cluster Disk 1, friendlyName: Volume1, owner: N1 }] }
";

/// A part of the text, and what stands in its place.
type Replacement<'t> = (&'t str, &'t str);

fn differences(replacements: &[(&str, &str)]) -> Vec<Difference> {
    let mut after = BEFORE.to_owned();
    for (from, to) in replacements {
        assert!(after.contains(from), "{from}");
        after = after.replacen(from, to, 1);
    }
    let read = |text: &str| read_inventory(text.as_bytes()).unwrap();
    compare(&read(BEFORE), &read(&after), &[]).unwrap().differences
}

fn lines(replacements: &[(&str, &str)]) -> Vec<String> {
    let told = |value: &Option<Value>| value.as_ref().map_or_else(|| "-".to_owned(), walk::words);
    differences(replacements)
        .iter()
        .map(|one| {
            let property = one.property.as_deref().unwrap_or("*");
            let expected = if one.expected { " expected" } else { "" };
            let (kind, subject) = (&one.subject_kind, &one.subject);
            format!(
                "{} {kind} {subject} {property} {} {}{expected}",
                one.kind.word(),
                told(&one.before),
                told(&one.after)
            )
        })
        .collect()
}

#[test]
fn each_difference_names_subject_property_and_values() {
    let table: &[(&[Replacement<'_>], &[&str])] = &[
        (&[("functionalLevel: 8", "functionalLevel: 9")], &["changed cluster C1 functionalLevel 8 9 expected"]),
        (&[("autoBalancerMode: ~", "autoBalancerMode: 2")], &["changed cluster C1 autoBalancerMode - 2 expected"]),
        (
            &[("- { name: N2, id: 2 }", "- { name: N2, id: 3, vote: false }")],
            &["changed node N2 id 2 3 expected", "changed node N2 vote true false"],
        ),
        (
            &[("  - { name: N2, id: 2 }\n", "  - { name: N2, id: 2 }\n  - { name: N3, id: 3 }\n")],
            &["added node N3 * - -"],
        ),
        (
            &[("[Hyper-V, Failover-Clustering]", "[failover-clustering]")],
            &["removed node N1 machine.features[Hyper-V] Hyper-V -"],
        ),
        (
            &[("{ name: Backup }", "{ name: Backup, teaming: set }"), ("[A, B]", "[B, C]")],
            &[
                "removed node N1 machine.switches[Tenant].members[A] A -",
                "added node N1 machine.switches[Tenant].members[C] - C",
                "changed node N1 machine.switches[Backup].teaming none set",
            ],
        ),
        (&[("{ name: Tenant,", "{ name: tenant,")], &["changed node N1 machine.switches[Tenant].name Tenant tenant"]),
        (&[("[M1, M2]", "[M2, M1]")], &["changed node N1 machine.hyperV.migrationNetworks [M1, M2] [M2, M1]"]),
        (
            &[
                ("[one, two]", "[two, three]"),
                ("{ thumbprint: AA, store: Root }", "{ thumbprint: AA, store: Root, privateKey: true }"),
            ],
            &[
                "changed node N1 machine.profile.certificates[AA].privateKey false true",
                "removed node N1 machine.profile.firewallRules[one] one -",
                "added node N1 machine.profile.firewallRules[three] - three",
            ],
        ),
        (&[("firewallRules: [one, two],\n", "\n")], &["changed node N1 machine.profile.firewallRules [one, two] -"]),
        (&[("name: Storage, role: 1", "name: Storage, role: 0")], &["changed network Storage role 1 0"]),
        (
            &[("preferredOwners: [N1, N2]", "preferredOwners: [N2, N1]")],
            &["changed role vm1 preferredOwners [N1, N2] [N2, N1]"],
        ),
        (&[("possibleOwners: [N1, N2]", "possibleOwners: [N2]")], &["changed role vm1 possibleOwners [N1, N2] [N2]"]),
        (&[("- name: vm1", "- name: web1"), ("id: g1", "id: G1")], &["changed role vm1 name vm1 web1"]),
        (&[("id: g1", "id: g2")], &["removed role vm1 * - -", "added role vm1 * - -"]),
        (
            &[("configurationVersion: 5.0", "configurationVersion: 8.0")],
            &["changed role vm1 virtualMachine.configurationVersion 5.0 8.0 expected"],
        ),
        (
            &[("friendlyName: Volume1, owner: N1", "friendlyName: Volume1, owner: N2")],
            &["changed sharedVolume Cluster Disk 1 owner N1 N2 expected"],
        ),
        (
            &[("storage: {", "coordinator: { name: M1, isVirtual: true }\nstorage: { repairJobs: 1,")],
            &[
                "changed cluster C1 storage.repairJobs 0 1",
                "changed coordinator M1 name - M1",
                "changed coordinator M1 isVirtual - true",
            ],
        ),
    ];
    for (replacements, expected) in table {
        assert_eq!(&lines(replacements), expected, "{replacements:?}");
    }
}

#[test]
fn spelling_order_and_age_are_no_differences() {
    let table: &[&[(&str, &str)]] = &[
        &[],
        &[("capturedAt: 2026-01-01", "capturedAt: 2026-02-01")],
        &[("memoryMiB: 65536", "memoryMiB: 65536\n      observedAt: 2026-01-01T00:00:00Z")],
        &[("possibleOwners: [N1, N2]", "possibleOwners: [n2, N1]")],
        &[("owner: N1\n", "owner: n1\n")],
        &[("[Hyper-V, Failover-Clustering]", "[Failover-Clustering, Hyper-V]")],
        &[(
            "[{ name: Tenant, members: [A, B] }, { name: Backup }]",
            "[{ name: Backup }, { name: Tenant, members: [B, A] }]",
        )],
        &[(
            "networks: [{ name: Management, role: 3 }, { name: Storage, role: 1 }]",
            "networks: [{ name: Storage, role: 1 }, { name: Management, role: 3 }]",
        )],
    ];
    for replacements in table {
        assert_eq!(lines(replacements), Vec::<String>::new(), "{replacements:?}");
    }
}

#[test]
fn new_hardware_for_old_is_expected() {
    let machine = "machines:\n  - name: N9\n    replaces: N2\n    machine: { release: 2016, build: 14393, \
        processor: { vendor: GenuineIntel, logicalProcessors: 8 }, memoryMiB: 65536 }\nnetworks:";
    let before = read_inventory(BEFORE.replacen("networks:", machine, 1).as_bytes()).unwrap();
    let text = BEFORE.replace("{ name: N2, id: 2 }", "{ name: N9, id: 3 }").replace("[N1, N2]", "[N1, N9]");
    let found = compare(&before, &read_inventory(text.as_bytes()).unwrap(), &[]).unwrap();
    let whole: Vec<&Difference> = found.differences.iter().filter(|one| one.property.is_none()).collect();
    assert_eq!(whole.len(), 3, "{found:?}");
    assert!(whole.iter().all(|one| one.expected), "{whole:?}");
}

#[test]
fn what_is_ignored_is_left_out_and_a_wrong_pattern_is_refused() {
    let read = |text: &str| read_inventory(text.as_bytes()).unwrap();
    let after = BEFORE.replace("owner: N1", "owner: N2").replace("{ name: Backup }", "{ name: Backup, teaming: set }");
    let left = |ignore: &[&str]| {
        let ignore: Vec<String> = ignore.iter().map(|&text| text.to_owned()).collect();
        compare(&read(BEFORE), &read(&after), &ignore).map(|found| found.differences.len())
    };
    assert_eq!(left(&[]), Ok(4));
    assert_eq!(left(&["role.owner"]), Ok(2));
    assert_eq!(left(&["Role", "node.machine.switches"]), Ok(1));
    assert_eq!(left(&["role.own"]), Ok(4));
    assert_eq!(left(&["color.owner"]).unwrap_err().report().id, ErrorId::RequestInvalid);
}

#[test]
fn the_text_names_each_subject_once() {
    let read = |text: &str| read_inventory(text.as_bytes()).unwrap();
    let after = BEFORE.replace("[Hyper-V, ", "[").replace("build: 9600", "build: 14393");
    let comparison = compare(&read(BEFORE), &read(&after), &[]).unwrap();
    assert_eq!(
        text(&comparison),
        "C1 of 2026-01-01T00:00:00Z and C1 of 2026-01-01T00:00:00Z: 2 differences, 1 of them expected of an upgrade\n\
         node N1\n  changed (expected): machine.build: 9600 -> 14393\n  removed: machine.features[Hyper-V]\n"
    );
}

/// A list of objects without a key would be compared by position, and a reordered capture would look changed.
#[test]
fn every_list_of_objects_has_a_key_or_a_section() {
    let schema: Value = serde_json::from_str(&crate::schema::schema("inventory").unwrap()).unwrap();
    let mut found = Vec::new();
    lists_of(&schema, &schema["$defs"]["Machine"], "machine", &mut found);
    lists_of(&schema, &schema["$defs"]["Role"], "", &mut found);
    lists_of(&schema, &schema["$defs"]["Cluster"], "", &mut found);
    lists_of(&schema, &schema["$defs"]["Coordinator"], "", &mut found);
    assert!(found.len() >= 8, "{found:?}");
    for path in found {
        assert!(shape::keys(&path).is_some() || !shape::is_compared(&path), "{path} is compared by position");
    }
}

/// A part of the inventory that is added tomorrow has to be compared tomorrow.
#[test]
fn every_part_of_an_inventory_is_compared() {
    let schema: Value = serde_json::from_str(&crate::schema::schema("inventory").unwrap()).unwrap();
    let names = |part: &Value| -> BTreeSet<String> {
        part["properties"].as_object().map(|fields| fields.keys().cloned().collect()).unwrap_or_default()
    };
    let expected = |names: &str| -> BTreeSet<String> { names.split(' ').map(str::to_owned).collect() };
    let parts = "schema capturedAt cluster nodes machines networks roles storage affinityRules groupSets coordinator \
        directory domainControllers resourceTypes";
    assert_eq!(names(&schema), expected(parts));
    let storage = "spacesDirect sharedVolumes pools virtualDisks physicalDisks repairJobs cacheMemoryMiB \
        sharedVirtualDisks";
    assert_eq!(names(&schema["$defs"]["Storage"]), expected(storage));
}

/// The paths of all lists of objects below a part of the schema.
fn lists_of(root: &Value, part: &Value, path: &str, found: &mut Vec<String>) {
    let target = |value: &Value| -> Value {
        let reference = value["$ref"].as_str().or_else(|| value["anyOf"][0]["$ref"].as_str());
        let name = reference.and_then(|text| text.rsplit('/').next());
        name.map_or_else(|| value.clone(), |name| root["$defs"][name].clone())
    };
    let Some(properties) = part["properties"].as_object() else { return };
    for (name, property) in properties {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        let items = target(&property["items"]);
        if items["properties"].is_object() {
            found.push(path.clone());
            lists_of(root, &items, &path, found);
        }
        lists_of(root, &target(property), &path, found);
    }
}

#[test]
fn a_large_cluster_is_compared_with_itself_and_with_one_change() {
    let options = GenerateOptions {
        nodes: 64,
        virtual_machines: 8000,
        seed: 1,
        from: Release::Server2019,
        memory_use_percent: None,
    };
    let before = generate(&options).unwrap();
    let mut after = before.clone();
    after.roles.reverse();
    after.nodes.reverse();
    assert_eq!(compare(&before, &after, &[]).unwrap().differences, []);
    after.roles[17].locked = !after.roles[17].locked;
    let found = compare(&before, &after, &[]).unwrap().differences;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].subject, after.roles[17].name.as_str());
}
