//! The four stages of a rolling upgrade, and the way back ("Cluster operating system rolling upgrade").

use cluster_twin::call::{Call, ClusterView};
use cluster_twin::{Simulation, Twin};
use rolling_upgrade_core::model::Release;
use serde_json::Value;

use crate::support::*;

const NODES: [&str; 4] = ["Node1", "Node2", "Node3", "Node4"];

/// (release, level, next release, version before, version after)
const HOPS: [(&str, u32, Release, &str, &str); 4] = [
    ("2012R2", 8, Release::Server2016, "5.0", "8.0"),
    ("2016", 9, Release::Server2019, "8.0", "9.0"),
    ("2019", 10, Release::Server2022, "9.0", "10.0"),
    ("2022", 11, Release::Server2025, "10.0", "12.0"),
];

fn stages(twin: &Twin, next: Release) -> (usize, usize) {
    let members = twin.members();
    let new = members.iter().filter(|(_, release)| *release == next).count();
    (members.len() - new, new)
}

fn at(release: &str, level: u32, version: &str) -> Twin {
    let roles = (1..=4).map(|number| virtual_machine(number, NODES[number - 1], version, 8192)).collect();
    Shape { release, level, nodes: &NODES, witness: true, roles }.twin()
}

#[test]
fn four_stages_of_each_hop() {
    for (release, old_level, next, before, after) in HOPS {
        let mut twin = at(release, old_level, before);
        assert_eq!(stages(&twin, next), (4, 0));
        turn(&mut twin, "Node1");
        turn(&mut twin, "Node2");
        assert_eq!((stages(&twin, next), level(&mut twin)), ((2, 2), old_level));
        raise_version_is_refused(&mut twin, before);
        turn(&mut twin, "Node3");
        turn(&mut twin, "Node4");
        assert_eq!((stages(&twin, next), level(&mut twin)), ((0, 4), old_level));
        raise_version_is_refused(&mut twin, before);
        let cluster: ClusterView = call(&mut twin, &Call::UpdateFunctionalLevel { what_if: false });
        assert_eq!(cluster.functional_level, old_level + 1);
        let host = group(&mut twin, "VM1").owner;
        let update = Call::UpdateVirtualMachineVersion { name: "VM1".into(), host: host.clone() };
        let view: cluster_twin::call::VirtualMachineView = call(&mut twin, &update);
        assert_eq!(view.version, after, "{release}");
        // Nothing more to raise: success, as the protocol says.
        let again: ClusterView = call(&mut twin, &Call::UpdateFunctionalLevel { what_if: false });
        assert_eq!(again.functional_level, old_level + 1);
    }
}

fn raise_version_is_refused(twin: &mut Twin, before: &str) {
    let host = group(twin, "VM1").owner;
    let view: cluster_twin::call::VirtualMachineView = {
        let stop = Call::StopVirtualMachine { name: "VM1".into(), host: host.clone(), kind: 2 };
        if group(twin, "VM1").state == 0 {
            call::<Value>(twin, &stop);
        }
        let all: Vec<_> = call(twin, &Call::VirtualMachines { host: host.clone() });
        all.into_iter().find(|view: &cluster_twin::call::VirtualMachineView| view.name.as_str() == "VM1").unwrap()
    };
    assert_eq!(view.version, before);
    let new_host = twin.members().into_iter().find(|(name, _)| *name == host).unwrap().1;
    let error = twin.call(&Call::UpdateVirtualMachineVersion { name: "VM1".into(), host });
    let old_default = before == new_host.default_configuration_version().unwrap().to_string();
    assert!(old_default || error.is_err(), "a version above the level's was taken");
    let inventory = twin.inventory();
    let role = inventory.roles.iter().find(|role| role.name.as_str() == "VM1").unwrap();
    assert_eq!(role.virtual_machine.as_ref().unwrap().configuration_version.to_string(), before);
}

#[test]
fn all_new_nodes_and_the_old_level_can_still_go_back() {
    let operator = cluster_twin::Operator { automatic: false, ..cluster_twin::Operator::default() };
    let simulation = Simulation { operator, ..Simulation::default() };
    let roles = vec![virtual_machine(1, "Node1", "5.0", 8192)];
    let shape = Shape { release: "2012R2", level: 8, nodes: &["Node1", "Node2"], witness: true, roles };
    let mut twin = twin_of(&shape.document(), &simulation);
    for (release, node) in [
        (Release::Server2016, "Node1"),
        (Release::Server2016, "Node2"),
        (Release::Server2012R2, "Node1"),
        (Release::Server2012R2, "Node2"),
    ] {
        call::<Value>(&mut twin, &suspend(node));
        call::<Value>(&mut twin, &evict(node));
        let install = Call::Install { machine: node.into(), replaces: None, release: Some(release), in_place: false };
        call::<Value>(&mut twin, &install);
        call::<Value>(&mut twin, &install);
        await_install(&mut twin, node);
        call::<Value>(&mut twin, &add(node));
    }
    assert_eq!(stages(&twin, Release::Server2016), (2, 0));
    assert_eq!(level(&mut twin), 8);
    assert!(twin.inventory().cluster.mixed_since.is_none());
    assert_eq!(group(&mut twin, "VM1").state, 0);
    assert!(twin.account().outages.iter().all(|outage| outage.down_milliseconds == 0));
}
