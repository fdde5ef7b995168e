//! A plan, a run or a rehearsal as one HTML file.
//!
//! The file holds everything that it shows: no script, no font, no picture and no style comes from elsewhere, so that
//! it can be mailed, filed and opened years later. The same documents give the same bytes.
//!
//! This crate shows what the documents say and computes nothing of its own but sums. It must not know of the twin.
#![forbid(unsafe_code)]

mod chart;
mod error;
mod html;
mod stages;
mod story;
mod view;
mod words;

#[cfg(test)]
mod tests;

pub use error::ReportError;
pub use html::html;
pub use story::{Account, Assumed, MemberAtEnd, Outage, RehearsalStory, RunStory, Story};
