//! Tickets: how a caller on another thread ends a long call.
//!
//! A caller picks a number that it has not used before, puts it into the request, and cancels it by that number.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use rolling_upgrade_core::error::{ErrorId, ErrorReport};

/// The most tickets that are remembered as cancelled before their call begins.
const EARLY_MAX: usize = 1024;

#[derive(Default)]
struct Tickets {
    running: BTreeMap<u64, Arc<AtomicBool>>,
    early: BTreeSet<u64>,
}

fn tickets() -> MutexGuard<'static, Tickets> {
    static TICKETS: OnceLock<Mutex<Tickets>> = OnceLock::new();
    TICKETS.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner)
}

/// A call in progress that can be cancelled; it ends with this value.
#[derive(Debug)]
pub(crate) struct Ticket {
    number: Option<u64>,
    cancelled: Arc<AtomicBool>,
}

impl Ticket {
    /// Begins a call with the ticket of its request; without one it can't be cancelled.
    pub(crate) fn begin(number: Option<u64>) -> Self {
        let cancelled = Arc::new(AtomicBool::new(false));
        if let Some(number) = number {
            let mut tickets = tickets();
            if tickets.early.remove(&number) {
                cancelled.store(true, Ordering::Relaxed);
            }
            tickets.running.insert(number, Arc::clone(&cancelled));
        }
        Self { number, cancelled }
    }

    /// Whether somebody cancelled the call.
    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// Ends the call with an error where somebody cancelled it.
    pub(crate) fn check(&self) -> Result<(), ErrorReport> {
        if self.is_cancelled() {
            return Err(ErrorReport::new(
                ErrorId::Cancelled,
                "the call was cancelled",
                "Call again; nothing has changed.",
            ));
        }
        Ok(())
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        if let Some(number) = self.number {
            tickets().running.remove(&number);
        }
    }
}

/// Cancels the call with this ticket; where none is in progress, the one that comes with it.
pub(crate) fn cancel(number: u64) {
    let mut tickets = tickets();
    if let Some(cancelled) = tickets.running.get(&number) {
        cancelled.store(true, Ordering::Relaxed);
        return;
    }
    tickets.early.insert(number);
    if tickets.early.len() > EARLY_MAX {
        // Numbers grow, so that the smallest is the one whose call ended long ago.
        tickets.early.pop_first();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_is_cancelled_before_and_during_its_call() {
        cancel(9001);
        assert!(Ticket::begin(Some(9001)).is_cancelled());
        let ticket = Ticket::begin(Some(9002));
        assert!(ticket.check().is_ok());
        cancel(9002);
        assert_eq!(ticket.check().unwrap_err().id, ErrorId::Cancelled);
        drop(ticket);
        assert!(!Ticket::begin(None).is_cancelled());
    }
}
