//! What each command says when all is well.

use std::io::Write as _;
use std::process::Stdio;

use serde_json::Value;

use crate::program::{Said, program, run, scenario};

fn piped(arguments: &[&str], input: &str) -> Said {
    let mut child =
        program(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let said = Said::new(child.wait_with_output().unwrap());
    writer.join().unwrap().unwrap();
    said
}

fn document(said: &Said) -> Value {
    serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("no document ({error}): {said:?}"))
}

#[test]
fn check_says_ready_or_refused() {
    let ready = run(&["check", &scenario("cluster01-2019"), "--to", "2022", "--format", "json"]);
    assert_eq!(ready.code, 0, "{ready:?}");
    assert_eq!(document(&ready)["verdict"], "ready");
    let refused = run(&["check", &scenario("contoso-2012r2-no-slat"), "--to", "2016"]);
    assert_eq!(refused.code, 1, "{refused:?}");
    assert!(refused.out.contains("VER-12") && refused.out.contains("CONTOSO-HV04"), "{}", refused.out);
    let only = run(&["check", &scenario("contoso-2012r2-no-slat"), "--to", "2016", "--exclude", "VER-12"]);
    assert!(!only.out.contains("VER-12"), "{}", only.out);
}

#[test]
fn check_judges_ages_and_selects_severities() {
    let cluster = scenario("cluster01-2019");
    let stale = run(&["check", &cluster, "--to", "2022", "--at", "now", "--severity", "block"]);
    assert_eq!(stale.code, 1, "{stale:?}");
    assert!(stale.out.contains("too old") && !stale.out.contains("WARN "), "{}", stale.out);
    let warnings = run(&["check", &cluster, "--to", "2022", "--at", "now", "--severity", "WARN"]);
    assert_eq!(warnings.code, 1, "what is not told still refuses: {warnings:?}");
    assert!(warnings.out.contains("AGE-01") && !warnings.out.contains("BLOCK "), "{}", warnings.out);
    let nonsense = run(&["check", &cluster, "--to", "2022", "--at", "noon", "--format", "json"]);
    assert_eq!((nonsense.code, nonsense.report().id), (2, rolling_upgrade_core::error::ErrorId::RequestInvalid));
}

#[test]
fn plan_prints_steps_or_the_findings_that_refuse() {
    let text = run(&["plan", &scenario("contoso-2012r2"), "--to", "2016"]);
    assert_eq!((text.code, text.err.as_str()), (0, ""));
    let json = run(&["plan", &scenario("contoso-2012r2"), "--to", "2016", "--format", "json"]);
    assert_eq!(document(&json)["schema"], "rolling-upgrade/plan/1");
    assert_eq!(document(&json)["nodes"].as_array().map(Vec::len), Some(4));
    let refused = run(&["plan", &scenario("contoso-2012r2-no-slat"), "--to", "2016"]);
    assert_eq!((refused.code, refused.out.as_str()), (1, ""));
    assert!(refused.err.contains("VER-12") && refused.err.contains("error[PreflightFailed]: "), "{}", refused.err);
    let refused = run(&["plan", &scenario("contoso-2012r2-no-slat"), "--to", "2016", "--format", "json"]);
    assert_eq!((refused.code, refused.report().id), (1, rolling_upgrade_core::error::ErrorId::PreflightFailed));
}

#[test]
fn rehearse_goes_to_the_point_of_no_return_and_past_it_only_when_asked() {
    let arguments = ["rehearse", &scenario("cluster01-2019"), "--to", "2022", "--format", "json"];
    let reversible = run(&arguments);
    assert_eq!(reversible.code, 0, "{}", reversible.err);
    assert_eq!(document(&reversible)["status"]["state"], "awaitingCommit");
    let committed = run(&[&arguments[..], &["--commit"]].concat());
    assert_eq!(document(&committed)["status"]["state"], "completed");
    assert_eq!(committed.out, run(&[&arguments[..], &["--commit"]].concat()).out, "the same seed, another rehearsal");
}

