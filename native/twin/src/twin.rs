//! The twin: the state, the clock and what happens next.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rolling_upgrade_core::model::{Inventory, NodeState, Timestamp};
use rolling_upgrade_core::rules::Places;
use serde::{Deserialize, Serialize};

use crate::assumption::{Assumption, Assumptions};
use crate::error::TwinError;
use crate::fault::{Faults, draw};
use crate::ids::{MachineId, RoleId};
use crate::invariant::CheckedVotes;
use crate::log::{Log, later};
use crate::queue::{Happening, Queue};
use crate::simulation::Simulation;
use crate::state::{State, Told, load, save, save_again};
use crate::watch::Watched;

/// 2025-01-01T00:00:00Z, where the inventory does not say when it was read.
const DEFAULT_START: Timestamp = Timestamp::from_milliseconds(1_735_689_600_000);

/// A simulated cluster.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Twin {
    pub(crate) state: State,
    pub(crate) simulation: Simulation,
    pub(crate) queue: Queue,
    pub(crate) log: Log,
    pub(crate) assumptions: Assumptions,
    pub(crate) counts: Counts,
    pub(crate) faults: Faults,
    pub(crate) start: Timestamp,
    /// Virtual time since the beginning, in milliseconds.
    pub(crate) now: u64,
    pub(crate) revision: u64,
    /// Numbers requests, so that what waits keeps its order.
    pub(crate) sequence: u64,
    /// Whether calls cost no time and meet no faults.
    #[serde(skip)]
    pub(crate) aside: bool,
    /// The invariant that broke; nothing is answered any more.
    #[serde(skip)]
    pub(crate) broken: Option<TwinError>,
    /// Whether nobody waits for what is being begun, because its caller has just been killed.
    #[serde(skip)]
    pub(crate) unattended: bool,
    /// What the votes depended on when they were checked last.
    #[serde(skip)]
    pub(crate) checked_votes: CheckedVotes,
    /// How many events had happened when everything was checked last.
    #[serde(skip)]
    pub(crate) checked_in_full_at: u64,
    #[serde(skip)]
    pub(crate) touched_machines: Vec<MachineId>,
    #[serde(skip)]
    pub(crate) touched_roles: Vec<RoleId>,
    /// The inventory that was told last to somebody who asks again and again.
    #[serde(skip)]
    pub(crate) told: Option<Told>,
    /// What somebody sees who watches.
    #[serde(skip)]
    pub(crate) watched: Option<Watched>,
    /// Bugs planted by tests, which the invariants have to find.
    #[cfg(test)]
    #[serde(skip)]
    pub(crate) planted: Option<crate::invariant::Planted>,
}

/// What has been counted so far.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Counts {
    pub(crate) events: u64,
    pub(crate) live_migrations: u64,
    pub(crate) quick_migrations: u64,
    pub(crate) failed_moves: u64,
}

impl Twin {
    /// Makes a twin of an inventory. Same inventory, simulation and seed: the same answers, byte for byte.
    ///
    /// # Errors
    /// The inventory names nodes that it does not hold, or tells no machine's facts; the simulation names something
    /// that the inventory does not hold.
    pub fn new(inventory: &Inventory, simulation: &Simulation, seed: u64) -> Result<Self, TwinError> {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let mut assumed = Vec::new();
        let state = load(inventory, simulation, &mut random, &mut assumed)?;
        let mut all = simulation.faults.clone();
        if let Some(wish) = &simulation.drawn_faults {
            all.extend(draw(wish, inventory, seed));
        }
        let faults = Faults::new(all, &state)?;
        let mut twin = Self {
            state,
            simulation: simulation.clone(),
            queue: Queue::default(),
            log: Log::default(),
            assumptions: Assumptions::default(),
            counts: Counts::default(),
            faults,
            start: inventory.captured_at.unwrap_or(DEFAULT_START),
            now: 0,
            revision: 1,
            sequence: 0,
            aside: false,
            broken: None,
            unattended: false,
            checked_votes: CheckedVotes::default(),
            checked_in_full_at: 0,
            touched_machines: Vec::new(),
            touched_roles: Vec::new(),
            told: None,
            watched: None,
            #[cfg(test)]
            planted: None,
        };
        if !assumed.is_empty() {
            twin.assumptions.rely(Assumption::FactsTaken);
        }
        twin.recount_votes();
        twin.load_storage_state(inventory);
        twin.settle_quorum();
        twin.continue_drains();
        twin.schedule_faults();
        twin.check_simulation()?;
        if twin.balancer_runs() {
            twin.queue.put(twin.simulation.times.balance_seconds * 1000, Happening::Balance);
        }
        twin.check_in_full();
        twin.broken.take().map_or(Ok(twin), Err)
    }

    /// The present state as an inventory, which makes an equal twin. Costs no time.
    #[must_use]
    pub fn inventory(&self) -> Inventory {
        save(&self.state, self.now())
    }

    /// The same with its places, for somebody who asks again and again and reads it only while `read` runs.
    pub(crate) fn with_inventory<T>(&mut self, read: impl FnOnce(&Inventory, &Places) -> T) -> T {
        let now = self.now();
        let told = save_again(&mut self.state, now, self.told.take());
        let answer = read(&told.inventory, &told.places);
        self.told = Some(told);
        answer
    }

