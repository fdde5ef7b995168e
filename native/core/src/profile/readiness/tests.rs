//! Every item of a profile, dropped in turn, is found; what only the inventory needs is named here.

use serde_json::{Value, json};

use super::*;
use crate::model::Machine;
use crate::profile::testing::{machine, whole};
use crate::rules::Severity;

fn compared(before: &Value, now: &Value, release: Release) -> Vec<Finding> {
    let (before, mut now) = (machine(before), machine(now));
    now.release = release;
    let name = NodeName::from("n1");
    let question = Question {
        node: &name,
        before: &before,
        machine: &name,
        now: Some(&now),
        hardware: Hardware::Same,
        release,
        acknowledgements: &[],
    };
    examine(&question).findings
}

fn told(findings: &[Finding]) -> String {
    findings.iter().map(|one| format!("{} {}\n", one.rule, one.message)).collect()
}

#[test]
fn an_equal_machine_is_ready_on_every_release() {
    for release in [Release::Server2016, Release::Server2019, Release::Server2022, Release::Server2025] {
        let findings = compared(&whole(), &whole(), release);
        assert!(findings.is_empty(), "{release}: {}", told(&findings));
    }
}

/// Facts of the inventory that say nothing about what a rebuild has to restore.
const NOT_COMPARED: &[&str] = &[
    "/release",
    "/build",
    "/revision",
    "/processor/model",
    "/disks/0/boot",
    "/disks/0/sizeMiB",
    "/disks/1/sizeMiB",
    // Removed, these are their own defaults; a change is looked at below.
    "/adapters/0/kind",
    "/hyperV/maximumStorageMigrations",
    "/hyperV/migrationEnabled",
    "/hyperV/migrationAuthentication",
    "/profile/clockOffsetSeconds",
    "/profile/certificates/0/subject",
    "/profile/certificates/0/notAfter",
    // Whether an account may be taken over matters before a node leaves, not after it has joined.
    "/profile/account/reuseAllowed",
    // Credential Guard is on or off by release and edition; what depends on it is the authentication.
    "/profile/credentialGuard",
    "/switches/0/kind",
];

fn paths(value: &Value, path: &str, out: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                let path = format!("{path}/{key}");
                out.push(path.clone());
                paths(inner, &path, out);
            }
        }
        Value::Array(items) => {
            for (index, inner) in items.iter().enumerate() {
                let path = format!("{path}/{index}");
                out.push(path.clone());
                paths(inner, &path, out);
            }
        }
        _ => {}
    }
}

fn without(value: &Value, path: &str) -> Value {
    let mut value = value.clone();
    let (parent, last) = path.rsplit_once('/').unwrap();
    match value.pointer_mut(parent).unwrap() {
        Value::Object(map) => {
            map.shift_remove(last);
        }
        Value::Array(items) => {
            items.remove(last.parse().unwrap());
        }
        _ => unreachable!("a parent is an object or an array"),
    }
    value
}

#[test]
fn every_item_dropped_in_turn_is_found() {
    let mut all = Vec::new();
    paths(&whole(), "", &mut all);
    let mut dropped = 0;
    for path in all.iter().filter(|path| !NOT_COMPARED.contains(&path.as_str())) {
        let now = without(&whole(), path);
        let Ok(_) = serde_json::from_value::<Machine>(now.clone()) else { continue };
        let findings = compared(&whole(), &now, Release::Server2016);
        assert!(!findings.is_empty(), "nobody misses {path}");
        dropped += 1;
    }
    assert!(dropped > 60, "{dropped} items were dropped");
}

fn changed(path: &str, to: Value) -> Value {
    let mut value = whole();
    *value.pointer_mut(path).unwrap() = to;
    value
}

