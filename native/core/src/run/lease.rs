//! The lease: one driver for one cluster, kept in the cluster itself.
//!
//! It is a private property of the cluster that names who drives which run from where, with a heartbeat. Whoever
//! takes it writes it, waits a moment and reads it again: of two that write at the same time the last one stands and
//! the other sees that. See docs/decisions/lease.md.

use serde::{Deserialize, Serialize};

use super::interlude::Wish;
use super::step::{Decision, Seen, act, look};
use super::{Action, ActionTask, LeaseRequest, LineKind, Observation, Observe, Run};
use crate::error::{ErrorId, ErrorReport};
use crate::model::{Timestamp, same_name};

/// How often the heartbeat is renewed.
const RENEW_SECONDS: u64 = 120;
/// How long a driver waits after it has written before it reads again.
const SETTLE_SECONDS: u64 = 2;

/// What the property holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Lease {
    run: String,
    owner: String,
    host: String,
    heartbeat: Timestamp,
}

impl Run {
    fn lease_text(&self, request: &LeaseRequest) -> String {
        let lease = Lease {
            run: self.options.run_id.clone(),
            owner: request.owner.clone(),
            host: request.host.clone(),
            heartbeat: self.now,
        };
        serde_json::to_string(&lease).unwrap_or_default()
    }

    /// Why the lease is not ours, where it is somebody's; `None` where it is free or ours.
    fn held_by_another(&self, observed: &Observation) -> Option<ErrorReport> {
        let request = self.options.session.lease.as_ref()?;
        let text = observed.lease.as_ref()?.value.as_deref()?;
        let Ok(lease) = serde_json::from_str::<Lease>(text) else {
            let message = "the lease of the cluster is held by something that this version does not know";
            return Some(ErrorReport::new(ErrorId::LeaseHeld, message, TAKE_OVER).about(self.plan.cluster.clone()));
        };
        let ours = lease.run == self.options.run_id || request.idle_runs.contains(&lease.run);
        if ours && same_name(&lease.host, &request.host) {
            return None;
        }
        let message = format!(
            "the cluster is driven by {} from {} (run {}); the last sign of life was at {}",
            lease.owner, lease.host, lease.run, lease.heartbeat
        );
        let limit = self.plan.policy.lease_seconds;
        let alive = self.now.seconds_since(lease.heartbeat) <= limit;
        let remedy = if alive {
            format!("Stop that run there. A lease without a sign of life for {limit} s may be taken over.")
        } else {
            TAKE_OVER.to_owned()
        };
        Some(ErrorReport::new(ErrorId::LeaseHeld, message, remedy).about(lease.host))
    }

    /// Whether the lease in the cluster has shown no sign of life for so long that it may be taken over.
    fn is_dead(&self, observed: &Observation) -> bool {
        lease_in(observed).is_none_or(|lease| self.now.seconds_since(lease.heartbeat) > self.plan.policy.lease_seconds)
    }

    /// Looks, writes, reads again.
    pub(super) fn take_lease(&mut self, seen: Option<&Seen<'_>>) -> Decision {
        let Some(request) = self.options.session.lease.clone() else { return Decision::Done };
        let Some(seen) = seen else { return look(Observe::Lease) };
        if let Some(error) = seen.error() {
            self.progress.phase = 0;
            return self.after_failure(&error.clone(), Observe::Lease);
        }
        let held = self.held_by_another(seen.observed);
        if self.progress.phase > 0 {
            if let Some(report) = held {
                return Decision::Pause(report);
            }
            self.between.lease_renewed = Some(self.now);
            return Decision::Done;
        }
        if let Some(report) = held {
            if !request.take_over || !self.is_dead(seen.observed) {
                return Decision::Pause(report);
            }
            self.say(LineKind::Warning, format!("The lease is taken over by {}: {}.", request.owner, report.message));
        }
        self.tell_idle_lease(seen.observed);
        self.progress.phase = 1;
        let task = ActionTask::TakeLease { value: self.lease_text(&request), settle_seconds: SETTLE_SECONDS };
        act(task, Observe::Lease)
    }

    /// Says that the lease was left behind by another run of this machine.
    fn tell_idle_lease(&mut self, observed: &Observation) {
        let lease = lease_in(observed).filter(|lease| lease.run != self.options.run_id);
        let idle = |lease: &Lease| {
            self.options.session.lease.as_ref().is_some_and(|request| request.idle_runs.contains(&lease.run))
        };
        if let Some(lease) = lease.filter(idle) {
            let (run, heartbeat) = (lease.run, lease.heartbeat);
            let text = format!(
                "The lease was left behind by the run {run} of this machine, which nobody drives; its last sign of \
                 life was at {heartbeat}."
            );
            self.say(LineKind::Warning, text);
        }
    }

    /// Gives the lease up where it is still ours.
    pub(super) fn release_lease(&mut self, seen: Option<&Seen<'_>>) -> Decision {
        let Some(seen) = seen else { return look(Observe::Lease) };
        let free = seen.observed.lease.as_ref().is_none_or(|lease| lease.value.is_none());
        if seen.acted() || free || self.held_by_another(seen.observed).is_some() {
            if let Some(error) = seen.error() {
                self.say(LineKind::Warning, format!("The lease was not given up: {}.", error.message));
            }
            self.between.lease_renewed = None;
            return Decision::Done;
        }
        act(ActionTask::ReleaseLease, Observe::Nothing)
    }

    /// Looks at the lease again where that is due; a long wait is cut so that the heartbeat goes on.
    pub(super) fn keep_the_lease(&mut self, wish: &Wish) -> Option<Action> {
        let renewed = self.between.lease_renewed?;
        if self.now.seconds_since(renewed) < RENEW_SECONDS || is_of_the_lease(&wish.task) {
            return None;
        }
        self.give(ActionTask::Look, 0, Observe::Lease)
    }

    /// The lease was looked at or renewed before an action.
    pub(super) fn lease_answered(&mut self, asked: &Action, observed: &Observation, wish: Wish) -> Option<Action> {
        if asked.task == ActionTask::Look {
            if let Some(report) = self.held_by_another(observed) {
                self.between.lease_renewed = None;
                self.pause(report);
                return self.go_on(None);
            }
            let request = self.options.session.lease.clone()?;
            self.between.pending = Some(wish);
            let value = self.lease_text(&request);
            return self.give(ActionTask::RenewLease { value }, 0, Observe::Nothing);
        }
        self.between.lease_renewed = Some(self.now);
        self.offer(wish)
    }

    /// A wait that is longer than the heartbeat allows is cut: the first part of it, and the rest.
    pub(super) fn cut_wait(&self, wish: Wish) -> (Wish, Option<Wish>) {
        if self.between.lease_renewed.is_none() || wish.task != ActionTask::Look || wish.wait_seconds <= RENEW_SECONDS {
            return (wish, None);
        }
        let first = Wish { task: ActionTask::Look, wait_seconds: RENEW_SECONDS, observe: Observe::Lease };
        (first, Some(Wish { wait_seconds: wish.wait_seconds - RENEW_SECONDS, ..wish }))
    }
}

/// The lease that was read, where this version understands it.
fn lease_in(observed: &Observation) -> Option<Lease> {
    serde_json::from_str(observed.lease.as_ref()?.value.as_deref()?).ok()
}

/// What to do about a lease that may be taken over.
const TAKE_OVER: &str = "Make sure that nobody drives the cluster, then give -TakeOverLease.";

const fn is_of_the_lease(task: &ActionTask) -> bool {
    matches!(task, ActionTask::TakeLease { .. } | ActionTask::RenewLease { .. } | ActionTask::ReleaseLease)
}
