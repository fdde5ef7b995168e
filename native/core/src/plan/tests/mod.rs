//! Plans of whole clusters.

mod campaign;
pub(crate) mod fixture;
mod optimum;
mod properties;
mod scenarios;
mod tables;
mod views;
mod waves;
