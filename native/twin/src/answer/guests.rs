//! Stop-, Start-VM and Update-VMVersion, for VMs that are roles of the cluster.

use rolling_upgrade_core::model::{NodeName, RoleName};

use super::{Answer, Told, told};
use crate::call::Call;
use crate::error::TwinError;
use crate::guests::{MemoryChange, Stop};
use crate::ids::RoleId;
use crate::state::Power;
use crate::twin::Twin;

impl Twin {
    pub(super) fn answer_guests(&mut self, call: &Call) -> Answer<Told> {
        self.begin_cluster()?;
        match call {
            Call::StopVirtualMachine { name, host, kind } => {
                let role = self.guest_on(name, host)?;
                let how = match kind {
                    0 => Stop::TurnOff,
                    1 => Stop::Save,
                    2 => Stop::ShutDown,
                    other => {
                        return Err(TwinError::Property { property: "kind".to_owned(), value: other.to_string() });
                    }
                };
                self.stop_guest(role, how)?;
                self.wait_for(role, None);
                if how == Stop::Save {
                    self.mark_saved(role);
                }
                self.told_guest(role)
            }
            Call::StartVirtualMachine { name, host } => {
                let role = self.guest_on(name, host)?;
                self.start_group(role)?;
                self.wait_for(role, None);
                self.told_guest(role)
            }
            Call::SuspendVirtualMachine { name, host } => {
                let role = self.guest_on(name, host)?;
                self.switch_pause(role, Power::Running, Power::Paused)?;
                self.told_guest(role)
            }
            Call::ResumeVirtualMachine { name, host } => {
                let role = self.guest_on(name, host)?;
                self.switch_pause(role, Power::Paused, Power::Running)?;
                self.told_guest(role)
            }
            Call::SetVirtualMachine { name, host, processors, dynamic, startup_mib, minimum_mib, maximum_mib } => {
                let role = self.guest_on(name, host)?;
                let memory = MemoryChange {
                    dynamic: *dynamic,
                    startup_mib: *startup_mib,
                    minimum_mib: *minimum_mib,
                    maximum_mib: *maximum_mib,
                };
                self.configure_guest(role, *processors, &memory)?;
                self.told_guest(role)
            }
            Call::UpdateVirtualMachineVersion { name, host } => {
                let role = self.guest_on(name, host)?;
                self.update_version(role)?;
                self.told_guest(role)
            }
            _ => Err(TwinError::NotModelled { what: format!("{call:?}") }),
        }
    }

    fn guest_on(&self, name: &RoleName, host: &NodeName) -> Answer<RoleId> {
        let host = self.machine_named(host)?;
        let role = self.role_named(name)?;
        if self.state.roles[role].virtual_machine.is_none() {
            return Err(TwinError::RoleNotFound { cluster: self.state.cluster.facts.name.clone(), role: name.clone() });
        }
        self.expect_on(role, host)?;
        Ok(role)
    }

    fn told_guest(&self, role: RoleId) -> Answer<Told> {
        match self.virtual_machine_view(role) {
            Some(view) => told(&view),
            None => Ok(Told::nothing()),
        }
    }
}