    /// Virtual time now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        later(self.start, self.now)
    }

    /// Virtual time since the twin was made, in milliseconds.
    #[must_use]
    pub const fn elapsed_milliseconds(&self) -> u64 {
        self.now
    }

    /// Grows with every change of state.
    #[must_use]
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// How many events have happened.
    #[must_use]
    pub const fn events(&self) -> u64 {
        self.counts.events
    }

    fn check_simulation(&self) -> Result<(), TwinError> {
        let defects = self.simulation.install_defects.iter().map(|defect| &defect.machine);
        let times = self.simulation.install.machines.iter().map(|time| &time.machine);
        if let Some(name) = defects.chain(times).find(|name| !self.state.machines_by_name.contains_key(name)) {
            return Err(TwinError::SimulationSubject { kind: "machine", name: name.to_string() });
        }
        let mut rates = self.simulation.dirty_rates.virtual_machines.iter().map(|rate| &rate.role);
        if let Some(name) = rates.find(|name| !self.state.roles_by_name.contains_key(name)) {
            return Err(TwinError::SimulationSubject { kind: "role", name: name.to_string() });
        }
        Ok(())
    }

    // ---- the clock

    /// Moves the clock by milliseconds; what is due on the way happens.
    pub(crate) fn pass(&mut self, milliseconds: u64) {
        let until = self.now.saturating_add(milliseconds);
        while self.broken.is_none()
            && let Some((at, happening)) = self.queue.take(until)
        {
            self.happen(at, happening);
        }
        self.now = self.now.max(until);
    }

    /// Moves the clock until `pending` no longer holds, or nothing more can happen, or `limit` milliseconds have
    /// passed.
    pub(crate) fn pass_while(&mut self, limit: Option<u64>, pending: impl Fn(&State) -> bool) {
        let until = limit.map_or(u64::MAX, |limit| self.now.saturating_add(limit));
        while self.broken.is_none() && pending(&self.state) {
            let Some((at, happening)) = self.queue.take(until) else {
                if limit.is_some() {
                    self.now = self.now.max(until);
                }
                return;
            };
            self.happen(at, happening);
        }
    }

    fn happen(&mut self, at: u64, happening: Happening) {
        self.now = self.now.max(at);
        self.counts.events += 1;
        match happening {
            Happening::MoveEnds { role, token } if self.state.roles[role].token == token => self.move_ends(role),
            Happening::RoleStarted { role, token } if self.state.roles[role].token == token => self.role_started(role),
            Happening::StartDue { role, token } if self.state.roles[role].token == token => self.start_due(role),
            Happening::FailbackDue { role, home } => self.failback_due(role, home),
            Happening::OwnersAwaited => self.owners_awaited(),
            Happening::HeartbeatsDue { machine } => self.heartbeats_due(machine),
            Happening::IsolationEnds { machine } => self.isolation_ends(machine),
            Happening::RoleStopped { role, token } if self.state.roles[role].token == token => self.role_stopped(role),
            Happening::NodeUp { machine, token } if self.state.machines[machine].token == token => {
                self.node_is_up(machine);
            }
            Happening::InstallEnds { machine, token } if self.state.machines[machine].token == token => {
                self.install_ends(machine);
            }
            Happening::DefectMended { machine, install } if self.state.machines[machine].installs == install => {
                self.defect_is_mended(machine);
            }
            Happening::RepairEnds { disk, token } if self.state.storage.virtual_disks[disk].token == token => {
                self.repair_ends(disk);
            }
            Happening::Balance => self.balance_round(),
            Happening::Fault { index } => self.fault_strikes(index),
            Happening::FaultEnds { index } => self.fault_ends(index),
            // Its subject has changed its plans since it was queued.
            _ => return,
        }
        self.check_after_event();
    }

    /// The time `seconds` from now, in milliseconds.
    pub(crate) const fn in_seconds(&self, seconds: u64) -> u64 {
        self.now.saturating_add(seconds.saturating_mul(1000))
    }

    pub(crate) fn next_sequence(&mut self) -> u64 {
        self.sequence += 1;
        self.sequence
    }

    // ---- notes of what changed

    pub(crate) fn touch_machine(&mut self, machine: MachineId) {
        self.revision += 1;
        self.touched_machines.push(machine);
    }

    pub(crate) fn touch_role(&mut self, role: RoleId) {
        self.revision += 1;
        self.touched_roles.push(role);
    }

    pub(crate) fn log_machine(&mut self, machine: MachineId, event_id: Option<u32>, message: String) {
        self.log.add(self.now, event_id, self.state.machines[machine].name.as_str(), message);
    }

    pub(crate) fn log_role(&mut self, role: RoleId, event_id: Option<u32>, message: String) {
        self.log.add(self.now, event_id, self.state.roles[role].name.as_str(), message);
    }

    pub(crate) fn log_cluster(&mut self, event_id: Option<u32>, message: String) {
        self.log.add(self.now, event_id, &self.state.cluster.facts.name, message);
    }

    pub(crate) fn machine_name(&self, machine: MachineId) -> &rolling_upgrade_core::model::NodeName {
        &self.state.machines[machine].name
    }

    /// Sets the state of a member.
    pub(crate) fn set_node_state(&mut self, machine: MachineId, state: NodeState) {
        if let Some(node) = &mut self.state.machines[machine].node {
            node.state = state;
        }
        self.touch_machine(machine);
    }
}
