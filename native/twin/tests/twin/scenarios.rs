//! Whole upgrades of the scenarios, planned and rehearsed.

use cluster_twin::{InstallDefect, Operator, Rehearsal, Simulation, rehearse};
use rolling_upgrade_core::compare::compare;
use rolling_upgrade_core::model::{Inventory, Network, Release, Replica, Teaming, VirtualMachine, VirtualMachineState};
use rolling_upgrade_core::plan::{Placement, Policy, make, make_version_campaign};
use rolling_upgrade_core::run::{LineKind, RunState};
use serde_json::json;

pub(crate) fn scenario(name: &str) -> Inventory {
    let root = env!("CARGO_MANIFEST_DIR");
    let path = format!("{root}/../../tests/scenarios/{name}/cluster.json");
    let text = std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    rolling_upgrade_core::document::read_inventory(&text).unwrap()
}

fn upgrade(name: &str, target: Release, simulation: &Simulation, commit: bool) -> Rehearsal {
    let inventory = scenario(name);
    let plan = make(&inventory, target, &Policy::default()).unwrap_or_else(|error| panic!("{name}: {error}"));
    rehearse(&inventory, plan, simulation, 1, commit).unwrap()
}

const SCENARIOS: [(&str, Release, u32); 3] = [
    ("contoso-2012r2", Release::Server2016, 8),
    ("cluster01-2019", Release::Server2022, 10),
    ("s2d-2022", Release::Server2025, 11),
];

#[test]
fn every_scenario_is_upgraded_without_unplanned_downtime() {
    for (name, target, level) in SCENARIOS {
        let simulation = Simulation::default();
        let held = upgrade(name, target, &simulation, false);
        assert_eq!(held.status.state, RunState::AwaitingCommit, "{}", held.text());
        assert_eq!(held.functional_level.0, level, "{name}");
        let done = upgrade(name, target, &simulation, true);
        assert_eq!(done.status.state, RunState::Completed, "{}", done.text());
        assert_eq!(done.functional_level.0, level + 1, "{name}");
        assert!(done.nodes.iter().all(|node| node.release == target), "{}", done.text());
        assert!(done.account.outages.iter().all(|outage| outage.down_milliseconds == 0), "{}", done.text());
        assert!(done.down.is_empty(), "{}", done.text());
        assert!(done.duration_seconds > 3600 && done.duration_seconds < 48 * 3600, "{}", done.duration_seconds);
        // Same input, same bytes.
        let again = upgrade(name, target, &simulation, true);
        assert_eq!(done.text(), again.text());
        assert_eq!(serde_json::to_string(&done).unwrap(), serde_json::to_string(&again).unwrap());
    }
}

/// A cluster of which everything is set that an eviction forgets.
pub(crate) fn placed(name: &str) -> Inventory {
    let mut inventory = scenario(name);
    inventory.nodes[1].vote = false;
    inventory.cluster.quorum.lower_priority_node_id = inventory.nodes[2].id;
    // Sites and racks come with Windows Server 2016 ("Fault domain awareness", learn.microsoft.com).
    let with_sites = inventory.cluster.functional_level >= Release::Server2016.level();
    for (place, node) in inventory.nodes.iter_mut().enumerate() {
        if let Some(machine) = &mut node.machine {
            machine.profile.credential_guard = Some(false);
        }
        if !with_sites {
            continue;
        }
        node.site = Some(if place < 2 { "North" } else { "South" }.to_owned());
        // Each is alone in its rack, which must not go with it.
        node.fault_domain = Some(format!("Rack {place}"));
    }
    // Only one node has an adapter on it, so that it goes and comes with that node.
    inventory.networks.push(Network {
        name: "Backup".to_owned(),
        role: 0,
        address: Some("10.99.0.0".to_owned()),
        prefix_length: Some(24),
        live_migration: false,
        state: None,
    });
    let adapters = &mut inventory.nodes[0].machine.as_mut().unwrap().adapters;
    let adapter = json!({"name": "Backup", "network": "Backup"});
    adapters.push(serde_json::from_value(adapter).unwrap());
    inventory
}

