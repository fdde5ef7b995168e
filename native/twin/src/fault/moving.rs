//! Faults of moves and drains.

use super::{Fault, FaultKind};
use crate::ids::{MachineId, RoleId};
use crate::queue::Happening;
use crate::refusal::Refusal;
use crate::state::{Method, Movement};
use crate::twin::Twin;

/// What is said of a move that somebody asks for, against the truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lie {
    /// It failed; it takes place.
    Failed,
    /// It is done; it does not take place.
    Done,
}

impl Twin {
    /// Why a move fails at its end, if a fault makes it fail.
    pub(crate) fn fault_at_the_end_of_a_move(&mut self, role: RoleId, movement: &Movement) -> Option<Refusal> {
        let owner = self.state.roles[role].owner;
        let refusal = Refusal::MoveFailed { role: self.state.roles[role].name.clone() };
        if matches!(movement.method, Method::Live | Method::Quick)
            && let Some(silent) = [owner, movement.to].into_iter().find(|end| self.state.machines[*end].silent)
        {
            let text = format!("its migration failed: {} does not answer", self.machine_name(silent));
            self.log_role(role, FaultKind::MigrationFails.event_id(), text);
            return Some(refusal);
        }
        if self.faults.armed.is_empty() || movement.method != Method::Live {
            return None;
        }
        let name = self.state.roles[role].name.clone();
        let fails = |fault: &Fault| matches!(fault, Fault::MigrationFails { role, .. } if *role == name);
        self.faults.take(fails)?;
        self.count_strike(FaultKind::MigrationFails);
        let text = "its live migration failed at the last moment".to_owned();
        self.log_role(role, FaultKind::MigrationFails.event_id(), text);
        Some(refusal)
    }

    /// What is said of the move that somebody asks for, if it is a lie.
    pub(crate) fn lie_about_a_move(&mut self, role: RoleId) -> Option<Lie> {
        if self.faults.armed.is_empty() {
            return None;
        }
        let name = self.state.roles[role].name.clone();
        let lies = |fault: &Fault| match fault {
            Fault::MigrationSaysFailed { role, .. } | Fault::MigrationSaysDone { role, .. } => *role == name,
            _ => false,
        };
        let (_, fault) = self.faults.take(lies)?;
        self.count_strike(fault.kind());
        let (lie, text) = match fault.kind() {
            FaultKind::MigrationSaysFailed => (Lie::Failed, "its move is reported as failed and takes place"),
            _ => (Lie::Done, "its move is reported as done and does not take place"),
        };
        self.log_role(role, None, text.to_owned());
        Some(lie)
    }

    /// A guest begins to write to its memory faster than any link of its cluster copies it.
    pub(super) fn make_busy(&mut self, fault: &Fault) {
        let Some(role) = self.role_of(fault) else { return };
        let fastest = self.state.machines.iter().map(|(_, machine)| machine.link_mib_per_second).max().unwrap_or(1);
        let percent = u64::from(self.simulation.migration.compression_percent.max(100));
        if let Some(machine) = &mut self.state.roles[role].virtual_machine {
            self.faults.busy.entry(role).or_insert(machine.dirty_mib_per_second);
            machine.dirty_mib_per_second = fastest * percent / 50;
        }
    }

    pub(super) fn make_quiet(&mut self, fault: &Fault) {
        let Some(role) = self.role_of(fault) else { return };
        if let Some(before) = self.faults.busy.remove(&role)
            && let Some(machine) = &mut self.state.roles[role].virtual_machine
        {
            machine.dirty_mib_per_second = before;
        }
    }

    /// A live migration begins: its guest may be too busy for it.
    pub(crate) fn fault_at_the_start_of_a_move(&mut self, role: RoleId, method: Method) {
        if method == Method::Live && self.faults.busy.contains_key(&role) {
            self.count_strike(FaultKind::MigrationDoesNotConverge);
            self.log_role(role, None, "writes to its memory faster than the link copies it".to_owned());
        }
    }

    /// A drain begins: a resource of the node may not answer.
    pub(crate) fn fault_at_a_drain(&mut self, node: MachineId) {
        if self.faults.armed.is_empty() || self.state.machines[node].roles.is_empty() {
            return;
        }
        let name = self.machine_name(node).clone();
        let stalls = |fault: &Fault| matches!(fault, Fault::DrainStalls { node, .. } if *node == name);
        let Some((index, fault)) = self.faults.take(stalls) else { return };
        self.faults.stalled.insert(node);
        self.count_strike(FaultKind::DrainStalls);
        let text = "the drain stands still: a resource does not answer, its host process has to be stopped".to_owned();
        self.log_machine(node, FaultKind::DrainStalls.event_id(), text);
        let at = self.in_seconds(fault.over_after_seconds().unwrap_or(0));
        self.queue.put(at, Happening::FaultEnds { index });
    }

    /// What a fault keeps a role from a node by.
    pub(crate) fn fault_obstacle(&self, role: RoleId, to: MachineId) -> Option<Refusal> {
        let record = &self.state.roles[role];
        let node = || self.machine_name(to).clone();
        if self.faults.lacking.contains(&(to, role)) {
            let kind = format!("of {}", record.name);
            return Some(Refusal::ResourceTypeMissing { machine: node(), kind });
        }
        let sealed =
            record.virtual_machine.as_ref().is_some_and(|machine| machine.facts.trusted_platform_module == Some(true));
        (sealed && self.faults.keyless.contains(&to)).then(|| Refusal::Incompatible {
            role: record.name.clone(),
            node: node(),
            reason: "it has no key of a guardian that may open the VM".to_owned(),
        })
    }
}
