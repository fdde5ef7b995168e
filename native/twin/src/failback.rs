//! Failback: roles return to the node that a drain took them from, or to their most preferred owner.
//!
//! `-Failback Immediate` brings all of them, `Policy` those whose group fails back by itself, in the hours of its
//! window, `NoFailback` none ("Resume-ClusterNode", "Failover cluster group common properties: AutoFailbackType,
//! FailbackWindowStart, FailbackWindowEnd", learn.microsoft.com).

use rolling_upgrade_core::model::RoleState;

use crate::assumption::Assumption;
use crate::ids::{MachineId, RoleId};
use crate::queue::Happening;
use crate::twin::Twin;

/// `FailbackStatus`.
const IN_PROGRESS: u32 = 1;
const COMPLETED: u32 = 2;
const FAILED: u32 = 3;

const HOUR_MILLISECONDS: u64 = 3600 * 1000;
const DAY_MILLISECONDS: u64 = 24 * HOUR_MILLISECONDS;

/// `-Failback`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failback {
    None,
    Immediate,
    Policy,
}

/// How long it is, in milliseconds, until a role may fail back, at a time of the day in milliseconds.
fn until_window(start: Option<u8>, end: Option<u8>, time_of_day: u64) -> u64 {
    let (Some(start), Some(end)) = (start, end) else { return 0 };
    let hour = time_of_day / HOUR_MILLISECONDS;
    let (start, end) = (u64::from(start), u64::from(end));
    let open = if start <= end { (start..=end).contains(&hour) } else { hour >= start || hour <= end };
    if open { 0 } else { (start * HOUR_MILLISECONDS + DAY_MILLISECONDS - time_of_day) % DAY_MILLISECONDS }
}

impl Twin {
    /// What a drain took from a node comes back to it, or not.
    pub(crate) fn begin_failback(&mut self, node: MachineId, failback: Failback) {
        let away: Vec<RoleId> =
            self.state.roles.iter().filter(|(_, role)| role.home == Some(node)).map(|(id, _)| id).collect();
        if let Some(record) = &mut self.state.machines[node].node {
            record.failback_status = 0;
            record.failback_failed = false;
        }
        for role in away {
            match failback {
                Failback::None => self.state.roles[role].home = None,
                Failback::Immediate => self.send_home(role, node),
                Failback::Policy => self.send_home_by_policy(role, node),
            }
        }
        self.touch_machine(node);
    }

    /// A node is up again: groups that fail back by themselves return to it where it is their most preferred owner.
    pub(crate) fn fail_back_by_policy(&mut self, node: MachineId) {
        if !self.state.takes_roles(node) {
            return;
        }
        let away: Vec<RoleId> = self
            .state
            .roles
            .iter()
            .filter(|(_, role)| {
                role.automatic_failback
                    && role.owner != node
                    && role.preferred.first() == Some(&node)
                    && role.state == RoleState::Online
                    && !role.is_busy()
            })
            .map(|(id, _)| id)
            .collect();
        for role in away {
            self.send_home_by_policy(role, node);
        }
    }

    fn send_home_by_policy(&mut self, role: RoleId, node: MachineId) {
        if !self.state.roles[role].automatic_failback {
            self.state.roles[role].home = None;
            return;
        }
        let now = u64::try_from(self.now().milliseconds()).unwrap_or(0);
        let record = &self.state.roles[role];
        let wait = until_window(record.failback_window_start, record.failback_window_end, now % DAY_MILLISECONDS);
        if wait == 0 {
            self.send_home(role, node);
            return;
        }
        self.assumptions.rely(Assumption::FailbackWindow);
        self.state.roles[role].home = Some(node);
        self.queue.put(self.now + wait, Happening::FailbackDue { role, home: node });
        self.log_role(role, None, format!("fails back to {} when its window opens", self.machine_name(node)));
    }

    /// The window of a role has opened.
    pub(crate) fn failback_due(&mut self, role: RoleId, home: MachineId) {
        if self.state.roles[role].home == Some(home) && self.state.takes_roles(home) {
            self.send_home(role, home);
        }
    }

    fn send_home(&mut self, role: RoleId, node: MachineId) {
        self.state.roles[role].home = None;
        if self.state.roles[role].owner == node {
            return;
        }
        self.state.roles[role].failing_back = Some(node);
        if let Some(record) = &mut self.state.machines[node].node {
            record.failing_back += 1;
            record.failback_status = IN_PROGRESS;
        }
        if let Err(refusal) = self.request_move(role, Some(node), None) {
            self.log_role(role, None, format!("did not fail back: {refusal}"));
            self.failback_settled(role, false);
        }
    }

    /// A role has failed back, or will not.
    pub(crate) fn failback_settled(&mut self, role: RoleId, well: bool) {
        let Some(node) = self.state.roles[role].failing_back.take() else { return };
        if let Some(record) = &mut self.state.machines[node].node {
            record.failing_back = record.failing_back.saturating_sub(1);
            record.failback_failed |= !well;
            if record.failing_back == 0 {
                record.failback_status = if record.failback_failed { FAILED } else { COMPLETED };
            }
        }
        self.touch_machine(node);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// First hour, last hour, hour now, hours to wait ("FailbackWindowStart", learn.microsoft.com).
    #[test]
    fn hours_of_the_window() {
        let table = [
            (None, None, 12, 0),
            (Some(22), None, 12, 0),
            (Some(22), Some(5), 23, 0),
            (Some(22), Some(5), 5, 0),
            (Some(22), Some(5), 6, 16),
            (Some(1), Some(3), 0, 1),
            (Some(1), Some(3), 3, 0),
            (Some(1), Some(3), 4, 21),
            (Some(8), Some(8), 8, 0),
        ];
        for (start, end, hour, expected) in table {
            let found = until_window(start, end, hour * HOUR_MILLISECONDS);
            assert_eq!(found, expected * HOUR_MILLISECONDS, "{start:?} to {end:?} at {hour}");
        }
    }
}
