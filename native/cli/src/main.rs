//! Checks, plans and rehearses a rolling upgrade without PowerShell.
#![forbid(unsafe_code)]

mod arguments;
mod commands;
mod failure;
mod guard;
mod input;
mod log;
mod output;

use std::process::ExitCode;

use clap::Parser as _;

use arguments::Arguments;
use output::Output;

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(usage) => return usage_shown(&usage),
    };
    let format = arguments.command.format();
    let ended = log::start().and_then(|()| guard::guarded(|| commands::run(&arguments.command)));
    match ended.and_then(Output::write) {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            failure.tell(format);
            ExitCode::from(failure.exit_code())
        }
    }
}

/// Shows help and the version on standard output and ends well; shows wrong usage on standard error.
fn usage_shown(usage: &clap::Error) -> ExitCode {
    // Where even the terminal is gone there is nobody left to tell.
    let _ = usage.print();
    if usage.use_stderr() { ExitCode::from(failure::BAD_INPUT) } else { ExitCode::SUCCESS }
}