#[test]
fn every_requirement_has_a_machine_that_fails_it() {
    let cases: &[(&str, &str, Value)] = &[
        ("RDY-02", "/features", json!(["Hyper-V"])),
        ("RDY-03", "/switches/0/name", json!("VSWITCH")),
        ("RDY-03", "/switches/0/kind", json!("internal")),
        ("RDY-03", "/switches/0/teaming", json!("none")),
        ("RDY-04", "/adapters/1/network", json!("Cluster Network 9")),
        ("RDY-04", "/adapters/0/vlan", json!(11)),
        ("RDY-05", "/storagePaths", json!(2)),
        ("RDY-05", "/profile/multipath/disks/0/paths", json!(2)),
        ("RDY-08", "/processor/secondLevelAddressTranslation", json!(false)),
        ("RDY-09", "/disks/1/pooled", json!(false)),
        ("RDY-10", "/profile/edition", json!("ServerStandard")),
        ("RDY-11", "/profile/systemDrive", json!("D:")),
        ("RDY-12", "/memoryMiB", json!(1024)),
        ("RDY-13", "/processor/featureSet", json!("haswell")),
        ("RDY-14", "/profile/firmware", json!("2.0")),
        ("RDY-14", "/adapters/1/driver", json!("1.0")),
        ("RDY-15", "/adapters/0/addresses", json!(["10.0.1.99/24"])),
        ("RDY-15", "/adapters/1/rdma", json!(false)),
        ("RDY-16", "/profile/networkIntents", json!(["compute"])),
        ("RDY-17", "/profile/multipath/policy", json!("FOO")),
        ("RDY-18", "/profile/initiators/0/name", json!("iqn.1991-05.com.microsoft:n9")),
        ("RDY-18", "/profile/initiators/0/targets", json!([])),
        ("RDY-19", "/switches/0/singleRoot", json!(false)),
        ("RDY-19", "/switches/0/members", json!(["NIC1"])),
        ("RDY-20", "/hyperV/migrationEnabled", json!(false)),
        ("RDY-20", "/hyperV/migrationAuthentication", json!("credSsp")),
        ("RDY-20", "/hyperV/migrationNetworks", json!([])),
        ("RDY-21", "/hyperV/virtualMachinePath", json!("C:\\VM")),
        ("RDY-22", "/profile/account/resolvedAddresses", json!(["10.0.1.250"])),
        ("RDY-22", "/profile/account/resolvedAddresses", json!([])),
        ("RDY-23", "/profile/account/trusted", json!(false)),
        ("RDY-23", "/profile/account/enabled", json!(false)),
        ("RDY-24", "/profile/account/delegation", json!("kerberosOnly")),
        ("RDY-25", "/profile/clockOffsetSeconds", json!(-301)),
        ("RDY-26", "/profile/certificates/0/privateKey", json!(false)),
        ("RDY-27", "/profile/guardians", json!([])),
        ("RDY-28", "/profile/firewallRules", json!([])),
        ("RDY-29", "/profile/antivirusExclusions", json!([])),
        ("RDY-30", "/profile/services/0/start", json!("disabled")),
        ("RDY-31", "/profile/localGroups/0/members", json!([])),
        ("RDY-32", "/profile/powerPlan", json!("Balanced")),
        ("RDY-32", "/profile/updates/source", json!("microsoftUpdate")),
    ];
    let mut failed = std::collections::BTreeSet::from(["RDY-01", "RDY-06", "RDY-07"]);
    for (id, path, value) in cases {
        let findings = compared(&whole(), &changed(path, value.clone()), Release::Server2016);
        assert!(findings.iter().any(|one| one.rule == *id), "{path}: {}", told(&findings));
        failed.insert(id);
    }
    let all: std::collections::BTreeSet<&str> = REQUIREMENTS.iter().map(|one| one.id).collect();
    assert_eq!(failed, all);
    assert_eq!(all.len(), REQUIREMENTS.len(), "an id is used twice");
}

#[test]
fn the_release_the_domain_and_a_restart() {
    let findings = |path: &str, value: Value| {
        let mut now = whole();
        now[path] = value;
        compared(&whole(), &now, Release::Server2016).into_iter().map(|one| one.rule).collect::<Vec<_>>()
    };
    assert_eq!(findings("pendingRestart", json!(true)), ["RDY-06"]);
    assert_eq!(findings("domain", json!("fabrikam.com")), ["RDY-07"]);
    assert!(findings("domain", json!("CONTOSO.COM")).is_empty());
    let name = NodeName::from("n1");
    let before = machine(&whole());
    let question = |now| Question {
        node: &name,
        before: &before,
        machine: &name,
        now,
        hardware: Hardware::Same,
        release: Release::Server2019,
        acknowledgements: &[],
    };
    assert_eq!(examine(&question(Some(&before))).findings[0].rule, "RDY-01");
    let silent = examine(&question(None));
    assert_eq!((silent.findings[0].rule.as_str(), silent.ready), ("RDY-00", false));
}

