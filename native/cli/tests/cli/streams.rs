//! Large documents, standard input, readers that go away.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::process::Stdio;

use rolling_upgrade_core::error::ErrorId;

use crate::program::{Said, program, run, scenario};

const MIB: usize = 1024 * 1024;

/// An inventory of about 64 MB: two nodes, and as many VMs as it takes.
fn large_inventory() -> Vec<u8> {
    let node = |id: u32| format!(r#"{{"name":"n{id}","id":{id}}}"#);
    let mut text = format!(
        r#"{{"schema":"rolling-upgrade/inventory/1","cluster":{{"name":"c","functionalLevel":9}},
        "nodes":[{},{}],"roles":["#,
        node(1),
        node(2)
    );
    let class = "x".repeat(700);
    let mut number = 0;
    while text.len() < 64 * MIB {
        let comma = if number == 0 { "" } else { "," };
        text.push_str(&format!(
            r#"{comma}
{{"name":"vm{number}","id":"g{number}","kind":"virtualMachine","owner":"n1","antiAffinityClasses":["{class}{number}"],
"virtualMachine":{{"id":"v{number}","configurationVersion":"8.0","memory":{{"assignedMiB":1,"startupMiB":512}}}}}}"#
        ));
        number += 1;
    }
    text.push_str("]}");
    text.into_bytes()
}

#[test]
fn sixty_four_megabytes_are_handled() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("large.json");
    std::fs::write(&file, large_inventory()).unwrap();
    let said = run(&["check", file.to_str().unwrap(), "--to", "2019", "--rule", "VER-01", "--format", "json"]);
    assert!(said.code <= 1, "{}", said.err);
    assert!(said.out.contains("rolling-upgrade/findings/1"), "{}", said.out);
}

#[test]
fn a_gigabyte_is_refused_by_its_size() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("huge.json");
    File::create(&path).unwrap().set_len(1024 * MIB as u64).unwrap();
    let said = run(&["check", path.to_str().unwrap(), "--to", "2016", "--format", "json"]);
    assert_eq!((said.code, said.report().id), (2, ErrorId::DocumentTooLarge));
    // The whole size is in the message, so it was not found out by reading to the limit.
    assert!(said.report().message.contains("1073741824"), "{}", said.err);
}

#[test]
fn a_gigabyte_on_standard_input_is_read_to_the_limit_and_no_further() {
    let mut child = program(&["check", "-", "--to", "2016", "--format", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let chunk = vec![b' '; MIB];
    let mut written = 0;
    while written < 1024 && input.write_all(&chunk).is_ok() {
        written += 1;
    }
    drop(input);
    let said = Said::new(child.wait_with_output().unwrap());
    assert_eq!((said.code, said.report().id), (2, ErrorId::DocumentTooLarge));
    assert!((256..300).contains(&written), "{written} MiB were taken");
}

#[test]
fn standard_input_is_read_with_and_without_a_dash() {
    for arguments in [&["check", "--to", "2022"][..], &["check", "-", "--to", "2022"]] {
        let input = File::open(scenario("cluster01-2019")).unwrap();
        let said = Said::new(program(arguments).stdin(input).output().unwrap());
        assert_eq!(said.out, run(&["check", &scenario("cluster01-2019"), "--to", "2022"]).out, "{said:?}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = program(&["generate", "--nodes", "64", "--vms", "8000", "--from", "2016"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let said = Said::new(child.wait_with_output().unwrap());
    assert_eq!((said.code, said.err.as_str()), (0, ""));
}
