//! What xtask itself says; its child processes write to the same terminal directly.

use std::io::Write;

/// Writes a line to standard output.
///
/// A closed pipe is no reason to stop a build, so failures to write are ignored. Tests stay
/// silent: a line about a failure on purpose would be read as one.
pub(crate) fn say(line: &str) {
    if cfg!(test) {
        return;
    }
    let mut output = std::io::stdout().lock();
    let _ = writeln!(output, "{line}");
    let _ = output.flush();
}

/// Writes a line to standard error.
pub(crate) fn complain(line: &str) {
    if cfg!(test) {
        return;
    }
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}