#[test]
fn what_the_release_demands_is_no_lack() {
    let mut before = whole();
    before["switches"][0]["teaming"] = json!("lbfo");
    before["hyperV"]["migrationAuthentication"] = json!("credSsp");
    let mut now = whole();
    let on = |now: &Value, release| compared(&before, now, release).into_iter().map(|one| one.rule).collect::<Vec<_>>();
    assert_eq!(on(&now, Release::Server2022), ["RDY-20"], "CredSSP is still a choice on 2022");
    assert!(on(&now, Release::Server2025).is_empty());
    now["switches"][0]["teaming"] = json!("lbfo");
    assert_eq!(on(&now, Release::Server2025), ["RDY-03"]);
}

#[test]
fn degrees_warn_and_leave_it_ready_and_unknown_does_not() {
    let name = NodeName::from("n1");
    let before = machine(&whole());
    let ready = |now: &Value, acknowledgements: &[Acknowledgement]| {
        let now = machine(now);
        examine(&Question {
            node: &name,
            before: &before,
            machine: &name,
            now: Some(&now),
            hardware: Hardware::Same,
            release: Release::Server2016,
            acknowledgements,
        })
    };
    let warned = ready(&changed("/profile/firmware", json!("9.9")), &[]);
    assert!(warned.ready && warned.findings[0].severity == Severity::Warn);
    let unread = ready(&without(&whole(), "/profile/certificates"), &[]);
    assert!(!unread.ready && unread.findings[0].outcome == Outcome::Unknown);
    let taken =
        Acknowledgement { rule: "rdy-26".to_owned(), reason: "imported by hand".to_owned(), by: None, at: None };
    let acknowledged = ready(&without(&whole(), "/profile/certificates"), &[taken]);
    assert!(acknowledged.ready);
    assert_eq!(acknowledged.findings[0].outcome, Outcome::Acknowledged);
}

#[test]
fn a_list_that_could_not_be_read_is_unknown_and_not_empty() {
    let lists = [("features", "RDY-02"), ("switches", "RDY-03"), ("adapters", "RDY-04"), ("disks", "RDY-09")];
    for (list, rule) in lists {
        let mut now = whole();
        now[list] = json!([]);
        now["unread"] = json!([list]);
        let findings = compared(&whole(), &now, Release::Server2016);
        let [finding] = findings.as_slice() else { panic!("{list}: {}", told(&findings)) };
        assert_eq!((finding.rule.as_str(), finding.outcome), (rule, Outcome::Unknown));
        assert!(finding.refuses(), "{list}");
        // What nobody could read of the node that left is not asked for.
        assert!(compared(&now, &whole(), Release::Server2016).is_empty(), "{list}");
    }
}

#[test]
fn a_name_is_judged_by_the_addresses_that_are_known() {
    let resolves = json!(["10.0.1.11", "10.0.2.11", "10.0.9.11"]);
    let found = |before: &Value, now: &Value| {
        let findings = compared(before, now, Release::Server2016);
        findings.into_iter().map(|one| format!("{} {:?}", one.rule, one.outcome)).collect::<Vec<_>>()
    };
    let path = "/profile/account/resolvedAddresses";
    // Nobody knew which adapter had the third address, and nobody knows it now.
    let before = changed(path, resolves);
    assert!(found(&before, &before).is_empty());
    // That address is new: the record is that of another machine.
    assert_eq!(found(&whole(), &before), ["RDY-22 Fired"]);
    // Addresses that could not be read prove nothing against a name, and are unknown themselves.
    let mut unread = before;
    for adapter in 0..2 {
        unread["adapters"][adapter]["addresses"] = json!([]);
    }
    unread["unread"] = json!(["addresses"]);
    assert_eq!(found(&whole(), &unread), ["RDY-15 Unknown"]);
}

#[test]
fn rdma_that_nobody_read_is_unknown() {
    let findings = compared(&whole(), &without(&whole(), "/adapters/1/rdma"), Release::Server2016);
    let [finding] = findings.as_slice() else { panic!("{}", told(&findings)) };
    assert_eq!((finding.rule.as_str(), finding.outcome), ("RDY-15", Outcome::Unknown));
    assert!(compared(&without(&whole(), "/adapters/1/rdma"), &whole(), Release::Server2016).is_empty());
}

#[test]
fn new_hardware_is_not_asked_for_the_old_disks() {
    let (before, now) = (machine(&whole()), machine(&changed("/disks", json!([]))));
    let (node, other) = (NodeName::from("n1"), NodeName::from("n9"));
    let question = Question {
        node: &node,
        before: &before,
        machine: &other,
        now: Some(&now),
        hardware: Hardware::Other,
        release: Release::Server2016,
        acknowledgements: &[],
    };
    let findings = examine(&question).findings;
    assert!(findings.is_empty(), "{}", told(&findings));
}
