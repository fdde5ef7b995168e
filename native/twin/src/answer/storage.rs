//! Shared volumes, pools, disks, repair jobs, and the rest of what changes the cluster as a whole.

use rolling_upgrade_core::model::{Health, NodeName, Resiliency, VirtualDiskStatus, same_name};

use super::properties::SHARED_VOLUMES_ROOT;
use super::{Answer, Told, told};
use crate::call::{Call, PhysicalDiskView, PoolView, SharedVolumeView, StorageJobView, VirtualDiskView};
use crate::error::TwinError;
use crate::refusal::Refusal;
use crate::twin::Twin;

/// `ClusterResourceState`.
pub(super) const ONLINE: u32 = 2;
pub(super) const OFFLINE: u32 = 3;

impl Twin {
    pub(super) fn answer_cluster(&mut self, call: &Call) -> Answer<Told> {
        self.begin_cluster()?;
        match call {
            Call::MoveSharedVolume { volume, node } => self.move_shared_volume(volume, node.as_ref()),
            Call::SetClusterProperty { name, value } => {
                self.set_cluster_property(name, value)?;
                told(&self.cluster_view())
            }
            Call::SetNodeProperty { node, name, value } => {
                let machine = self.node_named(node)?;
                self.set_node_property(machine, name, value)?;
                told(&self.node_view(machine))
            }
            Call::SetFaultDomain { name, parent } => self.set_fault_domain(name, parent),
            Call::SetNetworkProperty { network, name, value } => self.set_network_property(network, name, value),
            Call::UpdateFunctionalLevel { what_if } => {
                self.update_level(*what_if)?;
                told(&self.cluster_view())
            }
            Call::UpdateStoragePool { pool } => {
                self.update_pool(pool)?;
                let view = self.pool_views().into_iter().find(|view| same_name(&view.friendly_name, pool));
                told(&view)
            }
            Call::EnableStorageMaintenance { node } => {
                let machine = self.machine_named(node)?;
                self.enable_maintenance(machine)?;
                Ok(Told::nothing())
            }
            Call::DisableStorageMaintenance { node } => {
                let machine = self.machine_named(node)?;
                self.disable_maintenance(machine);
                Ok(Told::nothing())
            }
            Call::SetUpdatingRole { enabled } => {
                if !self.state.cluster.updating.present {
                    let name = self.state.cluster.facts.name.clone();
                    return Err(Refusal::ThingNotFound { kind: "CAU clustered role", name, code: 5013 }.into());
                }
                self.set_updating_role(*enabled);
                Ok(Told::nothing())
            }
            _ => Err(TwinError::NotModelled { what: format!("{call:?}") }),
        }
    }

    fn move_shared_volume(&mut self, volume: &str, node: Option<&NodeName>) -> Answer<Told> {
        let found = self.state.storage.volumes.iter().position(|record| same_name(&record.name, volume));
        let place = found.ok_or_else(|| {
            TwinError::from(Refusal::ThingNotFound { kind: "shared volume", name: volume.to_owned(), code: 5007 })
        })?;
        let owner = self.state.storage.volumes[place].owner;
        let to = match node {
            Some(name) => self.node_named(name)?,
            None => self
                .node_with_fewest_volumes(owner)
                .ok_or_else(|| TwinError::from(Refusal::NoOtherNode { node: self.machine_name(owner).clone() }))?,
        };
        if !self.state.is_active(to) {
            return Err(Refusal::NodeDown { node: self.machine_name(to).clone() }.into());
        }
        self.move_volume(place, to);
        told(&self.shared_volume_views().swap_remove(place))
    }

    pub(crate) fn shared_volume_views(&self) -> Vec<SharedVolumeView> {
        self.state
            .storage
            .volumes
            .iter()
            .map(|volume| SharedVolumeView {
                name: volume.name.clone(),
                id: super::resources::identity("volume", &volume.name),
                owner: self.machine_name(volume.owner).clone(),
                state: if volume.online { ONLINE } else { OFFLINE },
                friendly_volume_name: format!("{SHARED_VOLUMES_ROOT}\\{}", volume.friendly_name),
                size_mib: volume.size_mib,
                free_mib: volume.free_mib,
                file_system: volume.file_system.clone(),
                redirected: volume.redirected || self.a_node_has_no_paths(),
            })
            .collect()
    }

