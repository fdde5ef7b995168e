//! Shared volumes that affinity rules name (storage affinity): which node coordinates such a volume is planned like the
//! place of a role, so that a rule that keeps it with a VM, or away from one, decides where both go.
//!
//! Source: "Cluster affinity" (learn.microsoft.com): a rule may name Cluster Shared Volumes beside roles.

use crate::model::{Inventory, Priority, Role, RoleKind, RoleName, RoleState, SharedVolume, same_name};

/// The volumes that rules in force name, each as a role of its own.
pub(super) fn in_rules(inventory: &Inventory) -> Vec<Role> {
    let named = |volume: &&SharedVolume| {
        let mut rules = inventory.affinity_rules.iter().filter(|rule| rule.enabled);
        rules.any(|rule| rule.volumes.iter().any(|name| same_name(name, &volume.name)))
    };
    inventory.storage.shared_volumes.iter().filter(named).map(as_role).collect()
}

fn as_role(volume: &SharedVolume) -> Role {
    Role {
        name: RoleName::from(volume.name.as_str()),
        id: String::new(),
        kind: RoleKind::Other,
        owner: volume.owner.clone(),
        state: RoleState::Online,
        priority: Priority::default(),
        preferred_owners: Vec::new(),
        possible_owners: Vec::new(),
        anti_affinity_classes: Vec::new(),
        locked: false,
        automatic_failback: false,
        virtual_machine: None,
        resource_types: Vec::new(),
        preferred_site: None,
        failback_window_start: None,
        failback_window_end: None,
    }
}
