//! Which roles a pass interrupts, and when.

use std::collections::BTreeSet;

use super::{OutageMoment, PassNeed, PassOutage};
use crate::model::{ConfigurationVersion, Inventory, Release, Role, RoleKind, RoleState, VirtualMachineState};

/// The oldest configuration version that hosts of 2022 and newer run.
const OLDEST_FROM_2022: ConfigurationVersion = ConfigurationVersion { major: 8, minor: 0 };

/// The interruptions of one pass, in the order of the roles; `needs` are those of the pass.
pub(super) fn outages(inventory: &Inventory, to: Release, raised: bool, needs: &[PassNeed]) -> Vec<PassOutage> {
    let named: BTreeSet<&str> = needs
        .iter()
        .filter(|need| need.subject.kind == "role" && SHUTS_DOWN.contains(&need.rule.as_str()))
        .map(|need| need.subject.name.as_str())
        .collect();
    let of = |role: &Role| {
        let before = before(role, to, raised, &named);
        before.into_iter().chain(during(role))
    };
    inventory.roles.iter().flat_map(of).collect()
}

/// Rules whose remedy is to shut a VM down.
const SHUTS_DOWN: [&str; 3] = ["VMV-10", "VMV-11", "LM-07"];

/// Whether the pass to this release needs configuration versions that VMs before it may not have.
pub(crate) fn needs_raise(role: &Role, to: Release) -> bool {
    let machine = role.virtual_machine.as_ref();
    to >= Release::Server2022 && machine.is_some_and(|machine| machine.configuration_version < OLDEST_FROM_2022)
}

fn before(role: &Role, to: Release, raised: bool, named: &BTreeSet<&str>) -> Option<PassOutage> {
    let machine = role.virtual_machine.as_ref()?;
    if machine.state == VirtualMachineState::Off {
        return None;
    }
    let outage = |reason: String| PassOutage { role: role.name.clone(), moment: OutageMoment::Before, reason };
    if needs_raise(role, to) && !raised {
        return Some(outage(format!(
            "shut down while the configuration version is raised from {}",
            machine.configuration_version
        )));
    }
    named.contains(role.name.as_str()).then(|| outage("shut down, as it can't be moved while it runs".to_owned()))
}

fn during(role: &Role) -> Option<PassOutage> {
    let outage =
        |reason: &str| PassOutage { role: role.name.clone(), moment: OutageMoment::During, reason: reason.to_owned() };
    match (&role.virtual_machine, role.kind) {
        (Some(machine), _) if machine.state != VirtualMachineState::Off && machine.quick_migration => {
            Some(outage("saved on the way, as it asks for quick migration"))
        }
        (None, RoleKind::FileServer | RoleKind::SqlServer | RoleKind::Dhcp | RoleKind::Generic | RoleKind::Other)
            if role.state != RoleState::Offline =>
        {
            Some(outage("fails over: offline on one node, online on another"))
        }
        _ => None,
    }
}
