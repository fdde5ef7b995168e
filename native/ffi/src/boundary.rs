//! The one place where panics end.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::Once;

use interoptopus::ffi;
use rolling_upgrade_core::error::{ErrorId, ErrorReport};

use crate::answer::{self, Document};
use crate::exports::Fault;
use crate::{log, request};

/// What to do about a bug of ours.
pub(crate) const REMEDY: &str = "Report it with the request that led to it; the call has changed nothing else.";

thread_local! {
    /// The panic of the guarded call that this thread is in: what was said, and where. `None` outside of one.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
    static INSIDE: RefCell<u32> = const { RefCell::new(0) };
}

/// Runs an operation: its document in an envelope, or a fault, and never a panic.
pub(crate) fn guarded(
    request: &[u8],
    operation: impl FnOnce(&[u8]) -> Result<Document, ErrorReport>,
) -> ffi::Result<ffi::String, Fault> {
    let (result, records) = log::collected(request, || {
        request::check_size(request)?;
        caught(|| operation(request)).unwrap_or_else(Err)
    });
    match result {
        Ok(document) => ffi::Ok(answer::envelope(&document, &records)),
        Err(report) => ffi::Err(answer::fault(&report, &records)),
    }
}

/// Runs what can't tell an error; a panic becomes the default.
pub(crate) fn quietly<T: Default>(operation: impl FnOnce() -> T) -> T {
    caught(operation).unwrap_or_default()
}

/// Runs an operation and turns a panic into a report with its message and place.
fn caught<T>(operation: impl FnOnce() -> T) -> Result<T, ErrorReport> {
    listen();
    let previous = PLACE.take();
    INSIDE.with_borrow_mut(|depth| *depth += 1);
    // What the operation shares with other calls stands behind locks, which a panic poisons.
    let result = panic::catch_unwind(AssertUnwindSafe(operation));
    INSIDE.with_borrow_mut(|depth| *depth -= 1);
    let place = PLACE.replace(previous);
    result.map_err(|payload| internal_fault(&message(payload.as_ref()), place))
}

/// Makes panics of guarded calls tell their place here instead of on the error stream. Other panics go where they went.
fn listen() {
    static LISTENING: Once = Once::new();
    LISTENING.call_once(|| {
        let outside = panic::take_hook();
        panic::set_hook(Box::new(move |information| {
            if INSIDE.with_borrow(|depth| *depth == 0) {
                outside(information);
            } else {
                PLACE.set(Some(place_of(information)));
            }
        }));
    });
}

fn place_of(information: &PanicHookInfo<'_>) -> String {
    match information.location() {
        Some(location) => format!("{}:{}", location.file().replace('\\', "/"), location.line()),
        None => "an unknown place".to_owned(),
    }
}

fn message(payload: &(dyn Any + Send)) -> String {
    payload
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "a panic without a message".to_owned())
}

fn internal_fault(message: &str, place: Option<String>) -> ErrorReport {
    // A panic in a thread that the operation started itself leaves its place in that thread.
    let place = place.unwrap_or_else(|| "a thread of the call".to_owned());
    ErrorReport::new(ErrorId::InternalFault, format!("{message} (at {place})"), REMEDY).about(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_keeps_message_and_place() {
        let report = caught::<()>(|| panic!("seven of {}", 9)).unwrap_err();
        assert_eq!(report.id, ErrorId::InternalFault);
        assert!(report.message.starts_with("seven of 9 (at native/ffi/src/boundary.rs:"), "{}", report.message);
    }

    #[test]
    fn a_nested_panic_does_not_hide_the_outer_one() {
        let report = caught::<()>(|| {
            assert!(caught::<()>(|| panic!("inner")).is_err());
            panic!("outer");
        })
        .unwrap_err();
        assert!(report.message.starts_with("outer (at native/ffi/src/boundary.rs:"), "{}", report.message);
    }

    #[test]
    fn what_tells_no_error_has_a_default() {
        assert_eq!(quietly(|| 7_u64), 7);
        assert_eq!(quietly(|| -> u64 { panic!("no") }), 0);
    }
}