/// Roles that only some nodes may own, or that like some better.
fn with_owner_lists(mut inventory: Inventory) -> Inventory {
    let owners: Vec<_> = inventory.nodes.iter().map(|node| node.name.clone()).collect();
    for role in inventory.roles.iter_mut().filter(|role| role.virtual_machine.is_some()).take(2) {
        let mut possible = vec![role.owner.clone()];
        possible.extend(owners.iter().filter(|owner| **owner != role.owner).take(1).cloned());
        role.possible_owners = possible;
        role.preferred_owners = owners.iter().rev().cloned().collect();
    }
    inventory
}

/// What a release takes over in another way: a team under a switch from 2022 on, CredSSP on 2025.
fn with_what_the_release_demands(mut inventory: Inventory, target: Release) -> Inventory {
    for machine in inventory.nodes.iter_mut().filter_map(|node| node.machine.as_mut()) {
        if target == Release::Server2022 {
            machine.switches.iter_mut().for_each(|switch| switch.teaming = Teaming::Lbfo);
        } else if let Some(settings) = machine.hyper_v.as_mut().filter(|_| target == Release::Server2025) {
            "credSsp".clone_into(&mut settings.migration_authentication);
        }
    }
    inventory
}

/// What the cluster forgets of its nodes is back once the run has ended: what differs is what an upgrade is for.
#[test]
fn after_a_whole_run_the_cluster_is_what_it_was() {
    // The first scenario replaces hardware; the last one ends with new ids, and where Credential Guard is on by itself.
    for ((name, target, _), new_node_ids) in SCENARIOS.into_iter().zip([false, false, true]) {
        let inventory = with_what_the_release_demands(with_owner_lists(placed(name)), target);
        let operator = Operator { new_node_ids, ..Operator::default() };
        let simulation = Simulation { operator, ..Simulation::default() };
        let mut twin = cluster_twin::Twin::new(&inventory, &simulation, 1).unwrap();
        let before = twin.inventory();
        let policy = Policy { placement: Placement::Restore, ..Policy::default() };
        let plan = make(&before, target, &policy).unwrap_or_else(|error| panic!("{name}: {error}"));
        let done = cluster_twin::rehearse_on(&mut twin, plan, 1, true).unwrap();
        assert_eq!(done.status.state, RunState::Completed, "{}", done.text());
        let after = twin.inventory();
        let compared = compare(&before, &after, &[]).unwrap();
        let unexpected: Vec<_> = compared.unexpected().collect();
        assert!(unexpected.is_empty(), "{name}: {unexpected:#?}");
        assert!(done.status.left_undone.is_empty(), "{name}: {:?}", done.status.left_undone);
        golden(name, &rolling_upgrade_core::compare::text(&compared));
    }
}

