//! The simulated cluster: answers like the real one, in virtual time.
#![forbid(unsafe_code)]

pub mod call;
