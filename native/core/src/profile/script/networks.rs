//! Adapters, addresses, switches.

use super::super::NodeProfile;
use super::writer::{Writer, boolean, list, quoted};
use crate::model::{Adapter, AdapterKind, Release, Switch, SwitchKind, Teaming};

/// Physical adapters: packets, RDMA, data center bridging, VLAN, addresses.
pub(super) fn physical(profile: &NodeProfile, writer: &mut Writer) {
    writer.section("Network: physical adapters");
    if let Some(intents) = &profile.machine.profile.network_intents {
        let names = intents.join(", ");
        writer
            .comment(&format!("Network ATC configured this node by the intents {names}: it will do so again once the"));
        writer.comment("node has joined. What follows is what it had set, for the time until then.");
    }
    let registers = |kind| {
        let mut all = profile.machine.adapters.iter();
        all.any(move |adapter| adapter.kind == kind && adapter.registers_in_dns == Some(true))
    };
    if registers(AdapterKind::HostVirtual) && !registers(AdapterKind::Physical) {
        writer
            .comment("The name of the node led to an adapter on a virtual switch. Until that is there, give a card an");
        writer.comment("address by which the domain is reached, and take it off again before the switch is made.");
    }
    for adapter in profile.machine.adapters.iter().filter(|adapter| adapter.kind == AdapterKind::Physical) {
        let name = quoted(&adapter.name);
        writer.when(
            &format!("-not (Get-NetAdapter -Name {name} -ErrorAction SilentlyContinue)"),
            &[format!("throw 'There is no adapter of the name ' + {name} + '; rename the one that has its place.'")],
        );
        hardware(adapter, &name, writer);
        if let Some(vlan) = adapter.vlan {
            writer.when(
                &format!(
                    "(Get-NetAdapterAdvancedProperty -Name {name} -RegistryKeyword VlanID -ErrorAction \
                          SilentlyContinue).RegistryValue -ne '{vlan}'"
                ),
                &[format!(
                    "Set-NetAdapterAdvancedProperty -Name {name} -RegistryKeyword VlanID -RegistryValue '{vlan}'"
                )],
            );
        }
        addresses(adapter, &name, writer);
    }
}

fn hardware(adapter: &Adapter, name: &str, writer: &mut Writer) {
    if adapter.rdma == Some(true) {
        writer.when(
            &format!("-not (Get-NetAdapterRdma -Name {name}).Enabled"),
            &[format!("Enable-NetAdapterRdma -Name {name}")],
        );
    }
    if adapter.data_center_bridging == Some(true) {
        writer.when(
            &format!("-not (Get-NetAdapterQos -Name {name}).Enabled"),
            &[format!("Enable-NetAdapterQos -Name {name}")],
        );
    }
    if let Some(bytes) = adapter.packet_bytes {
        writer.when(
            &format!(
                "(Get-NetAdapterAdvancedProperty -Name {name} -RegistryKeyword '*JumboPacket' -ErrorAction \
                      SilentlyContinue).RegistryValue -ne '{bytes}'"
            ),
            &[format!(
                "Set-NetAdapterAdvancedProperty -Name {name} -RegistryKeyword '*JumboPacket' -RegistryValue '{bytes}'"
            )],
        );
    }
}

fn addresses(adapter: &Adapter, name: &str, writer: &mut Writer) {
    for address in &adapter.addresses {
        let (address, prefix) = address.split_once('/').unwrap_or((address, "24"));
        let address = quoted(address);
        writer.when(
            &format!(
                "-not (Get-NetIPAddress -InterfaceAlias {name} -IPAddress {address} -ErrorAction \
                      SilentlyContinue)"
            ),
            &[format!("New-NetIPAddress -InterfaceAlias {name} -IPAddress {address} -PrefixLength {prefix}")],
        );
    }
    if let Some(gateway) = adapter.gateway.as_deref().map(quoted) {
        let route = format!("-InterfaceAlias {name} -DestinationPrefix '0.0.0.0/0'");
        writer.when(
            &format!("(Get-NetRoute {route} -ErrorAction SilentlyContinue).NextHop -ne {gateway}"),
            &[format!("New-NetRoute {route} -NextHop {gateway}")],
        );
    }
    if !adapter.name_servers.is_empty() {
        let servers = list(adapter.name_servers.iter().map(String::as_str));
        writer.when(
            &format!(
                "\"$((Get-DnsClientServerAddress -InterfaceAlias {name} -AddressFamily IPv4).ServerAddresses)\" -ne \
                 \"$(@({servers}))\""
            ),
            &[format!("Set-DnsClientServerAddress -InterfaceAlias {name} -ServerAddresses {servers}")],
        );
    }
    if let Some(registers) = adapter.registers_in_dns {
        let value = boolean(registers);
        writer.when(
            &format!("(Get-DnsClient -InterfaceAlias {name}).RegisterThisConnectionsAddress -ne {value}"),
            &[format!("Set-DnsClient -InterfaceAlias {name} -RegisterThisConnectionsAddress {value}")],
        );
    }
}