/// The whole comparison as a person reads it.
fn golden(name: &str, text: &str) {
    let root = env!("CARGO_MANIFEST_DIR");
    let path = format!("{root}/../../tests/scenarios/{name}/before-and-after.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    let first = known.lines().zip(text.lines()).find(|(known, now)| known != now);
    assert!(known == text, "{path} differs, first in {first:?}; UPDATE_GOLDEN=1 writes it anew");
}

#[test]
fn the_campaign_raises_every_version() {
    let mut inventory = scenario("contoso-2012r2");
    let plan = make(&inventory, Release::Server2016, &Policy::default()).unwrap();
    let mut twin = cluster_twin::Twin::new(&inventory, &Simulation::default(), 3).unwrap();
    let upgraded = cluster_twin::rehearse_on(&mut twin, plan, 3, true).unwrap();
    assert_eq!(upgraded.status.state, RunState::Completed, "{}", upgraded.text());
    inventory = twin.inventory();
    let campaign = make_version_campaign(&inventory, &Policy::default()).unwrap();
    let done = cluster_twin::rehearse_on(&mut twin, campaign, 3, true).unwrap();
    assert_eq!(done.status.state, RunState::Completed, "{}", done.text());
    let after = twin.inventory();
    let mut versions = after.roles.iter().filter_map(|role| role.virtual_machine.as_ref());
    assert!(versions.all(|machine| machine.configuration_version.to_string() == "8.0"), "{}", done.text());
    assert!(done.account.outages.iter().all(|outage| outage.down_milliseconds == 0));
}

type Change = fn(&mut Inventory);

/// A campaign on a cluster that was changed after it was planned, and which VMs kept their version and why.
fn campaign_after(change: Change) -> (Vec<String>, String) {
    let mut inventory = scenario("contoso-2012r2");
    let plan = make(&inventory, Release::Server2016, &Policy::default()).unwrap();
    let mut twin = cluster_twin::Twin::new(&inventory, &Simulation::default(), 3).unwrap();
    cluster_twin::rehearse_on(&mut twin, plan, 3, true).unwrap();
    inventory = twin.inventory();
    let campaign = make_version_campaign(&inventory, &Policy::default()).unwrap();
    change(&mut inventory);
    let mut twin = cluster_twin::Twin::new(&inventory, &Simulation::default(), 3).unwrap();
    let done = cluster_twin::rehearse_on(&mut twin, campaign, 3, true).unwrap();
    assert_eq!(done.status.state, RunState::Completed, "{}", done.text());
    assert!(done.account.outages.iter().all(|outage| outage.down_milliseconds == 0), "{}", done.text());
    let after = twin.inventory();
    let machines = after.roles.iter().filter_map(|role| Some((role, role.virtual_machine.as_ref()?)));
    let old = machines.filter(|(_, machine)| machine.configuration_version.to_string() != "8.0");
    (old.map(|(role, _)| role.name.to_string()).collect(), done.status.left_undone.join("; "))
}

fn first_machine(inventory: &mut Inventory) -> &mut VirtualMachine {
    inventory.roles.iter_mut().find_map(|role| role.virtual_machine.as_mut()).unwrap()
}

#[test]
fn what_befalls_one_vm_after_the_campaign_was_planned_leaves_out_that_vm_alone() {
    let changes: [(&str, Change); 4] = [
        ("VMV-03", |inventory| first_machine(inventory).checkpoints = 1),
        ("saved", |inventory| first_machine(inventory).state = VirtualMachineState::Saved),
        ("ROL-07", |inventory| first_machine(inventory).replica = Some(partner(Some(Release::Server2012R2)))),
        ("ROL-07", |inventory| first_machine(inventory).replica = Some(partner(None))),
    ];
    for (why, change) in changes {
        let (old, left) = campaign_after(change);
        assert_eq!(old.len(), 1, "{why}: {old:?}");
        assert!(left.contains(why) && left.contains(&old[0]), "{why}: {left}");
    }
    let (old, left) =
        campaign_after(|inventory| first_machine(inventory).replica = Some(partner(Some(Release::Server2016))));
    assert!(old.is_empty() && left.is_empty(), "{old:?} {left}");
}

fn partner(partner_release: Option<Release>) -> Replica {
    Replica { partner: "dr".to_owned(), partner_release, primary: true, health: None }
}

#[test]
fn a_missing_part_is_told_and_the_run_goes_on_once_it_is_mended() {
    let machine = scenario("cluster01-2019").nodes[0].name.clone();
    let defect = InstallDefect {
        features: vec!["Hyper-V".into()],
        mended_after_seconds: Some(1800),
        ..InstallDefect::of(machine)
    };
    let simulation = Simulation { install_defects: vec![defect.clone()], ..Simulation::default() };
    let done = upgrade("cluster01-2019", Release::Server2022, &simulation, false);
    assert_eq!(done.status.state, RunState::AwaitingCommit, "{}", done.text());
    let told = done.lines.iter().any(|line| line.kind != LineKind::Intent && line.text.contains("Hyper-V"));
    assert!(told, "{:#?}", done.lines);
    // Never mended: it waits, and the rehearsal says for what.
    let never = InstallDefect { mended_after_seconds: None, ..defect };
    let simulation = Simulation { install_defects: vec![never], ..Simulation::default() };
    let held = upgrade("cluster01-2019", Release::Server2022, &simulation, false);
    assert!(!held.succeeded(), "{}", held.text());
    let reason = held.status.reason.as_ref().map(|reason| reason.message.clone());
    let waits = held.status.waiting_for.clone().or(reason).unwrap_or_default();
    assert!(waits.contains("Hyper-V"), "{}", held.text());
}
