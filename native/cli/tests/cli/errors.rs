//! Every kind of wrong input: its id, its place, its remedy, its exit code, and that nothing is changed.

use std::fs;
use std::path::Path;

use rolling_upgrade_core::error::ErrorId;

use crate::program::{Said, repository, run, scenario};

const HEAD: &str = r#"{"schema":"rolling-upgrade/inventory/1","cluster":{"name":"c","functionalLevel":8},"#;
const NODE: &str = r#"{"name":"n1","id":1}"#;

fn virtual_machine(memory: &str, owner: &str) -> String {
    let machine =
        format!(r#"{{"id":"2","configurationVersion":"5.0","memory":{{"assignedMiB":{memory},"startupMiB":512}}}}"#);
    format!(
        r#"{HEAD}"nodes":[{NODE}],"roles":[
            {{"name":"r","id":"1","kind":"virtualMachine","owner":"{owner}","virtualMachine":{machine}}}]}}"#
    )
}

/// The bytes of a file, the id they end in, and what the error is about.
fn wrong_documents() -> Vec<(Vec<u8>, ErrorId, Option<&'static str>)> {
    let memory = Some("roles[0].virtualMachine.memory.assignedMiB");
    vec![
        (b"Name State\nNode1 Up\n".to_vec(), ErrorId::DocumentNotJson, None),
        (Vec::new(), ErrorId::DocumentNotJson, None),
        (br#"{"schema":"rolling-upgrade/plan/1"}"#.to_vec(), ErrorId::SchemaMismatch, Some("schema")),
        (b"{}".to_vec(), ErrorId::SchemaMismatch, Some("schema")),
        (br#"{"schema":"rolling-upgrade/inventory/2"}"#.to_vec(), ErrorId::SchemaNewer, Some("schema")),
        (
            format!(r#"{HEAD}"nodes":[{{"name":"n1","id":1,"colour":"red"}}]}}"#).into_bytes(),
            ErrorId::UnknownField,
            Some("nodes[0].colour"),
        ),
        (
            format!(r#"{HEAD}"nodes":[{NODE},{{"name":"N1","id":2}}]}}"#).into_bytes(),
            ErrorId::DuplicateName,
            Some("nodes[1].name"),
        ),
        (virtual_machine("512", "n2").into_bytes(), ErrorId::UnknownNode, Some("roles[0].owner")),
        (virtual_machine("-5", "n1").into_bytes(), ErrorId::FieldInvalid, memory),
        (virtual_machine("1.5", "n1").into_bytes(), ErrorId::FieldInvalid, memory),
        (virtual_machine("99999999999999", "n1").into_bytes(), ErrorId::QuantityAbsurd, memory),
        (b"\xff\xfe{\0}\0".to_vec(), ErrorId::DocumentNotUtf8, None),
        ("[".repeat(1000).into_bytes(), ErrorId::DocumentTooDeep, None),
    ]
}

fn refused(said: &Said, id: ErrorId) {
    assert_eq!(said.code, 2, "{id:?}: {said:?}");
    assert_eq!(said.out, "", "{id:?}");
    let report = said.report();
    assert_eq!(report.id, id, "{said:?}");
    assert!(!report.remedy.is_empty(), "{id:?}");
    assert!(repository().join(format!("docs/errors/{id:?}.md")).exists(), "{id:?} has no page");
}

#[test]
fn wrong_documents_are_refused_by_every_command_that_reads_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cluster.json");
    let path = file.to_str().unwrap();
    for (bytes, id, subject) in wrong_documents() {
        fs::write(&file, &bytes).unwrap();
        for command in ["check", "plan", "rehearse"] {
            let said = run(&[command, path, "--to", "2016", "--format", "json"]);
            refused(&said, id);
            if subject.is_some() {
                assert_eq!(said.report().subject.as_deref(), subject, "{id:?}");
            }
        }
        let text = run(&["check", path, "--to", "2016"]);
        assert_eq!((text.code, text.out.as_str()), (2, ""), "{id:?}");
        assert!(text.err.starts_with(&format!("error[{id:?}]: ")), "{}", text.err);
        assert!(text.err.lines().count() >= 2, "the remedy is missing: {}", text.err);
        assert_eq!(fs::read(&file).unwrap(), bytes, "{id:?} changed the file");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "{id:?} left a file behind");
    }
}

#[test]
fn files_that_can_not_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing [1] é.json");
    let json = |path: &Path| run(&["check", path.to_str().unwrap(), "--to", "2016", "--format", "json"]);
    let said = json(&missing);
    refused(&said, ErrorId::FileNotFound);
    assert_eq!(said.report().subject.as_deref(), missing.to_str());
    refused(&json(folder.path()), ErrorId::FileAccessFailed);
    for option in ["--policy", "--simulation"] {
        let inventory = scenario("cluster01-2019");
        let said =
            run(&["rehearse", &inventory, "--to", "2022", option, missing.to_str().unwrap(), "--format", "json"]);
        refused(&said, ErrorId::FileNotFound);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn wrong_settings_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("settings.json");
    let inventory = scenario("cluster01-2019");
    for (option, text, id) in [
        ("--policy", "{\"retrys\":1}", ErrorId::UnknownField),
        ("--policy", "{\"retries\":-1}", ErrorId::FieldInvalid),
        ("--simulation", "{}", ErrorId::SchemaMismatch),
        ("--simulation", "{\"schema\":\"rolling-upgrade/simulation/1\",\"fault\":1}", ErrorId::UnknownField),
    ] {
        fs::write(&file, text).unwrap();
        let path = file.to_str().unwrap();
        refused(&run(&["rehearse", &inventory, "--to", "2022", option, path, "--format", "json"]), id);
    }
}

#[test]
fn releases_that_are_none() {
    let inventory = scenario("cluster01-2019");
    for target in ["2026", "2012", "", "2022; rm"] {
        refused(&run(&["plan", &inventory, "--to", target, "--format", "json"]), ErrorId::TargetInvalid);
    }
    let said = run(&["generate", "--nodes", "4", "--vms", "8", "--from", "2025"]);
    assert_eq!(said.code, 2);
    assert!(said.err.starts_with("error[TargetInvalid]: "), "{}", said.err);
    let said = run(&["generate", "--nodes", "65", "--vms", "8", "--from", "2016"]);
    assert!(said.code == 2 && said.err.starts_with("error[QuantityAbsurd]: "), "{}", said.err);
}

#[test]
fn wrong_usage_ends_with_two() {
    for arguments in [
        &[][..],
        &["chekc"],
        &["check", "--frmat", "json"],
        &["check", "cluster.json"],
        &["plan", "cluster.json"],
        &["plan", "cluster.json", "--to", "2016", "--vm-versions"],
        &["generate", "--nodes", "many", "--vms", "1", "--from", "2016"],
        &["schema", "nonsense"],
    ] {
        let said = run(arguments);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{arguments:?}");
        assert!(said.err.contains("--help"), "{arguments:?}: {}", said.err);
    }
}
