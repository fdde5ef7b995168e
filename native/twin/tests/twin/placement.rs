//! Where the cluster puts what it moves: affinity rules, sites, fault domains, what a machine lacks.

use cluster_twin::call::{AffinityRuleView, Call, GroupSetView, NodeView};
use cluster_twin::{Fault, Simulation, Twin};
use rolling_upgrade_core::model::RoleName;
use serde_json::{Value, json};

use crate::support::*;

const NODES: [&str; 4] = ["n1", "n2", "n3", "n4"];

fn document(roles: Vec<Value>) -> Value {
    Shape { release: "2019", level: 10, nodes: &NODES, witness: true, roles }.document()
}

fn owner(twin: &mut Twin, role: &str) -> String {
    group(twin, role).owner.to_string()
}

fn drained(document: &Value, node: &str) -> Twin {
    let mut twin = twin_of(document, &Simulation::default());
    call::<Value>(&mut twin, &suspend(node));
    twin
}

/// Kind, soft, enabled; where VM1 goes from n1 when VM2 is on n2, n3 is in n2's rack, and n4 is small ("Cluster
/// affinity").
#[test]
fn affinity_rules() {
    let table = [
        ("differentNode", false, true, "n3"),
        ("differentNode", true, true, "n3"),
        ("differentNode", false, false, "n2"),
        ("differentFaultDomain", false, true, "n4"),
        ("sameNode", false, true, "n2"),
        ("sameFaultDomain", false, true, "n2"),
    ];
    for (kind, soft, enabled, expected) in table {
        let roles = vec![virtual_machine(1, "n1", "9.0", 4096), virtual_machine(2, "n2", "9.0", 4096)];
        let mut document = document(roles);
        document["nodes"][1]["machine"]["memoryMiB"] = json!(400_000);
        document["nodes"][2]["machine"]["memoryMiB"] = json!(300_000);
        for (node, rack) in [(1, "rack2"), (2, "rack2"), (3, "rack4")] {
            document["nodes"][node]["faultDomain"] = json!(rack);
        }
        document["affinityRules"] =
            json!([{"name": "rule", "kind": kind, "roles": ["VM1", "VM2"], "soft": soft, "enabled": enabled}]);
        let mut twin = drained(&document, "n1");
        assert_eq!(owner(&mut twin, "VM1"), expected, "{kind} {soft} {enabled}");
    }
}

#[test]
fn a_hard_rule_refuses_a_node_that_somebody_names_and_a_soft_one_does_not() {
    for (soft, code) in [(false, Some(5971)), (true, None)] {
        let mut document = document(vec![virtual_machine(1, "n1", "9.0", 4096), virtual_machine(2, "n2", "9.0", 4096)]);
        document["affinityRules"] = json!([
            {"name": "apart", "kind": "differentNode", "roles": ["VM1", "VM2"], "soft": soft}
        ]);
        let mut twin = twin_of(&document, &Simulation::default());
        let answer = twin.call(&move_to("VM1", "n2"));
        assert_eq!(answer.err().and_then(|report| report.win32), code, "soft {soft}");
    }
}

#[test]
fn machines_that_belong_together_leave_together() {
    let roles = vec![virtual_machine(1, "n1", "9.0", 4096), virtual_machine(2, "n1", "9.0", 4096)];
    let mut document = document(roles);
    document["affinityRules"] = json!([{"name": "together", "kind": "sameNode", "roles": ["VM1", "VM2"]}]);
    let mut twin = drained(&document, "n1");
    assert_eq!(owner(&mut twin, "VM1"), owner(&mut twin, "VM2"));
    let view: Vec<NodeView> = call(&mut twin, &Call::Nodes { names: vec!["n1".into()] });
    assert_eq!(view[0].drain_status, 2);
}

