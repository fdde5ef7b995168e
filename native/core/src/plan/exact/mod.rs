//! Whether roles find a place, decided and not guessed: a placement, a proof that there is none, or neither in time.
//!
//! A question takes nodes away. The roles of nodes that go `out` move live, with the memory that they have and where
//! their processor features allow. The roles of nodes that `failed` start again, with their startup memory, if the
//! cluster starts them at all. Everything that limits a node limits the answer: memory with reserves and caches, the
//! number of VMs and virtual processors, possible owners, versions, processors, switches, enforced anti-affinity and
//! affinity rules. A limit binds what comes to a node; a node that is over it already may keep what it has.
//!
//! Quick answers come first (greedy placement, sums, pigeonholes); a search that tries everything decides the rest.
//! It counts its steps and knows no clock, so that the answer is the same on every machine.

mod greedy;
mod journey;
mod order;
mod problem;
mod proof;
mod search;
mod state;
#[cfg(test)]
mod tests;
mod ways;

pub(super) use greedy::{is_certain, place};
pub(super) use journey::Journeys;
pub(super) use order::{Step, order};
pub(super) use problem::{Locks, Problem, Question};
pub(super) use proof::{Finding, Resource, prove, prove_by_sums, shrink};
pub(super) use search::{Outcome, search};
