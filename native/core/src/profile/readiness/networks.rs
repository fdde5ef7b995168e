//! Adapters of the host and the networks that they are on.

use super::requirement::{Comparison, Hardware, Lacks, Requirement};
use crate::model::{Adapter, MachineList, same_name};
use crate::rules::{Confidence, Severity};

impl<'a> Comparison<'a> {
    /// The adapter that does what another did: on the same cluster network, else of the same name.
    pub(super) fn counterpart(&self, adapter: &Adapter) -> Option<&'a Adapter> {
        let on_network = adapter.network.as_ref().and_then(|network| {
            self.now.adapters.iter().find(|other| other.network.as_ref().is_some_and(|now| same_name(now, network)))
        });
        on_network.or_else(|| self.now.adapters.iter().find(|other| same_name(&other.name, &adapter.name)))
    }
}

pub(super) static NETWORKS: Requirement = Requirement {
    id: "RDY-04",
    title: "Networks and VLANs",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    compares: "For each adapter that was on a cluster network: an adapter there, with the same VLAN.",
    remedy: "Give an adapter its address on the network, and its VLAN.",
    examine: networks,
};

fn networks(comparison: &Comparison<'_>, lacks: &mut Lacks<'_>) {
    let had = !comparison.before.adapters.is_empty();
    if !lacks.has_read(comparison, MachineList::Adapters, "The adapters", had) {
        return;
    }
    for adapter in &comparison.before.adapters {
        let name = &adapter.name;
        let Some(other) = comparison.counterpart(adapter) else {
            match &adapter.network {
                Some(network) => lacks.lack_with(
                    format!("No adapter is on the network \"{network}\"."),
                    format!("Give the adapter \"{name}\" its address on that network (New-NetIPAddress)."),
                ),
                None if comparison.hardware == Hardware::Other => {}
                None => lacks.lack(format!("The adapter \"{name}\" is missing.")),
            }
            continue;
        };
        if adapter.network.is_some() && other.network != adapter.network {
            let network = adapter.network.as_deref().unwrap_or_default();
            lacks.lack_with(
                format!("No adapter is on the network \"{network}\"."),
                format!("Give the adapter \"{}\" its address on that network (New-NetIPAddress).", other.name),
            );
        }
        if other.vlan != adapter.vlan {
            vlan(adapter, other, lacks);
        }
    }
}

fn vlan(before: &Adapter, now: &Adapter, lacks: &mut Lacks<'_>) {
    let said = |vlan: Option<u16>| vlan.map_or_else(|| "no VLAN".to_owned(), |vlan| format!("VLAN {vlan}"));
    let remedy = match before.vlan {
        Some(vlan) => format!("Set VLAN {vlan} on the adapter \"{}\".", now.name),
        None => format!("Take the VLAN off the adapter \"{}\".", now.name),
    };
    lacks.lack_with(
        format!("The adapter \"{}\" has {}; it had {}.", now.name, said(now.vlan), said(before.vlan)),
        remedy,
    );
}

pub(super) static ADAPTER_SETTINGS: Requirement = Requirement {
    id: "RDY-15",
    title: "Settings of the adapters",
    severity: Severity::Error,
    confidence: Confidence::Inferred,
    compares: "Addresses, gateway, name servers, RDMA, data center bridging, packet size, registration in the name \
               service, the switch; the speed of the link warns.",
    remedy: "Set the adapter as it was: New-NetIPAddress, New-NetRoute, Set-DnsClientServerAddress, \
             Enable-NetAdapterRdma, Enable-NetAdapterQos, Set-NetAdapterAdvancedProperty, Set-DnsClient.",
    examine: adapter_settings,
};

