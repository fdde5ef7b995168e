//! Checks, plans and rehearses a rolling upgrade without PowerShell.
#![forbid(unsafe_code)]

fn main() {}
