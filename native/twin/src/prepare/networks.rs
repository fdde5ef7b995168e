//! Adapters, addresses, teams and virtual switches.

use std::net::IpAddr;

use rolling_upgrade_core::model::{Adapter, AdapterKind, Network, Switch, Teaming, same_name};

use super::{Bench, missing};
use crate::preparation::Preparation;
use crate::refusal::Refusal;

impl Bench<'_> {
    pub(super) fn prepare_network(&mut self, item: &Preparation) -> Result<(), Refusal> {
        match item {
            Preparation::SetAdapter {
                adapter,
                rdma,
                data_center_bridging,
                packet_bytes,
                vlan,
                registers_in_dns,
                gateway,
                name_servers,
            } => {
                let adapter = self.adapter(adapter)?;
                if let Some(gateway) = gateway {
                    adapter.gateway = Some(gateway.clone());
                }
                if let Some(servers) = name_servers {
                    adapter.name_servers.clone_from(servers);
                }
                adapter.rdma = rdma.or(adapter.rdma);
                adapter.data_center_bridging = data_center_bridging.or(adapter.data_center_bridging);
                adapter.packet_bytes = packet_bytes.or(adapter.packet_bytes);
                adapter.vlan = vlan.or(adapter.vlan);
                adapter.registers_in_dns = registers_in_dns.or(adapter.registers_in_dns);
                Ok(())
            }
            Preparation::AddAddress { adapter, address } => {
                let network = self.network_of(address);
                let adapter = self.adapter(adapter)?;
                if !adapter.addresses.contains(address) {
                    adapter.addresses.push(address.clone());
                }
                adapter.network = network.or_else(|| adapter.network.take());
                Ok(())
            }
            Preparation::AddHostAdapter { name, switch } => self.add_host_adapter(name, switch),
            Preparation::AddTeam { name, members } => {
                for member in members {
                    self.card(member)?;
                }
                self.teams.insert(name.clone(), members.clone());
                Ok(())
            }
            Preparation::AddSwitch { switch } => self.add_switch(switch),
            _ => Ok(()),
        }
    }

    fn adapter(&mut self, name: &str) -> Result<&mut Adapter, Refusal> {
        let same =
            |adapter: &&mut Adapter| same_name(&adapter.name, name) || same_name(bare(&adapter.name), bare(name));
        self.facts.adapters.iter_mut().find(same).ok_or_else(|| missing("adapter", name))
    }

    /// A card that may go under a switch or into a team. The facts list those that are up with an address of their
    /// own; one that stood under a switch is known from there.
    fn card(&self, name: &str) -> Result<(), Refusal> {
        let mut cards = self.facts.adapters.iter().filter(|adapter| adapter.kind == AdapterKind::Physical);
        let mut under = self.before.switches.iter().flat_map(|switch| &switch.members);
        let known = cards.any(|card| same_name(&card.name, name)) || under.any(|member| same_name(member, name));
        if known { Ok(()) } else { Err(missing("adapter", name)) }
    }

    fn add_switch(&mut self, switch: &Switch) -> Result<(), Refusal> {
        if !self.facts.has_feature("Hyper-V") {
            return Err(missing("feature", "Hyper-V"));
        }
        if self.facts.switch(&switch.name).is_some() {
            return Err(Refusal::Conflict { name: switch.name.clone(), code: 183 });
        }
        let team = switch.members.first().and_then(|member| self.teams.get(member)).cloned();
        let made = match team {
            Some(members) => Switch { teaming: Teaming::Lbfo, members, ..switch.clone() },
            None => switch.clone(),
        };
        for member in &made.members {
            self.card(member)?;
        }
        self.facts.switches.push(made);
        Ok(())
    }

    /// A virtual adapter of the host shows the speed of the wires below, which are those that were there before.
    fn add_host_adapter(&mut self, name: &str, switch: &str) -> Result<(), Refusal> {
        if self.facts.switch(switch).is_none() {
            return Err(missing("virtual switch", switch));
        }
        let before = self
            .before
            .adapters
            .iter()
            .find(|adapter| adapter.kind == AdapterKind::HostVirtual && same_name(bare(&adapter.name), name));
        // Nobody had read on which switch it was: it is not told now, either.
        let told = before.is_none_or(|before| before.switch.is_some());
        self.facts.adapters.push(Adapter {
            name: before.map_or_else(|| format!("vEthernet ({name})"), |before| before.name.clone()),
            kind: AdapterKind::HostVirtual,
            network: None,
            vlan: None,
            megabits_per_second: before.and_then(|before| before.megabits_per_second),
            rdma: Some(false),
            addresses: Vec::new(),
            gateway: None,
            name_servers: Vec::new(),
            registers_in_dns: before.and_then(|before| before.registers_in_dns).map(|_| true),
            packet_bytes: before.and_then(|before| before.packet_bytes).map(|_| 1514),
            data_center_bridging: before.and_then(|before| before.data_center_bridging).map(|_| false),
            switch: told.then(|| switch.to_owned()),
            driver: None,
        });
        Ok(())
    }

    /// The cluster network that an address lies in: by its range where the network has one, else where it lay before.
    fn network_of(&self, address: &str) -> Option<String> {
        let within = self.networks.iter().find(|network| holds(network, address)).map(|network| network.name.clone());
        let had = |adapter: &&Adapter| adapter.addresses.iter().any(|one| one == address);
        within.or_else(|| self.before.adapters.iter().find(had).and_then(|adapter| adapter.network.clone()))
    }
}

/// `vEthernet (Management)` is the adapter `Management` of Hyper-V.
fn bare(name: &str) -> &str {
    name.strip_prefix("vEthernet (").and_then(|rest| rest.strip_suffix(')')).unwrap_or(name)
}

fn holds(network: &Network, address: &str) -> bool {
    let bits = |text: &str| -> Option<(u128, u32)> {
        Some(match text.split('/').next()?.parse().ok()? {
            IpAddr::V4(address) => (u128::from(address.to_bits()), 32),
            IpAddr::V6(address) => (address.to_bits(), 128),
        })
    };
    let Some((network_bits, width)) = network.address.as_deref().and_then(bits) else { return false };
    let Some(prefix) = network.prefix_length.map(u32::from).filter(|prefix| *prefix <= width) else { return false };
    bits(address).is_some_and(|(address, other)| {
        let shift = width - prefix;
        other == width && address.checked_shr(shift).unwrap_or(0) == network_bits.checked_shr(shift).unwrap_or(0)
    })
}
