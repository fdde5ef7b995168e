//! The quorum, parameters, and resources one by one.

use rolling_upgrade_core::model::{QuorumKind, RoleKind, Witness, WitnessKind, same_name};

use super::{Answer, Told, told};
use crate::call::{Call, ResourceView, WitnessSetting};
use crate::error::TwinError;
use crate::refusal::Refusal;
use crate::state::PropertyOwner;
use crate::twin::Twin;

impl Twin {
    pub(super) fn answer_whole(&mut self, call: &Call) -> Answer<Told> {
        match call {
            Call::SetQuorum { disk_only, witness } => {
                self.begin_cluster()?;
                self.set_quorum(*disk_only, witness.as_ref())?;
                told(&self.quorum_view())
            }
            Call::SetParameters { resource, resource_type, cluster, values, create, delete } => {
                self.begin_cluster()?;
                let (of, owner) = match (resource, resource_type, cluster) {
                    (Some(resource), ..) => (PropertyOwner::Resource, resource.as_str()),
                    (None, Some(kind), _) => (PropertyOwner::ResourceType, kind.as_str()),
                    (None, None, true) => (PropertyOwner::Cluster, ""),
                    (None, None, false) => {
                        let (property, value) = ("resource".to_owned(), "nothing".to_owned());
                        return Err(TwinError::Property { property, value });
                    }
                };
                self.set_parameters(of, owner, values, *create, *delete)?;
                Ok(Told::nothing())
            }
            Call::StartResource { resource, wait_seconds } => {
                self.begin_cluster()?;
                self.switch_resource(resource, true, *wait_seconds)
            }
            Call::StopResource { resource, wait_seconds } => {
                self.begin_cluster()?;
                self.switch_resource(resource, false, *wait_seconds)
            }
            _ => Err(TwinError::NotModelled { what: format!("{call:?}") }),
        }
    }

    /// A disk has to be a resource of the cluster; a share or a storage account may be any.
    fn set_quorum(&mut self, disk_only: bool, witness: Option<&WitnessSetting>) -> Answer<()> {
        if let Some(setting) = witness
            && setting.kind == WitnessKind::Disk
            && !self.is_disk(&setting.name)
        {
            let name = setting.name.clone();
            return Err(Refusal::ThingNotFound { kind: "disk resource", name, code: 5007 }.into());
        }
        self.release_disk(witness);
        let quorum = &mut self.state.cluster.quorum;
        quorum.kind = if disk_only { QuorumKind::DiskOnly } else { QuorumKind::Majority };
        quorum.witness = witness.map(|setting| {
            let resource = match setting.kind {
                WitnessKind::Disk => setting.name.as_str(),
                WitnessKind::FileShare => "File Share Witness",
                WitnessKind::Cloud => "Cloud Witness",
            };
            let mut witness = Witness::new(setting.kind, resource);
            witness.share_path = (setting.kind != WitnessKind::Disk).then(|| setting.name.clone());
            witness
        });
        self.recount_votes();
        self.revision += 1;
        let text = witness.map_or_else(|| "no witness".to_owned(), |setting| format!("the witness {}", setting.name));
        self.log_cluster(None, format!("the quorum has {text}"));
        Ok(())
    }

    /// A disk that is the witness no more goes to the available storage, and one that becomes it leaves that.
    fn release_disk(&mut self, next: Option<&WitnessSetting>) {
        let before = self.state.cluster.quorum.witness.as_ref().filter(|witness| witness.kind == WitnessKind::Disk);
        let available = &mut self.state.storage.available;
        available.extend(before.map(|witness| witness.resource.clone()));
        available
            .retain(|disk| !next.is_some_and(|next| next.kind == WitnessKind::Disk && same_name(&next.name, disk)));
    }

    /// Whether a physical disk of this name is known: the present witness, one that was it, or a shared volume.
    fn is_disk(&self, name: &str) -> bool {
        let witness = self.state.cluster.quorum.witness.as_ref();
        witness.is_some_and(|witness| witness.kind == WitnessKind::Disk && same_name(&witness.resource, name))
            || self.state.storage.available.iter().any(|disk| same_name(disk, name))
            || self.state.storage.volumes.iter().any(|volume| same_name(&volume.name, name))
    }

    fn switch_resource(&mut self, resource: &str, on: bool, wait_seconds: Option<u64>) -> Answer<Told> {
        let witness = self.state.cluster.quorum.witness.as_mut();
        if let Some(witness) = witness.filter(|witness| same_name(&witness.resource, resource)) {
            witness.online = on;
            self.recount_votes();
            self.revision += 1;
            return told(&self.resource_named(resource)?);
        }
        let role = self.role_of_resource(resource)?;
        if matches!(self.state.roles[role].kind, RoleKind::Cluster | RoleKind::AvailableStorage) {
            let what = format!("taking the core resource {resource} online or offline by itself");
            return Err(TwinError::NotModelled { what });
        }
        if on {
            self.start_group(role)?;
        } else {
            self.stop_group(role)?;
        }
        self.wait_for(role, wait_seconds);
        told(&self.resource_named(resource)?)
    }

    pub(super) fn resource_named(&self, resource: &str) -> Answer<ResourceView> {
        let found = self.resource_views(None)?.into_iter().find(|view| same_name(&view.name, resource));
        found.ok_or_else(|| Refusal::ThingNotFound { kind: "resource", name: resource.to_owned(), code: 5007 }.into())
    }
}