#[test]
fn a_next_rehearsal_begins_where_the_last_one_ended() {
    let folder = tempfile::tempdir().unwrap();
    let after = folder.path().join("after.json");
    let after = after.to_str().unwrap();
    let upgrade = ["rehearse", &scenario("contoso-2012r2"), "--to", "2016", "--commit", "--cluster-after", after];
    assert_eq!(run(&upgrade).code, 0);
    let left: Value = serde_json::from_str(&std::fs::read_to_string(after).unwrap()).unwrap();
    assert_eq!(left["cluster"]["functionalLevel"], 9);
    let campaign = run(&["rehearse", after, "--vm-versions", "--format", "json"]);
    let status = document(&campaign)["status"].clone();
    assert_eq!((campaign.code, &status["state"]), (0, &Value::from("completed")));
    assert_eq!(status["versionsRaised"].as_array().map(Vec::len), Some(24));
    let nowhere = run(&[&upgrade[..6], &["/nowhere/at/all.json", "--format", "json"]].concat());
    assert_eq!((nowhere.code, nowhere.report().id), (2, rolling_upgrade_core::error::ErrorId::FileAccessFailed));
}

#[test]
fn a_whole_cluster_of_the_largest_size_is_planned() {
    let size = ["generate", "--nodes", "64", "--vms", "8000", "--seed", "1", "--from", "2012R2"];
    let generated = run(&size);
    assert_eq!(generated.code, 0);
    let planned = piped(&["plan", "--to", "2016", "--format", "json"], &generated.out);
    assert_eq!((planned.code, planned.err.as_str()), (0, ""));
    assert_eq!(document(&planned)["nodes"].as_array().map(Vec::len), Some(64));
}

#[test]
fn report_is_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.html");
    let base = ["report", &scenario("cluster01-2019"), "--to", "2022"];
    let plan = run(&base);
    assert_eq!((plan.code, plan.err.as_str()), (0, ""));
    assert!(plan.out.starts_with("<!DOCTYPE html>") && plan.out.contains("Node3"), "{}", plan.out);
    let written = run(&[&base[..], &["--rehearse", "--commit", "--output", file.to_str().unwrap()]].concat());
    assert_eq!(written.code, 0, "{}", written.err);
    let html = std::fs::read_to_string(&file).unwrap();
    assert!(html.len() > plan.out.len(), "the rehearsal is not in it");
    let wrong = run(&[&base[..], &["--output", folder.path().to_str().unwrap(), "--format", "json"]].concat());
    assert_eq!((wrong.code, wrong.report().id), (2, rolling_upgrade_core::error::ErrorId::FileAccessFailed));
}

#[test]
fn version_campaigns_are_planned_where_the_level_allows() {
    let generated = run(&["generate", "--nodes", "3", "--vms", "12", "--from", "2019"]);
    let planned = piped(&["plan", "--vm-versions", "--format", "json"], &generated.out);
    assert_eq!(planned.code, 0, "{}", planned.err);
    assert_eq!(document(&planned)["purpose"], "virtualMachineVersions");
}

#[test]
fn schemas_are_printed() {
    let kinds = ["inventory", "plan", "run", "finding", "findings", "event", "simulation", "policy", "error"];
    for kind in kinds {
        let said = run(&["schema", kind]);
        assert_eq!(said.code, 0, "{said:?}");
        assert_eq!(document(&said)["$schema"], "https://json-schema.org/draft/2020-12/schema", "{kind}");
    }
}

#[test]
fn logs_are_there_only_when_asked_for() {
    let arguments = ["check", &scenario("cluster01-2019"), "--to", "2022"];
    assert_eq!(run(&arguments).err, "");
    let logged = Said::new(program(&arguments).env("ROLLING_UPGRADE_LOG", "info").output().unwrap());
    assert!(logged.err.contains("Read the inventory"), "{}", logged.err);
    assert_eq!(logged.out, run(&arguments).out);
    let wrong = Said::new(program(&arguments).env("ROLLING_UPGRADE_LOG", "a=b=c").output().unwrap());
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.starts_with("error[RequestInvalid]: "), "{}", wrong.err);
}
