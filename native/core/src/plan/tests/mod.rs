//! Plans of whole clusters.

mod scenarios;