/// Sites and racks of n2, n3 and n4, the preferred site of the VM on n1 (north, rack1), where it goes ("Fault domain
/// awareness": the same chassis first, then the same site).
#[test]
fn sites_and_fault_domains() {
    let table = [
        ([("south", "rack9"), ("north", "rack2"), ("north", "rack1")], None, "n4"),
        ([("south", "rack9"), ("north", "rack2"), ("south", "rack8")], None, "n3"),
        ([("south", "rack9"), ("north", "rack2"), ("north", "rack1")], Some("south"), "n2"),
    ];
    for (places, preferred, expected) in table {
        let mut role = virtual_machine(1, "n1", "9.0", 4096);
        if let Some(site) = preferred {
            role["preferredSite"] = json!(site);
        }
        let mut document = document(vec![role]);
        document["nodes"][0]["site"] = json!("north");
        document["nodes"][0]["faultDomain"] = json!("rack1");
        for (place, (site, rack)) in places.iter().enumerate() {
            document["nodes"][place + 1]["site"] = json!(site);
            document["nodes"][place + 1]["faultDomain"] = json!(rack);
        }
        let mut twin = drained(&document, "n1");
        assert_eq!(owner(&mut twin, "VM1"), expected, "{places:?} {preferred:?}");
    }
}

#[test]
fn a_machine_with_a_virtual_tpm_goes_only_where_its_keys_are() {
    let mut role = virtual_machine(1, "n1", "9.0", 4096);
    role["virtualMachine"]["guardians"] = json!(["Guardian"]);
    let mut document = document(vec![role]);
    for node in 0..4 {
        let keys = if node == 3 { json!(["Guardian"]) } else { json!([]) };
        document["nodes"][node]["machine"]["profile"] = json!({"guardians": keys});
    }
    let mut twin = twin_of(&document, &Simulation::default());
    assert_eq!(refused(&mut twin, &move_to("VM1", "n2")).win32, Some(5953));
    call::<Value>(&mut twin, &suspend("n1"));
    assert_eq!(owner(&mut twin, "VM1"), "n4");
}

#[test]
fn live_migration_that_is_switched_off_moves_nothing() {
    let mut document = document(vec![virtual_machine(1, "n1", "9.0", 4096)]);
    document["nodes"][1]["machine"]["hyperV"] = json!({"migrationEnabled": false});
    let mut twin = twin_of(&document, &Simulation::default());
    assert!(refused(&mut twin, &move_to("VM1", "n2")).message.contains("live migration"));
    call::<Value>(&mut twin, &move_to("VM1", "n3"));
}

/// AutoFailbackType, window, hour of the resume, and whether the VM is home after ten minutes and after a day.
#[test]
fn failback_by_policy_keeps_to_its_window() {
    // The inventory was captured at 08:00.
    let table = [
        (false, None, false, false),
        (true, None, true, true),
        (true, Some((7, 9)), true, true),
        (true, Some((20, 5)), false, true),
    ];
    for (automatic, window, soon, later) in table {
        let mut role = virtual_machine(1, "n1", "9.0", 4096);
        role["automaticFailback"] = json!(automatic);
        if let Some((start, end)) = window {
            role["failbackWindowStart"] = json!(start);
            role["failbackWindowEnd"] = json!(end);
        }
        let mut twin = drained(&document(vec![role]), "n1");
        call::<NodeView>(&mut twin, &Call::ResumeNode { node: "n1".into(), failback: Some(2) });
        twin.step(600);
        assert_eq!(owner(&mut twin, "VM1") == "n1", soon, "{automatic} {window:?}");
        twin.step(24 * 3600);
        assert_eq!(owner(&mut twin, "VM1") == "n1", later, "{automatic} {window:?}");
    }
}

/// `-Failback`, whether the VM comes back, `FailbackStatus`.
#[test]
fn each_failback_mode() {
    for (mode, back, status) in [(None, false, 0), (Some(0), false, 0), (Some(1), true, 2), (Some(2), false, 0)] {
        let mut twin = drained(&document(vec![virtual_machine(1, "n1", "9.0", 4096)]), "n1");
        call::<NodeView>(&mut twin, &Call::ResumeNode { node: "n1".into(), failback: mode });
        twin.step(300);
        let view: Vec<NodeView> = call(&mut twin, &Call::Nodes { names: vec!["n1".into()] });
        assert_eq!((owner(&mut twin, "VM1") == "n1", view[0].failback_status), (back, status), "{mode:?}");
    }
}

