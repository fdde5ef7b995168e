//! What each host has for migrations: slots and a link, in both of its lives.

use crate::model::{Inventory, Machine, Release};
use crate::plan::Policy;
use crate::plan::world::World;

/// Live migrations at the same time where no host says a number: the default of Hyper-V hosts.
const SLOTS_DEFAULT: u32 = 2;
/// A link whose adapters tell no speed: ten gigabits, less what the protocol takes.
const LINK_DEFAULT_MIB_PER_SECOND: u64 = 1000;
/// `SMBBandwidthLimitFactor` where nobody set another: a quarter of the link ("SMB bandwidth limits for live
/// migration", learn.microsoft.com).
const SMB_LIMIT_PERCENT: u64 = 25;

/// What a host has for migrations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::plan) struct Host {
    /// Live migrations that it takes part in at a time.
    pub(in crate::plan) slots: u32,
    /// The speed of its link, as far as migrations may use it.
    pub(super) mib_per_second: u64,
    /// Whether migrations are compressed.
    pub(super) compresses: bool,
}

/// The hosts of a cluster before and after their turns.
#[derive(Debug, Clone)]
pub(in crate::plan) struct Hosts {
    before: Vec<Host>,
    after: Vec<Host>,
}

impl Hosts {
    /// Reads the hosts of an inventory.
    pub(in crate::plan) fn new(world: &World<'_>) -> Self {
        let host = |node: usize, upgraded: bool| host(world.inventory, world.policy, world.machine(node, upgraded));
        let all = |upgraded: bool| (0..world.nodes.len()).map(|node| host(node, upgraded)).collect();
        Self { before: all(false), after: all(true) }
    }

    /// A node in its present life.
    pub(in crate::plan) fn of(&self, node: usize, upgraded: bool) -> Host {
        let hosts = if upgraded { &self.after } else { &self.before };
        hosts.get(node).copied().unwrap_or(Host { slots: SLOTS_DEFAULT, mib_per_second: 1, compresses: false })
    }

    /// The fewest slots of any host, in any of its lives.
    pub(in crate::plan) fn fewest_slots(&self) -> u32 {
        self.before.iter().chain(&self.after).map(|host| host.slots).min().unwrap_or(SLOTS_DEFAULT)
    }

    /// The slots of a node in both of its lives, where they are more than the fewest.
    pub(in crate::plan) fn slots(&self, node: usize) -> u32 {
        self.of(node, false).slots.min(self.of(node, true).slots)
    }
}

fn host(inventory: &Inventory, policy: &Policy, machine: Option<&Machine>) -> Host {
    let settings = machine.and_then(|machine| machine.hyper_v.as_ref());
    let own = settings.map_or(SLOTS_DEFAULT, |settings| settings.maximum_migrations);
    // The property of the cluster takes precedence where it exists.
    let slots = inventory.cluster.maximum_parallel_migrations.unwrap_or(own).max(1);
    let slots = if policy.parallel_migrations > 0 { slots.min(policy.parallel_migrations) } else { slots };
    let transport = settings.map_or("compression", |settings| settings.migration_transport.as_str());
    let adapter = machine.and_then(|machine| fastest(inventory, machine));
    let link = match (adapter, policy.migration_mib_per_second) {
        (adapter, 0) => adapter.unwrap_or(LINK_DEFAULT_MIB_PER_SECOND),
        (adapter, most) => adapter.map_or(most, |adapter| adapter.min(most)),
    };
    let link = link.max(1);
    let limited = transport.eq_ignore_ascii_case("smb")
        && inventory.cluster.functional_level >= Release::Server2022.level()
        && machine.is_some_and(|machine| machine.has_feature("FS-SMBBW"));
    Host {
        slots,
        mib_per_second: if limited { (link * SMB_LIMIT_PERCENT / 100).max(1) } else { link },
        compresses: transport.eq_ignore_ascii_case("compression"),
    }
}

/// The speed of the fastest adapter on a network for live migration, in MiB a second.
fn fastest(inventory: &Inventory, machine: &Machine) -> Option<u64> {
    let for_migration = |name: &str| inventory.networks.iter().any(|one| one.live_migration && one.name == name);
    let adapters = machine.adapters.iter();
    let named = adapters.filter(|adapter| adapter.network.as_deref().is_some_and(for_migration));
    // 1 MiB are 8.388608 megabits.
    named.filter_map(|adapter| adapter.megabits_per_second).max().map(|speed| speed * 1_000_000 / 8_388_608)
}
