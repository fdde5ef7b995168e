//! Small clusters with every kind of constraint: plans beside the optimum, which an exact solver finds.
//!
//! The solver knows nothing of the planner: it reads the inventory itself and decides over all orders of the nodes and
//! all places of the VMs at once. It lets a plan do one thing more than it may: within one node's turn VMs may change
//! places in any order, as if there were room on the way (that nobody can be the first to change places where a rule
//! has taken all of them, it does know). So no plan needs fewer moves than the solver says, and a plan with as many is
//! optimal.

mod drawn;
mod facts;
mod judge;
mod model;

pub use drawn::drawn;
pub use facts::Facts;
pub use judge::{Tally, Verdict, judge};
pub use model::{Answer, fewest_moves};