    pub(super) fn pool_views(&self) -> Vec<PoolView> {
        let pools = &self.state.storage.pools;
        let primordial = PoolView {
            friendly_name: "Primordial".to_owned(),
            is_primordial: true,
            health_status: 0,
            operational_status: "OK".to_owned(),
            version: String::new(),
            size_mib: pools.iter().map(|pool| pool.size_mib).sum(),
            allocated_mib: pools.iter().map(|pool| pool.allocated_mib).sum(),
        };
        let views = pools.iter().map(|pool| PoolView {
            friendly_name: pool.name.clone(),
            is_primordial: false,
            health_status: health_number(pool.health),
            operational_status: if pool.health == Health::Healthy { "OK" } else { "Degraded" }.to_owned(),
            version: pool.version.0.to_string(),
            size_mib: pool.size_mib,
            allocated_mib: pool.allocated_mib,
        });
        // With Storage Spaces Direct the disks of the host and those of the cluster are two subsystems.
        let subsystems = if self.state.storage.spaces_direct { 2 } else { 1 };
        std::iter::repeat_n(primordial, subsystems).chain(views).collect()
    }

    pub(super) fn virtual_disk_views(&self) -> Vec<VirtualDiskView> {
        let disks = &self.state.storage.virtual_disks;
        disks
            .iter()
            .map(|(id, disk)| {
                let (status, health) = self.state.virtual_disk_status(id);
                let (name, copies, redundancy) = resiliency(disk.resiliency);
                VirtualDiskView {
                    friendly_name: disk.name.clone(),
                    resiliency_setting_name: name.to_owned(),
                    data_copies: copies,
                    physical_disk_redundancy: redundancy,
                    operational_status: status_text(status).to_owned(),
                    health_status: health_number(health),
                    size_mib: disk.size_mib,
                }
            })
            .collect()
    }

    pub(super) fn physical_disk_views(&self, node: Option<&NodeName>) -> Answer<Vec<PhysicalDiskView>> {
        let only = node.map(|name| self.machine_named(name)).transpose()?;
        let disks = self.state.storage.physical_disks.iter();
        let views = disks.filter(|disk| only.is_none_or(|machine| machine == disk.machine)).map(|disk| {
            let record = &self.state.machines[disk.machine];
            let (status, health) = if record.maintenance {
                ("In Maintenance Mode", Health::Warning)
            } else if disk.lost || !self.state.is_active(disk.machine) {
                ("Lost Communication", Health::Warning)
            } else {
                ("OK", disk.health)
            };
            PhysicalDiskView {
                serial_number: disk.serial_number.clone(),
                node: record.name.clone(),
                operational_status: status.to_owned(),
                health_status: health_number(health),
                size_mib: disk.size_mib,
            }
        });
        Ok(views.collect())
    }

    pub(super) fn storage_job_views(&self) -> Vec<StorageJobView> {
        let disks = self.state.storage.virtual_disks.iter();
        disks
            .filter_map(|(_, disk)| disk.job)
            .map(|job| {
                let (elapsed, total) = (self.now - job.started_at, (job.ends_at - job.started_at).max(1));
                let processed = u128::from(job.bytes) * u128::from(elapsed) / u128::from(total);
                let percent = processed * 100 / u128::from(job.bytes.max(1));
                StorageJobView {
                    name: "Repair".to_owned(),
                    job_state: "Running".to_owned(),
                    percent_complete: u32::try_from(percent).unwrap_or(100).min(100),
                    elapsed_seconds: elapsed / 1000,
                    bytes_processed: u64::try_from(processed).unwrap_or(job.bytes).min(job.bytes),
                    bytes_total: job.bytes,
                }
            })
            .collect()
    }
}

pub(super) const fn health_number(health: Health) -> u32 {
    match health {
        Health::Healthy => 0,
        Health::Warning => 1,
        Health::Unhealthy => 2,
    }
}

const fn status_text(status: VirtualDiskStatus) -> &'static str {
    match status {
        VirtualDiskStatus::Ok => "OK",
        VirtualDiskStatus::InService => "InService",
        VirtualDiskStatus::Incomplete => "Incomplete",
        VirtualDiskStatus::Degraded => "Degraded",
        VirtualDiskStatus::Detached => "Detached",
    }
}

/// `ResiliencySettingName`, copies of the data, failures that it survives.
const fn resiliency(resiliency: Resiliency) -> (&'static str, u32, u32) {
    match resiliency {
        Resiliency::Simple => ("Simple", 1, 0),
        Resiliency::TwoWayMirror => ("Mirror", 2, 1),
        Resiliency::ThreeWayMirror => ("Mirror", 3, 2),
        Resiliency::Parity => ("Parity", 1, 1),
        Resiliency::DualParity => ("Parity", 1, 2),
    }
}
