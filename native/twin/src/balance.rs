//! Node fairness: the AutoBalancer, as far as an upgrade has to reckon with it.
//!
//! From functional level 9 on; mode 1 acts when a node joins, mode 2 also every 30 minutes; only nodes above the
//! level's threshold of 80, 70 or 60 % give VMs away ("Virtual machine load balancing overview", learn.microsoft.com).

use rolling_upgrade_core::model::Release;

use crate::assumption::Assumption;
use crate::ids::{MachineId, RoleId};
use crate::queue::Happening;
use crate::state::Method;
use crate::twin::Twin;

impl Twin {
    fn balancer_mode(&self) -> u32 {
        if self.state.cluster.level < Release::Server2016.level() || self.state.cluster.stopped {
            return 0;
        }
        self.state.cluster.facts.auto_balancer_mode.unwrap_or(0)
    }

    /// Whether rounds take place every 30 minutes.
    pub(crate) fn balancer_runs(&self) -> bool {
        self.balancer_mode() == 2
    }

    /// Somebody switched the rounds on.
    pub(crate) fn balancer_switched_on(&mut self) {
        let waits = self.queue.waiting().any(|happening| happening == Happening::Balance);
        if self.balancer_runs() && !waits {
            let at = self.in_seconds(self.simulation.times.balance_seconds);
            self.queue.put(at, Happening::Balance);
        }
    }

    pub(crate) fn balance_after_join(&mut self) {
        if self.balancer_mode() != 0 {
            self.balance();
        }
    }

    pub(crate) fn balance_round(&mut self) {
        if !self.balancer_runs() {
            return;
        }
        let at = self.in_seconds(self.simulation.times.balance_seconds.max(1));
        self.queue.put(at, Happening::Balance);
        self.balance();
    }

    fn threshold_percent(&self) -> u64 {
        match self.state.cluster.facts.auto_balancer_level {
            Some(2) => 70,
            Some(3) => 60,
            _ => 80,
        }
    }

    fn used_percent(&self, machine: MachineId, more_mib: u64) -> u64 {
        let record = &self.state.machines[machine];
        (record.memory_used_mib + more_mib) * 100 / record.memory_limit_mib.max(1)
    }

    fn balance(&mut self) {
        let threshold = self.threshold_percent();
        let loaded: Vec<MachineId> = self
            .state
            .members
            .iter()
            .copied()
            .filter(|member| self.state.takes_roles(*member) && self.used_percent(*member, 0) > threshold)
            .collect();
        for source in loaded {
            self.relieve(source, threshold);
        }
    }

    /// Moves VMs from a loaded node until it is at its threshold, as far as other nodes stay below theirs.
    fn relieve(&mut self, source: MachineId, threshold: u64) {
        let mut leaving = 0_u64;
        let candidates: Vec<RoleId> = self
            .state
            .roles_of(source)
            .into_iter()
            .filter(|role| {
                let record = &self.state.roles[*role];
                let running =
                    record.virtual_machine.as_ref().is_some_and(|machine| machine.power.has_a_running_state());
                running && !record.is_busy() && !record.locked && record.preferred.first() != Some(&source)
            })
            .collect();
        for role in candidates {
            let record = &self.state.machines[source];
            let rest = record.memory_used_mib.saturating_sub(leaving);
            if rest * 100 / record.memory_limit_mib.max(1) <= threshold {
                return;
            }
            let memory = self.memory_needed(role);
            let fits = |twin: &Self, to: MachineId| twin.used_percent(to, memory) < threshold;
            let Ok(Some(to)) = self.best_node(role, Method::Live, fits) else { continue };
            if self.request_move(role, Some(to), Some(Method::Live)).is_ok() {
                self.assumptions.rely(Assumption::BalancerChoice);
                self.log_role(role, Some(1808), format!("is moved to {} by the load balancer", self.machine_name(to)));
                leaving += memory;
            }
        }
    }
}