#[test]
fn a_group_that_fails_back_returns_when_its_preferred_owner_does() {
    let role = json!({
        "name": "Files", "id": "files", "kind": "fileServer", "owner": "n1", "automaticFailback": true,
        "preferredOwners": ["n1"]
    });
    let fault = Fault::NodeCrash { node: "n1".into(), at_seconds: 100, returns_after_seconds: Some(600) };
    let simulation = Simulation { faults: vec![fault], ..Simulation::default() };
    let mut twin = twin_of(&document(vec![role]), &simulation);
    twin.step(300);
    assert_ne!(owner(&mut twin, "Files"), "n1");
    twin.step(600);
    assert_eq!(owner(&mut twin, "Files"), "n1");
}

/// `RuleType`, the node of VM2, and where VM1 goes from n1 after the rule was made by hand.
#[test]
fn rules_that_somebody_makes_are_kept() {
    let roles = vec![virtual_machine(1, "n1", "9.0", 4096), virtual_machine(2, "n2", "9.0", 4096)];
    for (rule_type, removed, expected) in [(4, false, "n3"), (2, false, "n2"), (4, true, "n2")] {
        let mut document = document(roles.clone());
        document["nodes"][1]["machine"]["memoryMiB"] = json!(400_000);
        document["nodes"][2]["machine"]["memoryMiB"] = json!(300_000);
        let mut twin = twin_of(&document, &Simulation::default());
        let name = || "rule".to_owned();
        call::<Value>(&mut twin, &Call::CreateAffinityRule { name: name(), rule_type });
        let both = Some(vec!["VM1".into(), "vm2".into()]);
        let change = Call::ChangeAffinityRule { name: name(), roles: both, volumes: None, remove: false };
        let views: Vec<AffinityRuleView> = call(&mut twin, &change);
        assert_eq!((views[0].rule_type, views[0].groups.len(), views[0].enabled), (rule_type, 2, true));
        if removed {
            call::<Value>(&mut twin, &Call::RemoveAffinityRule { name: name() });
        }
        call::<Value>(&mut twin, &suspend("n1"));
        assert_eq!(owner(&mut twin, "VM1"), expected, "{rule_type} {removed}");
        assert_eq!(twin.inventory().affinity_rules.len(), usize::from(!removed));
    }
}

#[test]
fn rules_are_refused_by_name_and_forget_a_role_that_goes() {
    let mut document = document(vec![virtual_machine(1, "n1", "9.0", 4096), virtual_machine(2, "n2", "9.0", 4096)]);
    document["groupSets"] = json!([{"name": "front", "roles": ["VM1"], "startupDelaySeconds": 20}]);
    let mut twin = twin_of(&document, &Simulation::default());
    let make = Call::CreateAffinityRule { name: "Apart".to_owned(), rule_type: 4 };
    call::<Value>(&mut twin, &make);
    assert_eq!(refused(&mut twin, &make).win32, Some(183));
    let change = |name: &str, role: &str| Call::ChangeAffinityRule {
        name: name.to_owned(),
        roles: Some(vec![role.into()]),
        volumes: None,
        remove: false,
    };
    assert_eq!(refused(&mut twin, &change("other", "VM1")).win32, Some(1168));
    assert_eq!(refused(&mut twin, &change("APART", "VM9")).subject.as_deref(), Some("VM9"));
    for role in ["VM1", "VM2"] {
        call::<Value>(&mut twin, &change("apart", role));
    }
    assert_eq!(refused(&mut twin, &move_to("VM1", "n2")).win32, Some(5971));
    call::<Value>(&mut twin, &Call::RemoveGroup { group: "VM2".into(), remove_resources: true });
    call::<Value>(&mut twin, &move_to("VM1", "n2"));
    let views: Vec<AffinityRuleView> = call(&mut twin, &Call::AffinityRules);
    assert_eq!(views[0].groups, [RoleName::from("VM1")]);
    let sets: Vec<GroupSetView> = call(&mut twin, &Call::GroupSets);
    assert_eq!((sets[0].groups.len(), sets[0].startup_delay_seconds), (1, 20));
}
