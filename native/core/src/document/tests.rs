//! What is refused, by which id, at which place; and that YAML says what JSON says.

use super::*;
use crate::error::{ErrorId, Reportable as _};

fn id_and_subject(text: &[u8]) -> (ErrorId, Option<String>) {
    let report = read_inventory(text).unwrap_err().report();
    assert!(!report.remedy.is_empty());
    (report.id, report.subject)
}

const HEAD: &str = r#"{"schema":"rolling-upgrade/inventory/1","cluster":{"name":"c","functionalLevel":8},"#;

#[test]
fn bad_input_is_told_with_id_and_place() {
    let node = r#"{"name":"n1","id":1}"#;
    let vm = |memory: &str, owner: &str| {
        format!(
            r#"{HEAD}"nodes":[{node}],"roles":[{{"name":"r","id":"1","kind":"virtualMachine","owner":"{owner}",
            "virtualMachine":{{"id":"2","configurationVersion":"5.0",
            "memory":{{"assignedMiB":{memory},"startupMiB":512}}}}}}]}}"#
        )
    };
    let table: Vec<(Vec<u8>, ErrorId, Option<&str>)> = vec![
        (b"not json".to_vec(), ErrorId::DocumentNotJson, None),
        (b"{\"schema\":\"x".to_vec(), ErrorId::DocumentNotJson, None),
        (b"".to_vec(), ErrorId::DocumentNotJson, None),
        (b"\xff\xfe{}".to_vec(), ErrorId::DocumentNotUtf8, None),
        (b"{}".to_vec(), ErrorId::SchemaMismatch, Some("schema")),
        (b"[]".to_vec(), ErrorId::SchemaMismatch, Some("schema")),
        (br#"{"schema":"rolling-upgrade/plan/1"}"#.to_vec(), ErrorId::SchemaMismatch, Some("schema")),
        (br#"{"schema":"rolling-upgrade/inventory/2"}"#.to_vec(), ErrorId::SchemaNewer, Some("schema")),
        ("[".repeat(100).into_bytes(), ErrorId::DocumentTooDeep, None),
        (
            format!(r#"{HEAD}"nodes":[{{"name":"n1","id":1,"colour":"red"}}]}}"#).into_bytes(),
            ErrorId::UnknownField,
            Some("nodes[0].colour"),
        ),
        (format!(r#"{HEAD}"nodes":[{node}],"extra":1}}"#).into_bytes(), ErrorId::UnknownField, Some("extra")),
        (
            format!(r#"{HEAD}"nodes":[{node},{{"name":"N1","id":2}}]}}"#).into_bytes(),
            ErrorId::DuplicateName,
            Some("nodes[1].name"),
        ),
        (vm("512", "n2").into_bytes(), ErrorId::UnknownNode, Some("roles[0].owner")),
        (vm("-5", "n1").into_bytes(), ErrorId::FieldInvalid, Some("roles[0].virtualMachine.memory.assignedMiB")),
        (
            vm("99999999999999", "n1").into_bytes(),
            ErrorId::QuantityAbsurd,
            Some("roles[0].virtualMachine.memory.assignedMiB"),
        ),
        (format!(r#"{HEAD}"nodes":[]}}"#).into_bytes(), ErrorId::FieldInvalid, Some("nodes")),
    ];
    for (text, id, subject) in table {
        let shown = String::from_utf8_lossy(&text).chars().take(120).collect::<String>();
        let (found_id, found_subject) = id_and_subject(&text);
        assert_eq!(found_id, id, "{shown}");
        if subject.is_some() {
            assert_eq!(found_subject.as_deref(), subject, "{shown}");
        }
    }
    assert!(read_inventory(vm("512", "N1").as_bytes()).is_ok());
}

#[test]
fn too_large_is_refused_before_it_is_read() {
    let error = read::<Inventory>(&[b' '; 11], Inventory::SCHEMA, 10).unwrap_err();
    assert_eq!(error.report().id, ErrorId::DocumentTooLarge);
}

const YAML: &str = "\
# A cluster, by hand.
schema: rolling-upgrade/inventory/1
cluster: { name: C1, functionalLevel: 8 } # as Get-Cluster says
nodes:
  - name: n1
    id: 1
    machine:
      release: 2016
      build: 14393
      processor: { vendor: GenuineIntel, logicalProcessors: 8 }
      memoryMiB: 65536
  - { name: n2, id: 2 }
roles:
  - name: 0815
    id: 00000000-0000-0000-0000-000000000001
    kind: virtualMachine
    owner: N1
    possibleOwners: [n1, n2]
    virtualMachine:
      id: \"2\"
      configurationVersion: 8.0
      memory:
        assignedMiB: 512
        startupMiB: 512
";

/// The report of what YAML is refused for.
fn refusal(text: &str) -> crate::error::ErrorReport {
    read_inventory(text.as_bytes()).unwrap_err().report()
}

#[test]
fn yaml_says_what_json_says() {
    let by_hand = read_inventory(YAML.as_bytes()).unwrap();
    assert_eq!(by_hand.roles[0].name.as_str(), "0815");
    assert_eq!(by_hand.roles[0].virtual_machine.as_ref().unwrap().configuration_version.to_string(), "8.0");
    let json = write(&by_hand).unwrap();
    let from_json = read_inventory(json.as_bytes()).unwrap();
    assert_eq!(by_hand, from_json);
    assert_eq!(crate::plan::digest(&by_hand), crate::plan::digest(&from_json));
    // JSON is YAML: behind a comment it is read by the other reader, with the same result.
    assert_eq!(read_inventory(format!("# a comment\n{json}").as_bytes()).unwrap(), from_json);
    let windows = YAML.replace('\n', "\r\n");
    assert_eq!(read_inventory(format!("\u{feff}{windows}").as_bytes()).unwrap(), from_json);
}

#[test]
fn yaml_is_refused_with_id_path_line_and_column() {
    let table = [
        ("name: n1\n", "nmae: n1\n", ErrorId::UnknownField, Some("nodes[0].nmae"), "did you mean `name`?", (5, 5)),
        ("id: 1\n", "id: one\n", ErrorId::FieldInvalid, Some("nodes[0].id"), "expected u32", (6, 9)),
        ("id: 1\n", "id: \"1\"\n", ErrorId::FieldInvalid, Some("nodes[0].id"), "expected u32", (6, 9)),
        ("id: 1\n", "id: 01\n", ErrorId::FieldInvalid, Some("nodes[0].id"), "expected u32", (6, 9)),
        ("id: 1\n", "id:\n", ErrorId::FieldInvalid, Some("nodes[0].id"), "null", (6, 5)),
        ("id: 1\n", "id: 1\n    id: 2\n", ErrorId::FieldInvalid, Some("nodes[0].id"), "duplicate field", (7, 5)),
        ("name: n1\n    ", "", ErrorId::FieldInvalid, Some("nodes[0]"), "missing field `name`", (5, 5)),
        ("release: 2016", "release: 2017", ErrorId::FieldInvalid, Some("nodes[0].machine.release"), "2017", (8, 16)),
        ("owner: N1", "owner: n3", ErrorId::UnknownNode, Some("roles[0].owner"), "n3", (17, 12)),
        ("name: n2", "name: N1", ErrorId::DuplicateName, Some("nodes[1].name"), "N1", (12, 13)),
        ("[n1, n2]", "[n1, *n2]", ErrorId::DocumentNotYaml, None, "anchor", (18, 26)),
        ("[n1, n2]", "[&a n1, *a]", ErrorId::DocumentNotYaml, None, "anchors are not read", (18, 25)),
        ("[n1, n2]", "!set [n1]", ErrorId::DocumentNotYaml, None, "the tag `!set`", (18, 26)),
        ("[n1, n2]", "[n1, n2", ErrorId::DocumentNotYaml, None, "", (18, 1)),
        ("id: 1\n", "id: 1\n\tvote: true\n", ErrorId::DocumentNotYaml, None, "", (7, 1)),
        ("{ name: n2, id: 2 }", "{ [n2]: 2 }", ErrorId::DocumentNotYaml, None, "has to be a text", (12, 7)),
    ];
    for (from, to, id, subject, message, place) in table {
        assert!(YAML.contains(from), "{from}");
        let report = refusal(&YAML.replacen(from, to, 1));
        assert_eq!(report.id, id, "{to}: {}", report.message);
        if let Some(subject) = subject {
            assert_eq!(report.subject.as_deref(), Some(subject), "{to}");
            let told = format!("(line {}, column {})", place.0, place.1);
            let told_last = format!("; line {}, column {})", place.0, place.1);
            assert!(report.message.contains(&told) || report.message.contains(&told_last), "{to}: {}", report.message);
        } else {
            assert!(report.message.contains(" (line "), "{to}: {}", report.message);
        }
        assert!(report.message.contains(message), "{to}: {}", report.message);
    }
}

#[test]
fn yaml_of_another_kind_is_refused_as_such() {
    let schema = |text: &str| refusal(&YAML.replacen("rolling-upgrade/inventory/1", text, 1)).id;
    assert_eq!(schema("rolling-upgrade/plan/1"), ErrorId::SchemaMismatch);
    assert_eq!(schema("rolling-upgrade/inventory/9"), ErrorId::SchemaNewer);
    assert_eq!(schema("~"), ErrorId::SchemaMismatch);
    assert_eq!(refusal("- a: b\n").id, ErrorId::SchemaMismatch);
    assert_eq!(refusal("# nothing\n").id, ErrorId::DocumentNotYaml);
    assert_eq!(refusal(&format!("{YAML}---\n{YAML}")).id, ErrorId::DocumentNotYaml);
}

#[test]
fn yaml_can_not_grow_in_memory_or_depth() {
    // Nine lists of nine aliases each: 9^9 values, were aliases followed.
    let mut laughs = String::from("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for level in 1..9 {
        let below = vec![format!("*a{}", level - 1); 9].join(", ");
        laughs.push_str(&format!("a{level}: &a{level} [{below}]\n"));
    }
    assert_eq!(refusal(&laughs).id, ErrorId::DocumentNotYaml);
    assert_eq!(refusal("base: {a: 1}\nmore:\n  <<: *base\n").id, ErrorId::DocumentNotYaml);
    let block: String = (0..100).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    assert_eq!(refusal(&block).id, ErrorId::DocumentTooDeep);
    let lists = |depth: usize| format!("a: {}{}", "[".repeat(depth), "]".repeat(depth));
    assert_eq!(refusal(&lists(64)).id, ErrorId::DocumentTooDeep);
    assert_eq!(refusal(&lists(63)).id, ErrorId::SchemaMismatch);
    // So deep that the parser itself gives up.
    assert_eq!(refusal(&lists(100_000)).id, ErrorId::DocumentNotYaml);
    let error = read::<Inventory>(YAML.as_bytes(), Inventory::SCHEMA, 10).unwrap_err();
    assert_eq!(error.report().id, ErrorId::DocumentTooLarge);
}

#[test]
fn a_contradiction_in_json_has_a_place_too() {
    let json = write(&read_inventory(YAML.as_bytes()).unwrap()).unwrap().replacen("\"N1\"", "\"n3\"", 1);
    let line = json.lines().position(|line| line.contains("\"n3\"")).unwrap() + 1;
    let report = refusal(&json);
    assert_eq!(report.id, ErrorId::UnknownNode);
    assert!(report.message.ends_with(&format!("(line {line}, column 16)")), "{}", report.message);
}

#[test]
fn settings_are_yaml_or_json_without_a_schema() {
    let policy: crate::plan::Policy = read_settings(b"# who decides\nnodeOrder: [n2, n1]\n", 1000).unwrap();
    assert_eq!(policy.node_order.len(), 2);
    assert_eq!(read_settings::<crate::plan::Policy>(br#"{"nodeOrder":["n2","n1"]}"#, 1000).unwrap(), policy);
    let error = read_settings::<crate::plan::Policy>(b"nodeorder: [n2]\n", 1000).unwrap_err().to_string();
    assert!(error.contains("did you mean `nodeOrder`?"), "{error}");
}

/// A document as a person would indent it, with each text in quotes.
fn block(value: &serde_json::Value, indent: usize, out: &mut String) {
    use serde_json::Value;
    let margin = " ".repeat(indent);
    let is_plain = |value: &Value| match value {
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        _ => true,
    };
    let plain = |value: &Value| match value {
        Value::String(text) => format!("'{}'", text.replace('\'', "''")),
        other => other.to_string(),
    };
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                if is_plain(value) {
                    out.push_str(&format!("{margin}{name}: {}\n", plain(value)));
                } else {
                    out.push_str(&format!("{margin}{name}: # {indent}\n"));
                    block(value, indent + 2, out);
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                if is_plain(item) {
                    out.push_str(&format!("{margin}- {}\n", plain(item)));
                } else {
                    out.push_str(&format!("{margin}-\n"));
                    block(item, indent + 2, out);
                }
            }
        }
        other => out.push_str(&format!("{margin}{}\n", plain(other))),
    }
}

#[test]
fn every_inventory_is_the_same_in_both_formats() {
    use crate::generate::{GenerateOptions, generate};
    for (nodes, seed) in [(2, 1), (5, 2), (16, 3)] {
        let options = GenerateOptions {
            nodes,
            virtual_machines: 60,
            seed,
            from: crate::model::Release::Server2012R2,
            memory_use_percent: None,
        };
        let inventory = generate(&options).unwrap();
        let mut yaml = String::new();
        block(&serde_json::to_value(&inventory).unwrap(), 0, &mut yaml);
        let read = read_inventory(yaml.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{yaml}"));
        assert_eq!(read, inventory);
        assert_eq!(crate::plan::digest(&read), crate::plan::digest(&inventory));
    }
}
