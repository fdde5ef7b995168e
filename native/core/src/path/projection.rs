//! The cluster as it is when a later pass begins.

use crate::model::{Inventory, Machine, NodeState, PoolVersion, Release, Teaming};

/// The inventory after every pass up to `release` is finished.
pub(crate) fn at(inventory: &Inventory, release: Release) -> Inventory {
    let mut later = inventory.clone();
    for pooled in std::mem::take(&mut later.machines) {
        let Some(replaced) = &pooled.replaces else {
            later.machines.push(pooled);
            continue;
        };
        if let Some(node) = later.nodes.iter_mut().find(|node| node.name == *replaced) {
            // The name stays, so that owners need no change; only the hardware is another one.
            node.machine = Some(pooled.machine);
        }
    }
    for node in &mut later.nodes {
        node.state = NodeState::Up;
        node.quarantined = false;
        if let Some(machine) = &mut node.machine {
            install(machine, release);
        }
    }
    later.cluster.functional_level = release.level();
    later.cluster.mixed_since = None;
    for pool in &mut later.storage.pools {
        pool.version = PoolVersion(pool.version.0.max(release));
    }
    later
}

fn install(machine: &mut Machine, release: Release) {
    if machine.release < release {
        machine.release = release;
        machine.build = release.build();
        machine.pending_restart = false;
        if release >= Release::Server2022 {
            // Hyper-V of these releases takes no other team, so that the pass has replaced it.
            for switch in machine.switches.iter_mut().filter(|switch| switch.teaming == Teaming::Lbfo) {
                switch.teaming = Teaming::Set;
            }
        }
    }
}
