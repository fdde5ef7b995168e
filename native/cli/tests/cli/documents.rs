//! Documents in both formats, compared and without their names.

use serde_json::Value;

use crate::program::{Said, run, scenario};

fn document(said: &Said) -> Value {
    serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("no document ({error}): {said:?}"))
}

#[test]
fn yaml_is_read_like_json() {
    let folder = tempfile::tempdir().unwrap();
    let yaml = folder.path().join("inventory.yaml").display().to_string();
    let json = std::fs::read_to_string(scenario("cluster01-2019")).unwrap();
    std::fs::write(&yaml, format!("# by hand\n{json}")).unwrap();
    assert_eq!(
        run(&["plan", &yaml, "--to", "2022"]).out,
        run(&["plan", &scenario("cluster01-2019"), "--to", "2022"]).out
    );
    std::fs::write(&yaml, "schema: rolling-upgrade/inventory/1\nclustr: {}\n").unwrap();
    let refused = run(&["check", &yaml, "--to", "2022"]);
    assert_eq!(refused.code, 2, "{refused:?}");
    assert!(refused.err.contains("did you mean `cluster`?") && refused.err.contains("line 2, column 1"), "{refused:?}");
    let policy = folder.path().join("policy.yaml").display().to_string();
    std::fs::write(&policy, "# slowly\nparallelMigrations: 1\n").unwrap();
    let planned = run(&["plan", &scenario("cluster01-2019"), "--to", "2022", "--policy", &policy]);
    assert_eq!((planned.code, planned.err.as_str()), (0, ""));
    let simulation = folder.path().join("simulation.yaml").display().to_string();
    std::fs::write(&simulation, "schema: rolling-upgrade/simulation/1\ncallMilliseconds: 100\n").unwrap();
    let rehearsed = run(&["rehearse", &scenario("cluster01-2019"), "--to", "2022", "--simulation", &simulation]);
    assert_eq!((rehearsed.code, rehearsed.err.as_str()), (0, ""));
}

#[test]
fn compare_tells_what_an_upgrade_does_not_explain() {
    let folder = tempfile::tempdir().unwrap();
    let after = folder.path().join("after.json").display().to_string();
    let before = scenario("cluster01-2019");
    let equal = run(&["compare", &before, &before]);
    assert_eq!((equal.code, equal.err.as_str()), (0, ""));
    assert!(equal.out.ends_with(": no difference\n"), "{}", equal.out);
    let rehearsal = ["rehearse", &before, "--to", "2022", "--commit", "--cluster-after", &after];
    assert_eq!(run(&rehearsal).code, 0);
    let all = run(&["compare", &before, &after, "--format", "json"]);
    assert_eq!(all.code, 1, "{all:?}");
    let differences = document(&all)["differences"].as_array().cloned().unwrap_or_default();
    assert!(differences.iter().any(|one| one["property"] == "machine.release" && one["expected"] == true), "{all:?}");
    let rest =
        run(&["compare", &before, &after, "--upgrade", "--ignore", "cluster", "--ignore", "node", "--ignore", "role"]);
    assert_eq!(rest.code, 0, "{rest:?}");
    let wrong = run(&["compare", &before, &after, "--ignore", "colour"]);
    assert!(wrong.code == 2 && wrong.err.starts_with("error[RequestInvalid]"), "{wrong:?}");
}

#[test]
fn a_policy_raises_what_rules_weigh_and_sets_their_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let policy = folder.path().join("policy.yaml").display().to_string();
    let inventory = scenario("cluster01-2019");
    let asked = |policy: &[&str]| run(&[&["check", &inventory, "--to", "2022", "--rule", "FLD-06"], policy].concat());
    let usual = asked(&[]);
    assert!(usual.code == 0 && !usual.out.contains("FLD-06"), "{usual:?}");
    std::fs::write(&policy, "heartbeatThreshold: 30\n").unwrap();
    let warned = asked(&["--policy", &policy]);
    assert!(warned.code == 0 && warned.out.contains("WARN   FLD-06"), "{warned:?}");
    std::fs::write(&policy, "heartbeatThreshold: 30\nraisedRules: [{ rule: FLD-06, severity: block }]\n").unwrap();
    let refused = asked(&["--policy", &policy]);
    assert!(refused.code == 1 && refused.out.contains("BLOCK  FLD-06"), "{refused:?}");
}

#[test]
fn the_policy_of_the_page_is_one() {
    let page = std::fs::read_to_string(crate::program::repository().join("docs/policy.md")).unwrap();
    let text = page.split("```yaml\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let policy = folder.path().join("policy.yaml").display().to_string();
    std::fs::write(&policy, text).unwrap();
    let said = run(&["check", &scenario("cluster01-2019"), "--to", "2022", "--policy", &policy, "--rule", "ATT-03"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert!(said.out.contains("CHG-4711, approved"), "{said:?}");
}

#[test]
fn anonymize_refuses_what_is_no_inventory() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("document.json").display().to_string();
    let planned = run(&["plan", &scenario("cluster01-2019"), "--to", "2022", "--format", "json"]).out;
    for document in [planned.as_str(), r#"{"schema":"rolling-upgrade/twinState/1","state":{}}"#] {
        std::fs::write(&file, document).unwrap();
        let refused = run(&["anonymize", &file]);
        assert_eq!((refused.code, refused.out.as_str()), (2, ""));
        assert!(refused.err.starts_with("error[SchemaMismatch]"), "{refused:?}");
        assert!(refused.err.contains("rolling-upgrade/inventory/1"), "{refused:?}");
    }
}

#[test]
fn anonymize_prints_an_inventory_without_its_names() {
    let said = run(&["anonymize", &scenario("contoso-2012r2")]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert!(!said.out.to_lowercase().contains("contoso"), "{}", said.out);
    assert_eq!(said.out, run(&["anonymize", &scenario("contoso-2012r2")]).out);
    assert_ne!(said.out, run(&["anonymize", &scenario("contoso-2012r2"), "--seed", "2"]).out);
    let folder = tempfile::tempdir().unwrap();
    let renamed = folder.path().join("renamed.json").display().to_string();
    std::fs::write(&renamed, &said.out).unwrap();
    let checked = run(&["check", &renamed, "--to", "2016", "--format", "json"]);
    let original = run(&["check", &scenario("contoso-2012r2"), "--to", "2016", "--format", "json"]);
    let rules = |said: &Said| -> Vec<Value> {
        document(said)["findings"].as_array().unwrap().iter().map(|finding| finding["rule"].clone()).collect()
    };
    assert_eq!(rules(&checked), rules(&original));
}
