//! The operations without state, one a file: bytes in, a document out.

mod anonymize;
mod check;
mod compare;
mod convert;
mod describe;
mod plan;
mod profile;
mod read;
mod rehearse;
mod report;
mod schema;

pub(crate) use anonymize::anonymize;
pub(crate) use check::check;
pub(crate) use compare::compare;
pub(crate) use convert::convert;
pub(crate) use describe::describe;
pub(crate) use plan::{plan, plan_text};
pub(crate) use profile::profile;
pub(crate) use read::read;
pub(crate) use rehearse::rehearse;
pub(crate) use report::report;
pub(crate) use schema::schema;
