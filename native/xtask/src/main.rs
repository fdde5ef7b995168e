//! Builds, tests, stages and packages RollingUpgrade.

fn main() {}
