//! Faults drawn from the seed: kinds, subjects and times.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use rolling_upgrade_core::model::{Inventory, NodeName, RoleName};

use super::{DrawnFaults, Fault, FaultKind};

/// The stream of the generator that faults are drawn from, so that they leave everything else that is drawn alone.
const STREAM: u64 = 1;
/// Within how long faults strike where nobody says.
const WITHIN_SECONDS: u64 = 6 * 3600;

/// Draws faults for a cluster. The same inventory, wish and seed give the same faults.
pub(crate) fn draw(wish: &DrawnFaults, inventory: &Inventory, seed: u64) -> Vec<Fault> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    random.set_stream(STREAM);
    let kinds: &[FaultKind] = if wish.kinds.is_empty() { &FaultKind::ALL } else { &wish.kinds };
    let within = if wish.within_seconds == 0 { WITHIN_SECONDS } else { wish.within_seconds };
    let mut draw = Draw { random, inventory, within };
    // A kind for which the cluster has no subject is passed over.
    (0..wish.count).filter_map(|_| draw.one(kinds)).collect()
}

struct Draw<'a> {
    random: ChaCha8Rng,
    inventory: &'a Inventory,
    within: u64,
}

impl Draw<'_> {
    /// A number below `limit`, which is not zero.
    fn below(&mut self, limit: u64) -> u64 {
        self.random.next_u64() % limit.max(1)
    }

    fn pick<'b, T>(&mut self, list: &'b [T]) -> Option<&'b T> {
        let place = self.below(list.len() as u64);
        list.get(usize::try_from(place).ok()?)
    }

    fn time(&mut self) -> u64 {
        self.below(self.within)
    }

    /// A while from ten seconds to an hour.
    fn a_while(&mut self) -> u64 {
        10 + self.below(3590)
    }

    /// Seven of eight are mended or come back.
    fn mended(&mut self) -> Option<u64> {
        let seconds = self.a_while();
        (self.below(8) > 0).then_some(seconds)
    }

    fn node(&mut self) -> Option<NodeName> {
        let inventory = self.inventory;
        self.pick(&inventory.nodes).map(|node| node.name.clone())
    }

    fn role(&mut self, guest: bool) -> Option<RoleName> {
        let roles = self.inventory.roles.iter().filter(|role| role.virtual_machine.is_some() == guest);
        let names: Vec<&RoleName> = roles.map(|role| &role.name).collect();
        self.pick(&names).map(|name| (*name).clone())
    }

    fn one(&mut self, kinds: &[FaultKind]) -> Option<Fault> {
        let kind = *self.pick(kinds)?;
        match kind {
            FaultKind::NodeCrash
            | FaultKind::NodeIsolated
            | FaultKind::NodeSaysUp
            | FaultKind::DrainStalls
            | FaultKind::LinkSlows => self.of_a_node(kind),
            FaultKind::MigrationFails
            | FaultKind::MigrationDoesNotConverge
            | FaultKind::MigrationSaysFailed
            | FaultKind::MigrationSaysDone => self.of_a_move(kind),
            FaultKind::WitnessLost | FaultKind::DiskDies | FaultKind::VolumeRedirected => self.of_storage(kind),
            FaultKind::AnswerLate => {
                Some(Fault::AnswerLate { at_seconds: self.time(), late_seconds: self.a_while() / 10 })
            }
            FaultKind::RpcError => {
                Some(Fault::RpcError { at_seconds: self.time(), calls: 1 + u32::try_from(self.below(3)).unwrap_or(0) })
            }
            FaultKind::AnswerLost => Some(Fault::AnswerLost { at_seconds: self.time() }),
            _ => self.of_a_rebuilt_machine(kind),
        }
    }

    fn of_a_node(&mut self, kind: FaultKind) -> Option<Fault> {
        let (node, at_seconds, for_seconds) = (self.node()?, self.time(), self.a_while());
        let returns_after_seconds = self.mended();
        Some(match kind {
            FaultKind::NodeCrash => Fault::NodeCrash { node, at_seconds, returns_after_seconds },
            FaultKind::NodeIsolated => Fault::NodeIsolated { node, at_seconds, returns_after_seconds },
            FaultKind::NodeSaysUp => Fault::NodeSaysUp { node, at_seconds, for_seconds },
            FaultKind::DrainStalls => Fault::DrainStalls { node, at_seconds: 0, for_seconds },
            _ => {
                let percent = 1 + u32::try_from(self.below(50)).unwrap_or(0);
                Fault::LinkSlows { node, at_seconds, for_seconds, percent }
            }
        })
    }

    fn of_a_move(&mut self, kind: FaultKind) -> Option<Fault> {
        let (role, at_seconds) = (self.role(true)?, 0);
        Some(match kind {
            FaultKind::MigrationFails => {
                Fault::MigrationFails { role, at_seconds, times: 1 + u32::try_from(self.below(3)).unwrap_or(0) }
            }
            FaultKind::MigrationDoesNotConverge => {
                Fault::MigrationDoesNotConverge { role, at_seconds, for_seconds: self.within }
            }
            FaultKind::MigrationSaysFailed => Fault::MigrationSaysFailed { role, at_seconds },
            _ => Fault::MigrationSaysDone { role, at_seconds },
        })
    }

    fn of_storage(&mut self, kind: FaultKind) -> Option<Fault> {
        let (at_seconds, inventory) = (self.time(), self.inventory);
        Some(match kind {
            FaultKind::WitnessLost => {
                inventory.cluster.quorum.witness.as_ref()?;
                Fault::WitnessLost { at_seconds, returns_after_seconds: self.mended() }
            }
            FaultKind::DiskDies => {
                let serial_number = self.pick(&inventory.storage.physical_disks)?.serial_number.clone();
                Fault::DiskDies { serial_number, at_seconds, replaced_after_seconds: self.mended() }
            }
            _ => {
                let volume = self.pick(&inventory.storage.shared_volumes)?.name.clone();
                Fault::VolumeRedirected { volume, at_seconds, for_seconds: self.a_while() }
            }
        })
    }

    fn of_a_rebuilt_machine(&mut self, kind: FaultKind) -> Option<Fault> {
        let inventory = self.inventory;
        let node = self.pick(&inventory.nodes)?;
        let (machine, mended_after_seconds) = (node.name.clone(), self.mended());
        let attempts = 1 + u32::try_from(self.below(3)).unwrap_or(0);
        Some(match kind {
            FaultKind::NodeDoesNotReturn => Fault::NodeDoesNotReturn { machine },
            FaultKind::ReturnsWithoutFeature => {
                let feature = self.pick(&node.machine.as_ref()?.features)?.clone();
                Fault::ReturnsWithoutFeature { machine, feature, mended_after_seconds }
            }
            FaultKind::ReturnsWithoutNetwork => {
                let network = self.pick(&inventory.networks)?.name.clone();
                Fault::ReturnsWithoutNetwork { machine, network, mended_after_seconds }
            }
            FaultKind::ReturnsWithoutDisk => {
                let serial_number = self.pick(&node.machine.as_ref()?.disks)?.serial_number.clone();
                Fault::ReturnsWithoutDisk { machine, serial_number, mended_after_seconds }
            }
            FaultKind::StoragePathsHalved => Fault::StoragePathsHalved { machine, mended_after_seconds },
            FaultKind::VlanMissing => Fault::VlanMissing { machine, mended_after_seconds },
            FaultKind::GuardianKeyMissing => Fault::GuardianKeyMissing { machine, mended_after_seconds },
            FaultKind::ResourceTypeMissing => {
                Fault::ResourceTypeMissing { machine, role: self.role(false)?, mended_after_seconds }
            }
            FaultKind::ComputerAccountRefused => Fault::ComputerAccountRefused { machine, attempts },
            _ => Fault::StaleNameRecord { machine, attempts },
        })
    }
}
