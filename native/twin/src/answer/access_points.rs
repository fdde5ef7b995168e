//! Client access points: the names and addresses under which clients find the cluster and its roles.
//!
//! Their private properties are told as far as the inventory knows them ("Network Name private properties", "IP Address
//! private properties", learn.microsoft.com).

use std::net::Ipv4Addr;

use rolling_upgrade_core::model::{Network, same_name};
use serde_json::{Map, Value};

use crate::call::ResourceView;
use crate::state::RoleRecord;
use crate::twin::Twin;

const IP_ADDRESS: &str = "IP Address";
const IPV6_ADDRESS: &str = "IPv6 Address";

impl Twin {
    /// The name and the addresses of the cluster itself.
    pub(super) fn cluster_access_point(&self, record: &RoleRecord) -> Vec<ResourceView> {
        let name = &self.state.cluster.facts.name;
        let mut views = self.address_resources(record, name, |number, _| match number {
            0 => "Cluster IP Address".to_owned(),
            _ => format!("Cluster IP Address {}", number + 1),
        });
        if views.is_empty() {
            views.push(self.resource(record, "Cluster IP Address".to_owned(), IP_ADDRESS, true));
        }
        views.push(self.name_resource(record, "Cluster Name".to_owned(), name, "Network Name"));
        for view in &mut views {
            view.is_core_resource = true;
        }
        views
    }

    /// The name and the addresses of a role that clients find by its own name.
    pub(super) fn role_access_point(&self, record: &RoleRecord, kind: &str) -> Vec<ResourceView> {
        let name = record.name.as_str();
        let mut views = vec![self.name_resource(record, name.to_owned(), name, kind)];
        views.extend(self.address_resources(record, name, |_, address| format!("{IP_ADDRESS} {address}")));
        views
    }

    fn name_resource(&self, record: &RoleRecord, resource: String, name: &str, kind: &str) -> ResourceView {
        let mut view = self.resource(record, resource, kind, false);
        view.parameters.insert("Name".to_owned(), Value::from(name));
        view.parameters.insert("DnsName".to_owned(), Value::from(name));
        if let Some(domain) = &self.state.cluster.facts.domain {
            view.parameters.insert("DnsSuffix".to_owned(), Value::from(domain.clone()));
        }
        view
    }

    fn address_resources(
        &self,
        record: &RoleRecord,
        name: &str,
        resource_name: impl Fn(usize, &str) -> String,
    ) -> Vec<ResourceView> {
        let entry = self.state.directory.iter().find(|entry| same_name(&entry.name, name));
        let addresses = entry.map_or(&[][..], |entry| &entry.addresses);
        let views = addresses.iter().enumerate().map(|(number, address)| {
            let kind = if address.contains(':') { IPV6_ADDRESS } else { IP_ADDRESS };
            let mut view = self.resource(record, resource_name(number, address), kind, false);
            view.parameters = self.address_parameters(address);
            view
        });
        views.collect()
    }

    fn address_parameters(&self, address: &str) -> Map<String, Value> {
        let mut parameters = Map::new();
        parameters.insert("Address".to_owned(), Value::from(address));
        let on = self.state.networks.iter().find_map(|network| Some((network, mask_around(network, address)?)));
        if let Some((network, mask)) = on {
            parameters.insert("SubnetMask".to_owned(), Value::from(mask.to_string()));
            parameters.insert("Network".to_owned(), Value::from(network.name.clone()));
        }
        parameters
    }
}

/// The mask of a network that an address lies in.
fn mask_around(network: &Network, address: &str) -> Option<Ipv4Addr> {
    let (address, own): (Ipv4Addr, Ipv4Addr) = (address.parse().ok()?, network.address.as_deref()?.parse().ok()?);
    let host_bits = 32_u32.checked_sub(u32::from(network.prefix_length?))?;
    let mask = Ipv4Addr::from_bits(u32::MAX.checked_shl(host_bits).unwrap_or(0));
    (address & mask == own & mask).then_some(mask)
}