fn adapter_settings(comparison: &Comparison<'_>, lacks: &mut Lacks<'_>) {
    let had = comparison.before.adapters.iter().any(|adapter| !adapter.addresses.is_empty());
    lacks.has_read(comparison, MachineList::Addresses, "The addresses of the adapters", had);
    for adapter in &comparison.before.adapters {
        let Some(other) = comparison.counterpart(adapter) else { continue };
        let name = &other.name;
        // Another machine has a name and addresses of its own.
        let compared = comparison.hardware == Hardware::Same && comparison.now.has_read(MachineList::Addresses);
        for address in adapter.addresses.iter().filter(|address| compared && !other.addresses.contains(address)) {
            lacks.lack(format!("The adapter \"{name}\" does not have the address {address}."));
        }
        gateway_and_name_servers(adapter, other, lacks);
        let switch = lacks.both("The switch of an adapter", adapter.switch.as_ref(), other.switch.as_ref());
        if let Some((before, now)) = switch.filter(|(before, now)| before != now) {
            lacks.lack(format!("The adapter \"{name}\" is connected to \"{now}\"; it was connected to \"{before}\"."));
        }
        let flags = [
            // Setup turns RDMA on where a card has it; only where it has gone does anybody miss it.
            ("RDMA", adapter.rdma.filter(|on| *on), other.rdma),
            ("Data center bridging", adapter.data_center_bridging, other.data_center_bridging),
            ("The registration in the name service", adapter.registers_in_dns, other.registers_in_dns),
        ];
        for (what, before, now) in flags {
            let what = format!("{what} of the adapter \"{name}\"");
            if let Some((before, now)) = lacks.both(&what, before.as_ref(), now.as_ref())
                && before != now
            {
                lacks.lack(format!("{what} is {}; it was {}.", on_or_off(*now), on_or_off(*before)));
            }
        }
        let what = format!("The packet size of the adapter \"{name}\"");
        let packets = lacks.both(&what, adapter.packet_bytes.as_ref(), other.packet_bytes.as_ref());
        if let Some((before, now)) = packets.filter(|(before, now)| before != now) {
            lacks.lack(format!("{what} is {now} bytes; it was {before}."));
        }
        speed(adapter, other, lacks);
    }
}

/// By which the machine reaches its domain: another machine on the same network needs the same.
fn gateway_and_name_servers(before: &Adapter, now: &Adapter, lacks: &mut Lacks<'_>) {
    let name = &now.name;
    if let Some(gateway) = before.gateway.as_ref().filter(|gateway| now.gateway.as_ref() != Some(gateway)) {
        lacks.lack_with(
            format!("The adapter \"{name}\" does not lead to the gateway {gateway}."),
            format!("New-NetRoute -InterfaceAlias '{name}' -DestinationPrefix '0.0.0.0/0' -NextHop '{gateway}'"),
        );
    }
    if before.name_servers != now.name_servers && !before.name_servers.is_empty() {
        let told = |servers: &[String]| if servers.is_empty() { "none".to_owned() } else { servers.join(", ") };
        let (before, now) = (told(&before.name_servers), told(&now.name_servers));
        lacks.lack_with(
            format!("The adapter \"{name}\" asks the name servers {now}; it asked {before}."),
            format!("Set-DnsClientServerAddress -InterfaceAlias '{name}' with {before}."),
        );
    }
}

fn speed(before: &Adapter, now: &Adapter, lacks: &mut Lacks<'_>) {
    let what = format!("The speed of the adapter \"{}\"", now.name);
    let speeds = lacks.both(&what, before.megabits_per_second.as_ref(), now.megabits_per_second.as_ref());
    if let Some((before, now)) = speeds.filter(|(before, now)| now < before) {
        lacks.differs(format!("{what} is {now} Mbit/s; it was {before}."));
    }
}

const fn on_or_off(value: bool) -> &'static str {
    if value { "on" } else { "off" }
}

pub(super) static INTENTS: Requirement = Requirement {
    id: "RDY-16",
    title: "Network ATC intents",
    severity: Severity::Warn,
    confidence: Confidence::Documented,
    compares: "The names of the intents that configured the adapters. An intent belongs to the cluster and reaches a \
               node once it has joined (learn.microsoft.com: Deploy host networking with Network ATC), so that none \
               can be asked for before; the adapters that it had set are.",
    remedy: "Install NetworkATC before the node joins; afterwards Get-NetIntentStatus, and Set-NetIntentRetryState \
             where one did not come.",
    examine: |comparison, lacks| {
        let before = comparison.before.profile.network_intents.as_ref();
        lacks.names("network intent", before, comparison.now.profile.network_intents.as_ref());
    },
};
