//! What is tried again, after how long, and how often.
//!
//! An error is known by its number and never by its text, which Windows translates. What is not known to pass by itself
//! is not tried again.

use super::step::{Decision, look_after};
use super::{LineKind, Observe, Run};
use crate::error::ErrorReport;

/// The longest wait between two attempts, in seconds.
const BACK_OFF_SECONDS_MAX: u64 = 3600;

/// System error codes after which the same call may succeed a little later.
///
/// 997 pending, 1722, 1723, 1726, 1727 and 1753 (no endpoint yet after a restart) RPC, 5016 while the owner lists of a
/// node that has just joined are not everywhere yet, 5949 backup in progress, 5957 not enough resources at the
/// destination, 5960 locked, 5962 drain in progress, 5976 another change of the functional level is in progress, 5987
/// storage degraded (Win32 system error codes, learn.microsoft.com).
const TRANSIENT: [u32; 13] = [997, 1722, 1723, 1726, 1727, 1753, 5016, 5949, 5957, 5960, 5962, 5976, 5987];

/// Whether the same call may succeed a little later.
pub(super) fn transient(error: &ErrorReport) -> bool {
    error.win32.is_some_and(|code| TRANSIENT.contains(&code))
}

impl Run {
    /// What to do after a call that failed: look again after a while where the error passes by itself, else pause.
    pub(super) fn after_failure(&mut self, error: &ErrorReport, observe: Observe) -> Decision {
        self.progress.attempts += 1;
        if !transient(error) || self.progress.attempts > self.plan.policy.retries {
            return Decision::Pause(self.failed(error));
        }
        let text = format!("Failed and is tried again: {}.", error.message);
        self.say(LineKind::Warning, text);
        look_after(self.back_off(self.progress.attempts), observe)
    }

    /// The wait before attempt number `attempt` is repeated: doubled each time, an hour at most.
    pub(super) fn back_off(&self, attempt: u32) -> u64 {
        let first = self.plan.policy.poll_seconds.max(1);
        first.saturating_mul(1 << attempt.min(10)).min(BACK_OFF_SECONDS_MAX)
    }
}
