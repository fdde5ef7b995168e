//! The tasks: one file each, called from the command line and from each other.

pub(crate) mod bench;
pub(crate) mod bindings;
pub(crate) mod build;
pub(crate) mod demo;
pub(crate) mod dist;
pub(crate) mod module;
pub(crate) mod optimum;
pub(crate) mod peers;
pub(crate) mod powershell;
pub(crate) mod soak;
pub(crate) mod stage;
pub(crate) mod test;
