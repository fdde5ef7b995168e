//! Plans of whole clusters.

mod campaign;
mod fixture;
mod properties;
mod scenarios;
mod tables;
mod views;
