//! Plans of whole clusters.

mod calendar;
mod campaign;
mod constraints;
pub(crate) mod fixture;
mod limits;
mod membership;
mod passes;
mod properties;
mod refusals;
mod remedies;
mod rules_between_roles;
mod scenarios;
mod tables;
mod views;
mod waves;
