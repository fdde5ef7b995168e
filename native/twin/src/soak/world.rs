//! A cluster, a policy and faults, drawn from a seed.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use rolling_upgrade_core::generate::{GenerateError, GenerateOptions, generate};
use rolling_upgrade_core::model::{
    Disk, Health, Inventory, NodeName, PhysicalDisk, PoolVersion, Priority, Release, Resiliency, Role, RoleKind,
    StoragePool, VirtualDisk, VirtualDiskStatus, WitnessKind,
};
use rolling_upgrade_core::plan::{Method, Placement, Policy};

use crate::fault::DrawnFaults;
use crate::simulation::{InstallTimes, Simulation};

/// The stream of the generator that worlds are drawn from.
const STREAM: u64 = 2;
/// A disk of a pool.
const DISK_MIB: u64 = 1_000_000;

/// How large a cluster is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// Up to 8 nodes and 64 VMs: 90 of 100.
    Small,
    /// Up to 16 nodes and 500 VMs: 99 of 1,000.
    Medium,
    /// 64 nodes and 8,000 VMs: one of 1,000.
    Large,
}

impl Size {
    /// The size of a seed's cluster: the mix is fixed, so that every thousand seeds in a row have the same shares.
    #[must_use]
    pub const fn of(seed: u64) -> Self {
        match seed % 1000 {
            0..900 => Self::Small,
            900..999 => Self::Medium,
            _ => Self::Large,
        }
    }
}

/// Everything that a simulated upgrade depends on.
#[derive(Debug, Clone)]
pub struct World {
    /// The seed.
    pub seed: u64,
    /// The cluster.
    pub inventory: Inventory,
    /// The release to upgrade to.
    pub target: Release,
    /// The policy.
    pub policy: Policy,
    /// Times and faults.
    pub simulation: Simulation,
}

impl World {
    /// Draws the world of a seed.
    ///
    /// # Errors
    /// The generator refuses the drawn size: a bug of ours.
    pub fn draw(seed: u64) -> Result<Self, GenerateError> {
        Self::sized(seed, |draw| match Size::of(seed) {
            Size::Small => (2 + draw.below(7), draw.below(65)),
            Size::Medium => (2 + draw.below(15), draw.below(501)),
            Size::Large => (64, 8000),
        })
    }

    /// Draws a world of a seed that is no larger than this.
    ///
    /// # Errors
    /// The generator refuses the drawn size: a bug of ours.
    pub fn draw_up_to(seed: u64, nodes: u32, virtual_machines: u32) -> Result<Self, GenerateError> {
        Self::sized(seed, |draw| (2 + draw.below(nodes.saturating_sub(1)), draw.below(virtual_machines + 1)))
    }

    fn sized(seed: u64, size: impl Fn(&mut Draw) -> (u32, u32)) -> Result<Self, GenerateError> {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        random.set_stream(STREAM);
        let mut draw = Draw { random };
        let from = *draw.pick(&[Release::Server2012R2, Release::Server2016, Release::Server2019, Release::Server2022]);
        let (nodes, virtual_machines) = size(&mut draw);
        let memory_use_percent = draw.one_in(3).then(|| 20 + draw.below(50));
        let options = GenerateOptions { nodes, virtual_machines, seed, from, memory_use_percent };
        let mut inventory = generate(&options)?;
        draw.make_uneven(&mut inventory);
        let policy = draw.policy();
        let simulation = draw.simulation();
        Ok(Self { seed, inventory, target: from.next().unwrap_or(from), policy, simulation })
    }
}

struct Draw {
    random: ChaCha8Rng,
}

impl Draw {
    fn below(&mut self, limit: u32) -> u32 {
        self.random.next_u32() % limit.max(1)
    }

    fn one_in(&mut self, of: u32) -> bool {
        self.below(of) == 0
    }

    fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        let length = u32::try_from(list.len()).unwrap_or(u32::MAX);
        &list[self.below(length) as usize]
    }

    /// Half of the clusters stay even; the others differ in memory, owners, priorities, classes, witness and storage.
    fn make_uneven(&mut self, inventory: &mut Inventory) {
        let even = self.one_in(2);
        add_file_server(inventory);
        if self.one_in(4) {
            inventory.cluster.quorum.witness = None;
        }
        if self.one_in(4) {
            make_spaces_direct(inventory);
        }
        if even {
            return;
        }
        for node in &mut inventory.nodes {
            if self.one_in(3)
                && let Some(machine) = &mut node.machine
            {
                machine.memory_mib *= 2;
            }
        }
        let names: Vec<NodeName> = inventory.nodes.iter().map(|node| node.name.clone()).collect();
        for role in &mut inventory.roles {
            self.make_particular(role, &names);
        }
    }

    fn make_particular(&mut self, role: &mut Role, names: &[NodeName]) {
        if role.kind != RoleKind::VirtualMachine {
            return;
        }
        if self.one_in(4) {
            role.priority = Priority(*self.pick(&[1000, 2000, 3000]));
        }
        if self.one_in(8) {
            role.anti_affinity_classes.push((*self.pick(&["web", "database"])).to_owned());
        }
        if self.one_in(8) {
            role.preferred_owners.push(self.pick(names).clone());
        }
        if names.len() > 2 && self.one_in(16) {
            let out = self.pick(names).clone();
            role.possible_owners = names.iter().filter(|name| **name != out || **name == role.owner).cloned().collect();
        }
        if let Some(machine) = &mut role.virtual_machine {
            machine.trusted_platform_module = Some(self.one_in(8));
        }
    }

    fn policy(&mut self) -> Policy {
        Policy {
            method: *self.pick(&[Method::CleanEvict, Method::CleanEvict, Method::InPlaceEvict, Method::InPlaceKeep]),
            placement: *self.pick(&[Placement::Balanced, Placement::Fewest, Placement::Restore]),
            parallel_migrations: self.below(9),
            install_timeout_seconds: 12 * 3600,
            // One after the other, two at once, or as many as go.
            max_concurrent_nodes: *self.pick(&[1, 1, 2, 0]),
            ..Policy::default()
        }
    }

    /// Three of four worlds have faults.
    fn simulation(&mut self) -> Simulation {
        let faults = !self.one_in(4);
        let drawn = DrawnFaults {
            count: 1 + self.below(4),
            within_seconds: u64::from(3600 * (1 + self.below(12))),
            kinds: Vec::new(),
        };
        Simulation {
            install: InstallTimes { seconds: u64::from(900 + self.below(7200)), machines: Vec::new() },
            drawn_faults: faults.then_some(drawn),
            ..Simulation::default()
        }
    }
}

/// A file server beside the VMs, made from the core group.
fn add_file_server(inventory: &mut Inventory) {
    let (Some(core), Some(node)) = (inventory.roles.first(), inventory.nodes.first()) else { return };
    let files = Role {
        name: "Files".into(),
        id: "5f0c8e9e-0000-4000-8000-000000000001".to_owned(),
        kind: RoleKind::FileServer,
        owner: node.name.clone(),
        ..core.clone()
    };
    inventory.roles.push(files);
    // What a file server needs on every node that may own it.
    let members = inventory.nodes.iter_mut().filter_map(|node| node.machine.as_mut());
    let pooled = inventory.machines.iter_mut().map(|pooled| &mut pooled.machine);
    for machine in members.chain(pooled) {
        machine.features.push("FS-FileServer".to_owned());
    }
}

/// Gives every node two disks of one pool with one mirrored virtual disk; nothing below Windows Server 2016.
pub fn make_spaces_direct(inventory: &mut Inventory) {
    let Some(release) = Release::of_level(inventory.cluster.functional_level) else { return };
    if release < Release::Server2016 {
        return;
    }
    let storage = &mut inventory.storage;
    storage.spaces_direct = true;
    for node in &mut inventory.nodes {
        let Some(machine) = &mut node.machine else { continue };
        for number in 1..=2 {
            let serial_number = format!("{}-{number}", node.name);
            machine.disks.push(Disk {
                serial_number: serial_number.clone(),
                size_mib: DISK_MIB,
                boot: false,
                pooled: true,
                health: Health::Healthy,
            });
            storage.physical_disks.push(PhysicalDisk {
                serial_number,
                node: node.name.clone(),
                size_mib: DISK_MIB,
                health: Health::Healthy,
                in_maintenance: None,
            });
        }
    }
    let nodes = inventory.nodes.len() as u64;
    storage.pools.push(StoragePool {
        name: "Pool".to_owned(),
        version: PoolVersion(release),
        health: Health::Healthy,
        size_mib: 2 * nodes * DISK_MIB,
        allocated_mib: nodes * DISK_MIB / 4,
    });
    storage.virtual_disks.push(VirtualDisk {
        name: "Volume".to_owned(),
        resiliency: if nodes > 2 { Resiliency::ThreeWayMirror } else { Resiliency::TwoWayMirror },
        health: Health::Healthy,
        status: VirtualDiskStatus::Ok,
        size_mib: DISK_MIB / 4,
    });
    // A disk witness can't stand on the pool whose cluster it keeps alive.
    if let Some(witness) = &mut inventory.cluster.quorum.witness {
        witness.kind = WitnessKind::FileShare;
        witness.share_path = Some(r"\\witness\share".to_owned());
    }
}
