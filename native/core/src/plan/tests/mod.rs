//! Plans of whole clusters.

mod fixture;
mod properties;
mod scenarios;
mod tables;
