//! A handle that does nothing but show how handles behave: what it is sent comes back, and it panics on request.
//!
//! The tests of both languages use it; to anybody else it is harmless.

use rolling_upgrade_core::error::ErrorReport;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::State;
use crate::answer::Document;
use crate::request;

/// The state: none.
pub(super) struct SelfTest;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Request<'a> {
    #[serde(borrow, default)]
    echo: Option<&'a RawValue>,
    #[serde(default)]
    panic: Option<String>,
    #[serde(rename = "logLevel", default)]
    _log_level: Option<String>,
}

impl State for SelfTest {
    fn call(&mut self, text: &[u8]) -> Result<Document, ErrorReport> {
        let request: Request<'_> = request::fields(text)?;
        if let Some(message) = request.panic {
            forced_panic(&message);
        }
        tracing::debug!(bytes = text.len(), "Echoed");
        Document::of(&request.echo)
    }
}

/// Panics, which is what a self test asked for.
#[expect(clippy::panic, reason = "the self test shows that a panic ends at the boundary")]
pub(crate) fn forced_panic(message: &str) -> ! {
    panic!("{message}")
}
