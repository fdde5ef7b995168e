//! The nodes: their processors, their memory, what is installed.

use super::facts;
use super::random::SplitMix64;
use super::{GenerateOptions, MEMORY_USE_PERCENT};
use crate::model::{
    Adapter, AdapterKind, Disk, Health, HyperVSettings, Machine, Node, NodeName, NodeState, Processor, Release, Role,
    Switch, SwitchKind, Teaming,
};

/// The domain of every generated machine.
pub(super) const DOMAIN: &str = "contoso.com";
/// The switch of every generated host.
pub(super) const SWITCH: &str = "VM-Switch";

/// Memory comes in modules of this size.
const MEMORY_MODULE_MIB: u64 = 16 * 1024;
/// What no host of a cluster has less of.
const MEMORY_MIB_MIN: u64 = 64 * 1024;
/// What the host keeps for itself, counted in so that the asked use is that of the VMs.
const HOST_RESERVE_MIB: u64 = 4096;

/// A model of server: name of its processor, name of its feature set, logical processors.
struct Model {
    processor: &'static str,
    feature_set: &'static str,
    logical_processors: u32,
}

/// The model that most nodes are and the newer one that was bought later, by release.
const fn models(release: Release) -> [Model; 2] {
    match release {
        Release::Older | Release::Server2012R2 => [
            model("Intel(R) Xeon(R) CPU E5-2670 v2 @ 2.50GHz", "ivy-bridge", 40),
            model("Intel(R) Xeon(R) CPU E5-2680 v4 @ 2.40GHz", "broadwell", 56),
        ],
        Release::Server2016 => [
            model("Intel(R) Xeon(R) CPU E5-2680 v4 @ 2.40GHz", "broadwell", 56),
            model("Intel(R) Xeon(R) Gold 6152 CPU @ 2.10GHz", "skylake", 88),
        ],
        Release::Server2019 => [
            model("Intel(R) Xeon(R) Gold 6152 CPU @ 2.10GHz", "skylake", 88),
            model("Intel(R) Xeon(R) Gold 6248R CPU @ 3.00GHz", "cascade-lake", 96),
        ],
        Release::Server2022 | Release::Server2025 => [
            model("Intel(R) Xeon(R) Gold 6248R CPU @ 3.00GHz", "cascade-lake", 96),
            model("Intel(R) Xeon(R) Gold 6348 CPU @ 2.60GHz", "ice-lake", 112),
        ],
    }
}

const fn model(processor: &'static str, feature_set: &'static str, logical_processors: u32) -> Model {
    Model { processor, feature_set, logical_processors }
}

/// The update revision that all nodes of a release have; the last one of its year of capture.
const fn revision(release: Release) -> u32 {
    match release {
        Release::Older => 0,
        Release::Server2012R2 => 21_620,
        Release::Server2016 => 6529,
        Release::Server2019 => 5206,
        Release::Server2022 => 2159,
        Release::Server2025 => 1742,
    }
}

/// Whether the cluster has nodes of two models, so that VMs need processor compatibility to go everywhere.
pub(super) const fn has_two_models(options: &GenerateOptions) -> bool {
    options.nodes >= 4
}

/// The nodes, large enough that the VMs use the asked share of their memory.
pub(super) fn nodes(options: &GenerateOptions, machines: &[Role], random: &mut SplitMix64) -> Vec<Node> {
    let memory = memory_of_a_host(options, machines);
    let models = models(options.from);
    let newer_from = if has_two_models(options) { options.nodes - options.nodes / 4 } else { options.nodes };
    (0..options.nodes)
        .map(|index| Node {
            name: NodeName::new(format!("HV{:02}", index + 1)),
            id: index + 1,
            state: NodeState::Up,
            vote: true,
            fault_domain: None,
            site: None,
            build: None,
            quarantined: false,
            drain: None,
            machine: Some(machine(options.from, &models[usize::from(index >= newer_from)], memory, random)),
        })
        .collect()
}

/// Memory of one host: the VMs' memory divided by the share and the nodes, in whole modules, and at least four times
/// the largest VM so that no single one decides whether there is a plan.
fn memory_of_a_host(options: &GenerateOptions, machines: &[Role]) -> u64 {
    let nodes = u64::from(options.nodes);
    let total: u64 = machines.iter().map(Role::memory_mib).sum();
    let largest = machines.iter().map(Role::memory_mib).max().unwrap_or(0);
    // With a few nodes the default would leave no room for one of them to go out: 85 % of what is left is the limit.
    let default = u64::from(MEMORY_USE_PERCENT).min(85 * (nodes - 1) / nodes);
    let percent = options.memory_use_percent.map_or(default, u64::from);
    let needed = (total * 100).div_ceil(percent * nodes) + HOST_RESERVE_MIB;
    let needed = match options.memory_use_percent {
        None => needed.max(4 * largest),
        Some(_) => needed.max(largest + HOST_RESERVE_MIB),
    };
    needed.max(MEMORY_MIB_MIN).next_multiple_of(MEMORY_MODULE_MIB)
}

fn machine(release: Release, model: &Model, memory_mib: u64, random: &mut SplitMix64) -> Machine {
    let features = ["Failover-Clustering", "Hyper-V", "Hyper-V-PowerShell", "Multipath-IO"];
    let teaming = if release == Release::Server2012R2 { Teaming::Lbfo } else { Teaming::Set };
    let adapters = [("Management", 10), ("Cluster", 20), ("Live Migration", 30)];
    Machine {
        release,
        build: release.build(),
        revision: revision(release),
        processor: Processor {
            vendor: "GenuineIntel".to_owned(),
            model: Some(model.processor.to_owned()),
            second_level_address_translation: Some(true),
            feature_set: Some(model.feature_set.to_owned()),
            logical_processors: model.logical_processors,
        },
        memory_mib,
        features: features.map(str::to_owned).to_vec(),
        switches: vec![Switch {
            name: SWITCH.to_owned(),
            kind: SwitchKind::External,
            teaming,
            members: Vec::new(),
            bandwidth_mode: None,
            single_root: None,
        }],
        adapters: adapters.into_iter().map(|(network, vlan)| adapter(network, vlan)).collect(),
        disks: vec![Disk {
            serial_number: format!("S{:011X}", random.below(1 << 44)),
            size_mib: 457_862,
            boot: true,
            pooled: false,
            health: Health::Healthy,
        }],
        storage_paths: Some(4),
        hyper_v: Some(HyperVSettings { maximum_migrations: 4, ..HyperVSettings::default() }),
        pending_restart: false,
        boots_from_vhd: false,
        storage_server: false,
        domain: Some(DOMAIN.to_owned()),
        unclustered_virtual_machines: Vec::new(),
        unread: Vec::new(),
        profile: facts::profile(),
        observed_at: None,
    }
}

fn adapter(network: &str, vlan: u16) -> Adapter {
    Adapter {
        name: format!("vEthernet ({network})"),
        kind: AdapterKind::HostVirtual,
        network: Some(network.to_owned()),
        vlan: Some(vlan),
        megabits_per_second: Some(25_000),
        rdma: None,
        addresses: Vec::new(),
        registers_in_dns: None,
        gateway: None,
        name_servers: Vec::new(),
        packet_bytes: None,
        data_center_bridging: None,
        switch: None,
        driver: None,
    }
}
