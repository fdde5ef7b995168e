//! Faults of calls: answers that come late, fail or get lost.

use super::{Fault, FaultKind};
use crate::refusal::Refusal;
use crate::twin::Twin;

impl Twin {
    /// A call begins: it may take longer, or fail before anything is done.
    ///
    /// # Errors
    /// The call fails.
    pub(crate) fn fault_in_a_call(&mut self) -> Result<(), Refusal> {
        if self.faults.armed.is_empty() {
            return Ok(());
        }
        if let Some((_, Fault::AnswerLate { late_seconds, .. })) =
            self.faults.take(|fault| matches!(fault, Fault::AnswerLate { .. }))
        {
            self.count_strike(FaultKind::AnswerLate);
            self.log_cluster(None, format!("an answer is {late_seconds} s late"));
            self.pass(late_seconds.saturating_mul(1000));
        }
        if self.faults.take(|fault| matches!(fault, Fault::RpcError { .. })).is_some() {
            self.count_strike(FaultKind::RpcError);
            self.log_cluster(None, "a call failed: the RPC server is unavailable".to_owned());
            return Err(Refusal::CallFailed);
        }
        Ok(())
    }

    /// A call that changes something has been carried out: its answer may get lost.
    ///
    /// # Errors
    /// The answer is lost.
    pub(crate) fn fault_in_an_answer(&mut self) -> Result<(), Refusal> {
        if self.faults.armed.is_empty() || self.faults.take(|fault| matches!(fault, Fault::AnswerLost { .. })).is_none()
        {
            return Ok(());
        }
        self.count_strike(FaultKind::AnswerLost);
        self.log_cluster(None, "a call was carried out and its answer got lost".to_owned());
        Err(Refusal::AnswerLost)
    }
}
