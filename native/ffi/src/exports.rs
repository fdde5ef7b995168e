//! The exported functions: each hands its bytes to an operation and is guarded against panics.
#![allow(unsafe_code, reason = "the attribute that exports a function is unsafe; the bodies are not")]
#![allow(unreachable_pub, missing_docs, reason = "interoptopus writes companion items for each export")]

use interoptopus::inventory::RustInventory;
use interoptopus::{builtins_string, ffi, function, guard};

use crate::boundary::{guarded, quietly};
use crate::registry::registry;
use crate::{handles, operations, ticket};

/// Why a call failed: two documents, each as UTF-8 text.
#[ffi]
#[derive(Debug, Clone)]
pub struct Fault {
    /// The error report, a document `rolling-upgrade/error/1`.
    pub report: ffi::String,
    /// What was logged until then: a list of level, target and message.
    pub log: ffi::String,
}

/// Describes the library: version, ABI number, error catalogue, document schemas.
#[ffi]
pub fn rolling_describe(request: ffi::Slice<'_, u8>) -> ffi::Result<ffi::String, Fault> {
    guarded(request.as_slice(), operations::describe)
}

/// Reads an inventory, whose bytes are the request, and gives it back with every default written out.
#[ffi]
pub fn rolling_read(request: ffi::Slice<'_, u8>) -> ffi::Result<ffi::String, Fault> {
    guarded(request.as_slice(), operations::read)
}

/// Checks an inventory against the rules.
#[ffi]
pub fn rolling_check(request: ffi::Slice<'_, u8>) -> ffi::Result<ffi::String, Fault> {
    guarded(request.as_slice(), operations::check)
}

/// Plans an upgrade or a campaign of configuration versions.
#[ffi]
pub fn rolling_plan(request: ffi::Slice<'_, u8>) -> ffi::Result<ffi::String, Fault> {
    guarded(request.as_slice(), operations::plan)
}

/// Writes a plan as text for people.
#[ffi]
pub fn rolling_plan_text(request: ffi::Slice<'_, u8>) -> ffi::Result<ffi::String, Fault> {
    guarded(request.as_slice(), operations::plan_text)
}

/// Rehearses a plan on a twin of its own.
#[ffi]
pub fn rolling_rehearse(request: ffi::Slice<'_, u8>) -> ffi::Result<ffi::String, Fault> {
    guarded(request.as_slice(), operations::rehearse)
}

/// Writes a plan or a run as one HTML file.
#[ffi]
pub fn rolling_report(request: ffi::Slice<'_, u8>) -> ffi::Result<ffi::String, Fault> {
    guarded(request.as_slice(), operations::report)
}

/// Answers what a node was, how it is rebuilt, and whether the machine that returns may be added.
#[ffi]
pub fn rolling_profile(request: ffi::Slice<'_, u8>) -> ffi::Result<ffi::String, Fault> {
    guarded(request.as_slice(), operations::profile)
}

/// Gives the JSON Schema of a kind of document.
#[ffi]
pub fn rolling_schema(request: ffi::Slice<'_, u8>) -> ffi::Result<ffi::String, Fault> {
    guarded(request.as_slice(), operations::schema)
}

/// Compares two inventories.
#[ffi]
pub fn rolling_compare(request: ffi::Slice<'_, u8>) -> ffi::Result<ffi::String, Fault> {
    guarded(request.as_slice(), operations::compare)
}

/// Renames everything in an inventory that says whose it is.
#[ffi]
pub fn rolling_anonymize(request: ffi::Slice<'_, u8>) -> ffi::Result<ffi::String, Fault> {
    guarded(request.as_slice(), operations::anonymize)
}

/// Gives a document, whose text is JSON or YAML, back as JSON with every default written out.
#[ffi]
pub fn rolling_convert(request: ffi::Slice<'_, u8>) -> ffi::Result<ffi::String, Fault> {
    guarded(request.as_slice(), operations::convert)
}

/// Opens a twin, a run or a journal and answers its handle.
#[ffi]
pub fn rolling_open(request: ffi::Slice<'_, u8>) -> ffi::Result<ffi::String, Fault> {
    guarded(request.as_slice(), handles::open)
}

/// Calls what stands behind a handle.
#[ffi]
pub fn rolling_call(handle: u64, request: ffi::Slice<'_, u8>) -> ffi::Result<ffi::String, Fault> {
    guarded(request.as_slice(), |request| registry().call(handle, request))
}

/// Closes a handle; its number is never given again.
#[ffi]
pub fn rolling_close(handle: u64) -> ffi::Result<ffi::String, Fault> {
    guarded(&[], |_| registry().close(handle))
}

/// The revision of a twin, which grows with each change; 0 for anything else.
#[ffi]
pub fn rolling_revision(handle: u64) -> u64 {
    quietly(|| registry().revision(handle))
}

/// Ends the call that was given this ticket, or that will be given it, as soon as it looks.
#[ffi]
pub fn rolling_cancel(ticket: u64) {
    quietly(|| ticket::cancel(ticket));
}

/// Every export of which the generated declarations know.
#[must_use]
pub fn inventory() -> RustInventory {
    RustInventory::new()
        .register(function!(rolling_describe))
        .register(function!(rolling_read))
        .register(function!(rolling_check))
        .register(function!(rolling_plan))
        .register(function!(rolling_plan_text))
        .register(function!(rolling_rehearse))
        .register(function!(rolling_report))
        .register(function!(rolling_profile))
        .register(function!(rolling_schema))
        .register(function!(rolling_compare))
        .register(function!(rolling_anonymize))
        .register(function!(rolling_convert))
        .register(function!(rolling_open))
        .register(function!(rolling_call))
        .register(function!(rolling_close))
        .register(function!(rolling_revision))
        .register(function!(rolling_cancel))
        .register(builtins_string!())
        .register(guard!(inventory))
        .validate()
}
