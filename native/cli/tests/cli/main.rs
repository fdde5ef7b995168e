//! The program as its users run it: arguments in, text, documents and exit codes out.

mod commands;
mod documentation;
mod errors;
mod program;
mod streams;
