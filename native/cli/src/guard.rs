//! The one place where a panic is caught.

use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::{Arc, Mutex, PoisonError};

use rolling_upgrade_core::error::{ErrorId, ErrorReport};

use crate::failure::Failure;

const REMEDY: &str = "This is a bug. Report it with the command line and, if you may, the input; it names no secret.";

/// Runs `work`; a panic becomes `InternalFault` with its message and place instead of a trace on standard error.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    let place = Arc::new(Mutex::new(String::new()));
    let seen = Arc::clone(&place);
    let before = take_hook();
    set_hook(Box::new(move |panic| {
        let text = panic.location().map(|location| format!("{}:{}", location.file(), location.line()));
        *seen.lock().unwrap_or_else(PoisonError::into_inner) = text.unwrap_or_default();
    }));
    let ended = catch_unwind(AssertUnwindSafe(work));
    set_hook(before);
    ended.unwrap_or_else(|payload| {
        let place = place.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let message = payload
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| payload.downcast_ref::<String>().cloned())
            .unwrap_or_else(|| "no message".to_owned());
        let report =
            ErrorReport::new(ErrorId::InternalFault, format!("internal fault: {message}"), REMEDY).about(place);
        Err(Failure::new(report))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_internal_fault_with_its_place() {
        let failure = guarded(|| -> Result<(), Failure> { panic!("boom {}", 7) }).unwrap_err();
        assert_eq!(failure.report().id, ErrorId::InternalFault);
        assert!(failure.report().message.contains("boom 7"));
        assert!(failure.report().subject.as_deref().is_some_and(|place| place.contains("guard.rs:")));
        assert_eq!(failure.exit_code(), crate::failure::INTERNAL_FAULT);
        assert_eq!(guarded(|| Ok(5)).unwrap(), 5);
    }
}
