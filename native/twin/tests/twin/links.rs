//! Migrations on one link share it, from moment to moment ("Live migration overview").

use cluster_twin::call::{Call, OutageView};
use cluster_twin::{DirtyRates, MigrationSettings, Simulation, Twin};
use serde_json::{Value, json};

use crate::support::*;

/// A link of 1000 MiB a second, no compression, quiet guests, no constant times.
fn simulation() -> Simulation {
    Simulation {
        call_milliseconds: 0,
        migration: MigrationSettings {
            setup_milliseconds: 0,
            resume_milliseconds: 0,
            compression_percent: 100,
            ..MigrationSettings::default()
        },
        dirty_rates: DirtyRates { default_mib_per_second: Some(0), ..DirtyRates::default() },
        ..Simulation::default()
    }
}

fn twin(migrations: u32, parallel: Option<u32>) -> Twin {
    let roles = (1..=3).map(|number| virtual_machine(number, "n1", "9.0", 10_000)).collect();
    let shape = Shape { release: "2019", level: 10, nodes: &["n1", "n2", "n3"], witness: true, roles };
    let mut document = shape.document();
    for node in 0..3 {
        let machine = &mut document["nodes"][node]["machine"];
        machine["hyperV"] = json!({"maximumMigrations": migrations});
        machine["adapters"] = json!([{"name": "NIC", "network": "Management"}]);
    }
    if let Some(parallel) = parallel {
        document["cluster"]["maximumParallelMigrations"] = json!(parallel);
    }
    twin_of(&document, &simulation())
}

fn owner(twin: &mut Twin, number: u32) -> String {
    group(twin, &format!("VM{number}")).owner.to_string()
}

#[test]
fn one_alone_has_the_link_and_two_have_half_each() {
    let mut twin = twin(2, None);
    call::<Value>(&mut twin, &move_to("VM1", "n2"));
    twin.step(5);
    // Half of it is over; from here on both have half the link.
    call::<Value>(&mut twin, &move_to("VM2", "n3"));
    twin.step(9);
    assert_eq!((owner(&mut twin, 1).as_str(), owner(&mut twin, 2).as_str()), ("n1", "n1"));
    twin.step(2);
    // 5 s alone and 10 s shared; the other one has 5000 MiB left and the link to itself again.
    assert_eq!((owner(&mut twin, 1).as_str(), owner(&mut twin, 2).as_str()), ("n2", "n1"));
    twin.step(3);
    assert_eq!(owner(&mut twin, 2), "n1");
    twin.step(2);
    assert_eq!(owner(&mut twin, 2), "n3");
}

/// Limit of the hosts, limit of the cluster, migrations at the same time ("Set-VMHost": the cluster's own property
/// takes precedence).
#[test]
fn limits_of_hosts_and_of_the_cluster() {
    for (hosts, cluster, expected) in [(2, None, 2), (3, None, 3), (2, Some(1), 1), (1, Some(3), 3)] {
        let mut twin = twin(hosts, cluster);
        call::<Value>(
            &mut twin,
            &Call::SuspendNode { node: "n1".into(), drain: true, force_drain: false, wait: false, target: None },
        );
        let moving = (1..=3).filter(|number| group(&mut twin, &format!("VM{number}")).state == 4).count();
        let queued =
            (1..=3).filter(|number| group(&mut twin, &format!("VM{number}")).status_information & 4 != 0).count();
        assert_eq!((moving, queued), (expected, 3 - expected), "{hosts} {cluster:?}");
    }
}

#[test]
fn smb_has_a_quarter_of_the_link_where_its_limit_is_in_force() {
    for (level, feature, seconds) in [(11, true, 40), (11, false, 10), (10, true, 10)] {
        let release = if level == 11 { "2022" } else { "2019" };
        let roles = vec![virtual_machine(1, "n1", "9.0", 10_000)];
        let mut document = Shape { release, level, nodes: &["n1", "n2"], witness: true, roles }.document();
        for node in 0..2 {
            let machine = &mut document["nodes"][node]["machine"];
            machine["hyperV"] = json!({"migrationTransport": "smb"});
            machine["adapters"] = json!([{"name": "NIC", "network": "Management"}]);
            if feature {
                machine["features"] = json!(["Failover-Clustering", "Hyper-V", "FS-SMBBW"]);
            }
        }
        let mut twin = twin_of(&document, &simulation());
        call::<Value>(&mut twin, &move_to("VM1", "n2"));
        twin.step(seconds - 1);
        assert_eq!(owner(&mut twin, 1), "n1", "level {level}, {feature}");
        twin.step(2);
        assert_eq!(owner(&mut twin, 1), "n2", "level {level}, {feature}");
    }
}

#[test]
fn the_pause_of_each_machine_is_accounted() {
    let mut simulation = simulation();
    simulation.dirty_rates.default_mib_per_second = Some(600);
    let roles = vec![virtual_machine(1, "n1", "9.0", 32_768)];
    let mut document = Shape { release: "2019", level: 10, nodes: &["n1", "n2"], witness: true, roles }.document();
    for node in 0..2 {
        document["nodes"][node]["machine"]["adapters"] = json!([{"name": "NIC", "network": "Management"}]);
    }
    simulation.migration.link_mib_per_second = 1100;
    let mut twin = twin_of(&document, &simulation);
    for node in ["n2", "n1"] {
        call::<Value>(&mut twin, &move_to("VM1", node));
        twin.step(100);
    }
    let outages: Vec<OutageView> = twin.account().outages;
    // The vector of the model: 1.44 s each time.
    assert_eq!(outages.len(), 1);
    assert!((1400..1480).contains(&outages[0].longest_blackout_milliseconds), "{outages:?}");
    assert_eq!(outages[0].blackout_milliseconds, 2 * outages[0].longest_blackout_milliseconds);
    assert_eq!(outages[0].down_milliseconds + outages[0].planned_milliseconds, 0);
}
