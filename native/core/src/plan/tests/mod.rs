//! Plans of whole clusters.

mod calendar;
mod campaign;
mod constraints;
pub(crate) mod fixture;
mod membership;
mod passes;
mod properties;
mod remedies;
mod rules_between_roles;
mod scenarios;
mod tables;
mod views;
mod waves;
