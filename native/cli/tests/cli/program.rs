//! Runs the program and looks at what it said.

use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use rolling_upgrade_core::error::ErrorReport;

/// What the program said.
#[derive(Debug)]
pub(crate) struct Said {
    /// Its exit code.
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

impl Said {
    pub(crate) fn new(output: Output) -> Self {
        Self {
            code: output.status.code().expect("it ended by itself"),
            out: String::from_utf8(output.stdout).expect("standard output is UTF-8"),
            err: String::from_utf8(output.stderr).expect("standard error is UTF-8"),
        }
    }

    /// Standard error as the report that it has to be.
    pub(crate) fn report(&self) -> ErrorReport {
        serde_json::from_str(&self.err).unwrap_or_else(|error| panic!("no error report ({error}): {}", self.err))
    }
}

/// The program, without anything of the environment that would change what it does.
pub(crate) fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rolling-upgrade"));
    command.args(arguments).env_remove("ROLLING_UPGRADE_LOG").stdin(Stdio::null());
    command
}

/// Runs the program to its end.
pub(crate) fn run(arguments: &[&str]) -> Said {
    Said::new(program(arguments).output().expect("the program starts"))
}

/// The inventory of a scenario.
pub(crate) fn scenario(name: &str) -> String {
    repository().join("tests/scenarios").join(name).join("cluster.json").display().to_string()
}

/// The root of the repository.
pub(crate) fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}
