//! Faults: what goes wrong, when it strikes, and what the event log says of it.
//!
//! A fault of the simulation document, or one that was drawn from the seed, strikes at its time, or is armed then and
//! strikes on its next occasion: a move of its role, a drain of its node, the end of an installation, a call. Each
//! strike is counted by kind and names its reason in the event log.

mod calling;
mod document;
mod draw;
mod install;
mod kind;
mod moving;
mod strike;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::call::FaultView;
use crate::error::TwinError;
use crate::ids::{MachineId, RoleId};
use crate::queue::Happening;
use crate::state::State;
use crate::twin::Twin;

pub use document::{DrawnFaults, Fault};
pub(crate) use draw::draw;
pub use kind::FaultKind;
pub(crate) use moving::Lie;

/// The faults of a twin and what they have done so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Faults {
    /// Those of the document, then those that were drawn.
    all: Vec<Fault>,
    /// Those that wait for their occasion, with how often they strike.
    armed: BTreeMap<u32, u32>,
    /// How often each kind has struck.
    struck: BTreeMap<FaultKind, u64>,
    /// Nodes whose drain stands still.
    pub(crate) stalled: BTreeSet<MachineId>,
    /// Machines on whose port a VLAN is missing.
    pub(crate) cut_off: BTreeSet<MachineId>,
    /// Machines without the keys of their guardians.
    keyless: BTreeSet<MachineId>,
    /// Machines without the resource type of a role.
    lacking: BTreeSet<(MachineId, RoleId)>,
    /// Guests that write too fast, with how fast they wrote before.
    busy: BTreeMap<RoleId, u64>,
}

impl Faults {
    /// The faults of a document and those that were drawn.
    ///
    /// # Errors
    /// One names something that the inventory does not hold.
    pub(crate) fn new(all: Vec<Fault>, state: &State) -> Result<Self, TwinError> {
        for fault in &all {
            check(fault, state)?;
        }
        Ok(Self { all, ..Self::default() })
    }

    fn get(&self, index: u32) -> Option<&Fault> {
        self.all.get(index as usize)
    }

    /// Takes the first armed fault that `wanted` picks, for one strike.
    fn take(&mut self, wanted: impl Fn(&Fault) -> bool) -> Option<(u32, Fault)> {
        let index = self.armed.keys().copied().find(|index| self.get(*index).is_some_and(&wanted))?;
        let left = self.armed.get_mut(&index)?;
        *left = left.saturating_sub(1);
        if *left == 0 {
            self.armed.remove(&index);
        }
        Some((index, self.get(index)?.clone()))
    }

    /// How many there are of each kind that there is any of, and how often they have struck.
    pub(crate) fn views(&self) -> Vec<FaultView> {
        let mut planned: BTreeMap<FaultKind, u64> = BTreeMap::new();
        for fault in &self.all {
            *planned.entry(fault.kind()).or_default() += 1;
        }
        let struck = |kind| self.struck.get(&kind).copied().unwrap_or(0);
        planned.into_iter().map(|(kind, planned)| FaultView { kind, planned, struck: struck(kind) }).collect()
    }
}

/// Whether what a fault names is there.
fn check(fault: &Fault, state: &State) -> Result<(), TwinError> {
    let missing = |kind, name: &str| Err(TwinError::SimulationSubject { kind, name: name.to_owned() });
    match (fault, fault.machine(), fault.role()) {
        (_, Some(machine), _) if !state.machines_by_name.contains_key(machine) => missing("node", machine.as_str()),
        (_, _, Some(role)) if !state.roles_by_name.contains_key(role) => missing("role", role.as_str()),
        (Fault::DiskDies { serial_number, .. }, ..)
            if !state.storage.physical_disks.iter().any(|disk| disk.serial_number == *serial_number) =>
        {
            missing("disk", serial_number)
        }
        (Fault::VolumeRedirected { volume, .. }, ..)
            if !state.storage.volumes.iter().any(|known| known.name == *volume) =>
        {
            missing("volume", volume)
        }
        _ => Ok(()),
    }
}

impl Twin {
    /// Puts every fault into the queue at its time.
    pub(crate) fn schedule_faults(&mut self) {
        for (index, fault) in (0_u32..).zip(&self.faults.all) {
            self.queue.put(fault.at_seconds().saturating_mul(1000), Happening::Fault { index });
        }
    }

    fn count_strike(&mut self, kind: FaultKind) {
        *self.faults.struck.entry(kind).or_default() += 1;
        self.revision += 1;
    }

    /// The machine that a fault names.
    fn machine_of(&self, fault: &Fault) -> Option<MachineId> {
        fault.machine().and_then(|name| self.state.machines_by_name.get(name)).copied()
    }

    /// The role that a fault names.
    fn role_of(&self, fault: &Fault) -> Option<RoleId> {
        fault.role().and_then(|name| self.state.roles_by_name.get(name)).copied()
    }
}
