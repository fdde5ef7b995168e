//! The second half of the node interface: what a machine says of the workloads that it holds.

use rolling_upgrade_core::model::ConfigurationVersion;

use crate::call::{GuestView, HostedView, HostedVolumeView};
use crate::ids::MachineId;
use crate::state::VirtualMachineRecord;
use crate::twin::Twin;

/// The first configuration version that has a virtual TPM.
const FIRST_WITH_TPM: ConfigurationVersion = ConfigurationVersion { major: 7, minor: 0 };

impl Twin {
    pub(super) fn hosted_view(&self, machine: MachineId) -> HostedView {
        let record = &self.state.machines[machine];
        let reachable = record.answers();
        let mut view = HostedView { name: record.name.clone(), reachable, guests: Vec::new(), volumes: Vec::new() };
        if !reachable {
            return view;
        }
        let roles = self.state.roles_of(machine).into_iter();
        view.guests =
            roles.filter_map(|role| self.state.roles[role].virtual_machine.as_ref()).map(guest_view).collect();
        // Each member sees every shared volume; a machine that is none sees nothing of the cluster.
        if record.node.is_some() {
            let volumes = self.state.storage.volumes.iter();
            view.volumes = volumes
                .map(|volume| HostedVolumeView {
                    friendly_name: volume.friendly_name.clone(),
                    backup_in_progress: volume.backup_in_progress,
                    deduplication: volume.deduplication,
                    replicated: volume.replicated,
                })
                .collect();
        }
        view
    }
}

fn guest_view(machine: &VirtualMachineRecord) -> GuestView {
    let facts = &machine.facts;
    GuestView {
        id: machine.id.clone(),
        guest_shutdown: machine.guest_shutdown,
        automatic_stop_action: facts.automatic_stop_action.clone(),
        time_synchronization: facts.time_synchronization,
        // A host always knows: where the inventory leaves it open, there is none.
        trusted_platform_module: facts.trusted_platform_module.or((machine.version >= FIRST_WITH_TPM).then_some(false)),
        guardians: facts.guardians.clone(),
        remote_fx: facts.remote_fx,
        shared_disks: facts.shared_disks,
        replica: facts.replica.clone(),
        vlans: facts.vlans.clone(),
        domain_controller: facts.domain_controller,
    }
}
