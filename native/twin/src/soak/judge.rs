//! Whether a rehearsal kept what a plan promises.

use std::fmt;

use rolling_upgrade_core::model::RoleName;
use rolling_upgrade_core::run::{RunState, RunStatus};

use crate::call::AccountView;
use crate::fault::FaultKind;
use crate::rehearsal::Rehearsal;

/// The word by which the reason of an outage tells that a VLAN was missing.
const VLAN: &str = "VLAN";

/// A promise that was broken: a bug of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The seed of the run.
    pub seed: u64,
    /// What went wrong.
    pub what: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "seed {}: {}", self.seed, self.what)
    }
}

/// Without a fault the run completes and no role is down. With faults, a role is down only where a fault that struck
/// explains it.
///
/// # Errors
/// A promise was broken.
pub fn judge(seed: u64, rehearsal: &Rehearsal) -> Result<(), Violation> {
    judge_end(seed, &End { status: &rehearsal.status, account: &rehearsal.account, down: &rehearsal.down })
}

/// What is judged of a run.
pub(super) struct End<'a> {
    pub(super) status: &'a RunStatus,
    pub(super) account: &'a AccountView,
    pub(super) down: &'a [RoleName],
}

pub(super) fn judge_end(seed: u64, rehearsal: &End<'_>) -> Result<(), Violation> {
    let broken = |what: String| Err(Violation { seed, what });
    let struck = |kind: FaultKind| rehearsal.account.faults.iter().any(|fault| fault.kind == kind && fault.struck > 0);
    let any = FaultKind::ALL.into_iter().any(struck);
    if !any && rehearsal.status.state != RunState::Completed {
        let reason = rehearsal.status.reason.as_ref().map_or("no reason", |reason| &reason.message);
        return broken(format!("without a fault the run is {}: {reason}", rehearsal.status.state));
    }
    let costly = FaultKind::ALL
        .into_iter()
        .any(|kind| kind != FaultKind::VlanMissing && struck(kind) && kind.costs_availability());
    for outage in rehearsal.account.outages.iter().filter(|outage| outage.down_milliseconds > 0) {
        let explained = if outage.reasons.iter().any(|reason| reason.contains(VLAN)) {
            struck(FaultKind::VlanMissing)
        } else {
            costly
        };
        if !explained {
            let (role, milliseconds) = (&outage.role, outage.down_milliseconds);
            return broken(format!("{role} was down for {milliseconds} ms: {}", outage.reasons.join(", ")));
        }
    }
    if let Some(role) = rehearsal.down.first()
        && !costly
        && !struck(FaultKind::VlanMissing)
    {
        return broken(format!("{role} is down at the end"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::{FaultView, OutageView};
    use crate::soak::replay;

    /// A drawn upgrade that no fault touched.
    fn undisturbed() -> Rehearsal {
        let drawn = (1..100).filter_map(|seed| replay(seed).ok());
        let mut whole = drawn.filter(|rehearsal| rehearsal.account.faults.iter().all(|fault| fault.struck == 0));
        whole.next().unwrap()
    }

    fn outage(rehearsal: &mut Rehearsal, reason: &str) {
        rehearsal.account.outages.push(OutageView {
            role: "VM1".into(),
            blackout_milliseconds: 0,
            longest_blackout_milliseconds: 0,
            down_milliseconds: 1,
            planned_milliseconds: 0,
            reasons: vec![reason.to_owned()],
        });
    }

    fn strike(rehearsal: &mut Rehearsal, kind: FaultKind) {
        rehearsal.account.faults.push(FaultView { kind, planned: 1, struck: 1 });
    }

    /// A run whose plan was green is judged by what it lost: nothing is forgiven that no fault explains.
    #[test]
    fn a_role_that_is_lost_without_a_fault_is_a_violation() {
        type Change = fn(&mut Rehearsal);
        let table: [(Change, Option<&str>); 7] = [
            (|_| (), None),
            (|run| run.status.state = RunState::Paused, Some("without a fault the run is paused")),
            (|run| run.down.push("VM1".into()), Some("VM1 is down at the end")),
            (|run| outage(run, "its node went down"), Some("VM1 was down for 1 ms: its node went down")),
            (
                |run| {
                    outage(run, "its node went down");
                    strike(run, FaultKind::AnswerLate);
                },
                Some("VM1 was down"),
            ),
            (
                |run| {
                    outage(run, "its VLAN is missing on the port of its node");
                    strike(run, FaultKind::NodeCrash);
                },
                Some("VM1 was down"),
            ),
            (
                |run| {
                    outage(run, "its node went down");
                    strike(run, FaultKind::NodeCrash);
                },
                None,
            ),
        ];
        let whole = undisturbed();
        for (change, expected) in table {
            let mut rehearsal = whole.clone();
            change(&mut rehearsal);
            let found = judge(7, &rehearsal).err().map(|violation| violation.to_string());
            match (&found, expected) {
                (None, None) => {}
                (Some(found), Some(expected)) => assert!(found.contains(expected), "{found}"),
                _ => panic!("{found:?}, not {expected:?}"),
            }
        }
    }
}
