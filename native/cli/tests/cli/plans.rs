//! What is made of plans: a runbook, a comparison, a fleet; and a cluster in another program's format.

use std::fs;

use crate::program::{Said, program, run, scenario};

#[test]
fn a_runbook_is_markdown() {
    let shown = run(&["plan", &scenario("cluster01-2019"), "--to", "2022", "--runbook"]);
    assert_eq!((shown.code, shown.err.as_str()), (0, ""));
    assert!(shown.out.starts_with("# Cluster "), "{}", shown.out);
    assert!(shown.out.contains("```powershell\nSuspend-ClusterNode -Name "), "{}", shown.out);
}

#[test]
fn a_plan_in_windows_has_a_calendar_and_its_rehearsal_keeps_to_it() {
    let scenario = scenario("contoso-2012r2");
    let window = ["--window", "daily 22:00-03:00 Europe/Berlin", "--begin", "2027-03-27T12:00:00Z"];
    let shown = run(&[&["plan", &scenario, "--to", "2016"], window.as_slice()].concat());
    assert_eq!((shown.code, shown.err.as_str()), (0, ""));
    assert!(shown.out.contains("  Window: daily 22:00-03:00 Europe/Berlin\n"), "{}", shown.out);
    // The clock of that night leaves an hour out, so that one node fits and two do not.
    assert!(shown.out.contains("starts about Sat 2027-03-27 22:00"), "{}", shown.out);
    assert!(shown.out.contains("starts about Sun 2027-03-28 22:00"), "{}", shown.out);
    let rehearsed = run(&[&["rehearse", &scenario, "--to", "2016", "--commit"], window.as_slice()].concat());
    assert_eq!(rehearsed.code, 0, "{}{}", rehearsed.out, rehearsed.err);
    assert!(rehearsed.out.contains("Waiting: the gate of the window is closed"), "{}", rehearsed.out);
    for (wrong, says) in [("daily 22:00-03:00", "a window is written like"), ("Sat 22:00-23:00 UTC", "longest window")]
    {
        let refused = run(&["plan", &scenario, "--to", "2016", "--window", wrong, "--begin", "now"]);
        assert!(refused.code > 0 && refused.err.contains(says), "{}", refused.err);
    }
}

#[test]
fn two_plans_are_compared() {
    let folder = tempfile::tempdir().unwrap();
    let plan = |placement: &str| {
        let made = run(&[
            "plan",
            &scenario("cluster01-2019"),
            "--to",
            "2022",
            "--format",
            "json",
            "--placement",
            placement,
            "--minimize",
            "mib",
        ]);
        let file = folder.path().join(format!("{placement}.json"));
        fs::write(&file, made.out).unwrap();
        file.display().to_string()
    };
    let (fewest, restore) = (plan("fewest"), plan("restore"));
    let same = run(&["compare-plans", &fewest, &fewest]);
    assert!(same.out.contains("Every role takes the same way."), "{}", same.out);
    let other = run(&["compare-plans", &fewest, &restore, "--format", "json"]);
    assert!(other.out.contains("\"schema\": \"rolling-upgrade/plan-comparison/1\""), "{}{}", other.out, other.err);
    let wrong = run(&["compare-plans", &fewest, &scenario("cluster01-2019")]);
    assert_eq!(wrong.code, 2, "{}", wrong.out);
}

#[test]
fn a_fleet_is_planned_file_by_file() {
    let folder = tempfile::tempdir().unwrap();
    for (name, scenario_name) in [("a", "contoso-2012r2"), ("b", "contoso-2012r2-no-slat")] {
        fs::copy(scenario(scenario_name), folder.path().join(format!("{name}.json"))).unwrap();
    }
    fs::write(folder.path().join("c.json"), "{").unwrap();
    fs::write(folder.path().join("notes.txt"), "not an inventory").unwrap();
    let folder = folder.path().display().to_string();
    let shown = run(&["plan", "--fleet", &folder, "--to", "2016"]);
    assert_eq!(shown.code, 1, "{}", shown.err);
    let lines: Vec<&str> = shown.out.lines().collect();
    assert!(lines[0].starts_with("a.json: CONTOSO, 4 nodes to 2016, "), "{}", shown.out);
    assert!(lines[1].starts_with("b.json: PreflightFailed: "), "{}", shown.out);
    assert!(lines[2].starts_with("c.json: "), "{}", shown.out);
    assert_eq!(lines.len(), 4);
    // The same bytes on one thread and on many.
    for threads in ["1", "8"] {
        let mut again = program(&["plan", "--fleet", &folder, "--to", "2016"]);
        let again = Said::new(again.env("RAYON_NUM_THREADS", threads).output().unwrap());
        assert_eq!(shown.out, again.out);
    }
}

#[test]
fn a_cluster_is_exported_for_htools() {
    let shown = run(&["export", &scenario("contoso-2012r2"), "--format", "ganeti"]);
    assert_eq!((shown.code, shown.err.as_str()), (0, ""));
    assert_eq!(shown.out.split("\n\n").count(), 5, "{}", shown.out);
}
