//! A cluster in the formats of other programs.

mod ganeti;

pub use ganeti::ganeti;
