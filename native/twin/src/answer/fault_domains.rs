//! What is above a node, and the roles of the networks: `Set-ClusterFaultDomain`, `(Get-ClusterNetwork).Role`.

use rolling_upgrade_core::model::{NodeName, same_name};
use serde_json::Value;

use super::{Answer, Told};
use crate::error::TwinError;
use crate::refusal::Refusal;
use crate::twin::Twin;

/// `ERROR_OBJECT_NOT_FOUND`.
const OBJECT_NOT_FOUND: u32 = 4312;
/// `ERROR_CLUSTER_NETWORK_NOT_FOUND`.
const NETWORK_NOT_FOUND: u32 = 5045;

impl Twin {
    /// Puts a node under a rack or a site, or a rack under a site ("Set-ClusterFaultDomain", learn.microsoft.com).
    pub(super) fn set_fault_domain(&mut self, name: &str, parent: &str) -> Answer<Told> {
        let domains = self.state.cluster.fault_domains.clone();
        let rack = domains.iter().find(|domain| same_name(&domain.name, parent)).cloned();
        let site = self.state.cluster.sites.iter().find(|site| same_name(site, parent)).cloned();
        if !parent.is_empty() && rack.is_none() && site.is_none() {
            return Err(unknown(parent));
        }
        if let Ok(machine) = self.node_named(&NodeName::new(name)) {
            let (domain, site) = rack.map_or((None, site), |rack| (Some(rack.name), rack.site));
            if let Some(node) = &mut self.state.machines[machine].node {
                node.fault_domain = domain;
                node.site = site;
            }
            self.touch_machine(machine);
            return Ok(Told::nothing());
        }
        if rack.is_some() && domains.iter().any(|domain| same_name(&domain.name, name)) {
            return Err(TwinError::NotModelled { what: format!("putting {name} under the rack {parent}") });
        }
        self.move_rack(name, site)
    }

    /// A rack with its nodes to another site.
    fn move_rack(&mut self, name: &str, site: Option<String>) -> Answer<Told> {
        let domains = &mut self.state.cluster.fault_domains;
        let domain = domains.iter_mut().find(|domain| same_name(&domain.name, name)).ok_or_else(|| unknown(name))?;
        domain.site.clone_from(&site);
        let name = domain.name.clone();
        for member in self.state.members.clone() {
            let node = self.state.machines[member].node.as_mut();
            if let Some(node) = node.filter(|node| node.fault_domain.as_ref() == Some(&name)) {
                node.site.clone_from(&site);
                self.touch_machine(member);
            }
        }
        Ok(Told::nothing())
    }

    /// Writes what the cluster uses a network for: 0 nothing, 1 itself, 2 clients, 3 both.
    pub(super) fn set_network_property(&mut self, network: &str, name: &str, value: &Value) -> Answer<Told> {
        if name != "Role" {
            return Err(TwinError::NotModelled { what: format!("writing the property {name} of a network") });
        }
        let wrong = || TwinError::Property { property: name.to_owned(), value: value.to_string() };
        let role = value.as_u64().filter(|role| *role <= 3).ok_or_else(wrong)?;
        let known = self.state.networks.iter_mut().find(|known| same_name(&known.name, network));
        let known = known.ok_or_else(|| {
            let (kind, name) = ("network", network.to_owned());
            TwinError::from(Refusal::ThingNotFound { kind, name, code: NETWORK_NOT_FOUND })
        })?;
        known.role = u32::try_from(role).unwrap_or_default();
        self.revision += 1;
        Ok(Told::nothing())
    }
}

fn unknown(name: &str) -> TwinError {
    Refusal::ThingNotFound { kind: "fault domain", name: name.to_owned(), code: OBJECT_NOT_FOUND }.into()
}
