//! Plans of whole clusters.

mod campaign;
mod fixture;
mod optimum;
mod properties;
mod scenarios;
mod tables;
mod views;
mod waves;
