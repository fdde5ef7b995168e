//! The program as its users run it: arguments in, text, documents and exit codes out.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "what fails here fails a test")]

mod commands;
mod documentation;
mod documents;
mod errors;
mod plans;
mod program;
mod streams;
