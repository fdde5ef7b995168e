//! Logs on standard error, where the environment asks for them.

use rolling_upgrade_core::error::{ErrorId, ErrorReport};
use tracing_subscriber::EnvFilter;

use crate::failure::Failure;

const VARIABLE: &str = "ROLLING_UPGRADE_LOG";

/// Starts logging where the environment asks for it.
pub(crate) fn start() -> Result<(), Failure> {
    let Some(wish) = std::env::var_os(VARIABLE) else { return Ok(()) };
    let filter = EnvFilter::builder().parse(wish.to_string_lossy()).map_err(|error| {
        let message = format!("{VARIABLE} is not a filter that can be read");
        let remedy = "Give a level such as `info`, or `target=level` pairs with commas between them.";
        Failure::new(ErrorReport::new(ErrorId::RequestInvalid, message, remedy).about(VARIABLE).caused_by(error))
    })?;
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .without_time()
        .init();
    Ok(())
}