/// Virtual switches, with embedded teaming in place of LBFO from 2022 on.
///
/// Source: Cluster operating system rolling upgrade (learn.microsoft.com, Windows Server).
pub(super) fn switches(profile: &NodeProfile, release: Release, writer: &mut Writer) {
    if profile.machine.switches.is_empty() {
        return;
    }
    writer.section("Virtual switches");
    for switch in &profile.machine.switches {
        let name = quoted(&switch.name);
        let missing = format!("-not (Get-VMSwitch -Name {name} -ErrorAction SilentlyContinue)");
        if switch.kind == SwitchKind::External && switch.members.is_empty() {
            writer.comment("The profile does not say which adapters this switch stood on.");
            writer.when(
                &missing,
                &[Writer::note(&format!("The virtual switch {}, with the adapters that it stood on.", switch.name))],
            );
            continue;
        }
        if switch.teaming == Teaming::Lbfo && release < Release::Server2022 {
            team(switch, writer);
        } else if switch.teaming == Teaming::Lbfo {
            writer.comment(&format!("{} stood on an LBFO team, which {release} refuses under a switch.", switch.name));
            writer.comment("Switch embedded teaming takes its place, with the same adapters.");
            if switch.bandwidth_mode.as_deref() == Some("absolute") {
                writer.comment("Its bandwidth mode was absolute, which switch embedded teaming does not know.");
            }
        }
        writer.when(&missing, &[create(switch, release)]);
    }
}

fn team(switch: &Switch, writer: &mut Writer) {
    let team = quoted(&format!("{} team", switch.name));
    writer.when(
        &format!("-not (Get-NetLbfoTeam -Name {team} -ErrorAction SilentlyContinue)"),
        &[format!("New-NetLbfoTeam -Name {team} -TeamMembers {} -Confirm:$false", members(switch))],
    );
}

fn members(switch: &Switch) -> String {
    list(switch.members.iter().map(String::as_str))
}

fn create(switch: &Switch, release: Release) -> String {
    let name = quoted(&switch.name);
    let under = match (switch.kind, switch.teaming) {
        (SwitchKind::Internal, _) => return format!("New-VMSwitch -Name {name} -SwitchType Internal"),
        (SwitchKind::Private, _) => return format!("New-VMSwitch -Name {name} -SwitchType Private"),
        (SwitchKind::External, Teaming::Lbfo) if release < Release::Server2022 => {
            format!("-NetAdapterName {}", quoted(&format!("{} team", switch.name)))
        }
        (SwitchKind::External, Teaming::None) => format!("-NetAdapterName {}", members(switch)),
        (SwitchKind::External, _) => format!("-NetAdapterName {} -EnableEmbeddedTeaming $true", members(switch)),
    };
    let mut command = format!("New-VMSwitch -Name {name} {under} -AllowManagementOS $false");
    // Switch embedded teaming knows no bandwidth mode by absolute numbers.
    let embedded = switch.teaming != Teaming::None && release >= Release::Server2022;
    if let Some(mode) = switch.bandwidth_mode.as_deref().filter(|mode| !(embedded && *mode == "absolute")) {
        command.push_str(" -MinimumBandwidthMode ");
        command.push_str(&quoted(mode));
    }
    if switch.single_root == Some(true) {
        command.push_str(" -EnableIov $true");
    }
    command
}

/// Adapters of the host on its virtual switches.
pub(super) fn host_adapters(profile: &NodeProfile, writer: &mut Writer) {
    let on_switches = || profile.machine.adapters.iter().filter(|adapter| adapter.kind == AdapterKind::HostVirtual);
    if on_switches().next().is_none() {
        return;
    }
    writer.section("Network: adapters of the host on its switches");
    for adapter in on_switches() {
        let short = quoted(bare(&adapter.name));
        let switch = adapter.switch.as_deref().or_else(|| only_switch(profile));
        let Some(switch) = switch.map(quoted) else {
            writer.comment(&format!("The profile does not say on which switch the adapter {} was.", adapter.name));
            continue;
        };
        writer.when(
            &format!("-not (Get-VMNetworkAdapter -ManagementOS -Name {short} -ErrorAction SilentlyContinue)"),
            &[format!("Add-VMNetworkAdapter -ManagementOS -Name {short} -SwitchName {switch}")],
        );
        if let Some(vlan) = adapter.vlan {
            writer.when(
                &format!(
                    "(Get-VMNetworkAdapterVlan -ManagementOS -VMNetworkAdapterName {short}).AccessVlanId -ne {vlan}"
                ),
                &[format!(
                    "Set-VMNetworkAdapterVlan -ManagementOS -VMNetworkAdapterName {short} -Access -VlanId {vlan}"
                )],
            );
        }
        let alias = quoted(&format!("vEthernet ({})", bare(&adapter.name)));
        hardware(adapter, &alias, writer);
        addresses(adapter, &alias, writer);
    }
}

/// `vEthernet (Management)` is the adapter `Management` of Hyper-V.
fn bare(name: &str) -> &str {
    name.strip_prefix("vEthernet (").and_then(|rest| rest.strip_suffix(')')).unwrap_or(name)
}

fn only_switch(profile: &NodeProfile) -> Option<&str> {
    match profile.machine.switches.as_slice() {
        [only] => Some(&only.name),
        _ => None,
    }
}
