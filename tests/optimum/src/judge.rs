//! A plan beside the optimum.

use std::fmt;

use rolling_upgrade_core::model::Release;
use rolling_upgrade_core::plan::{Placement, PlanError, Policy, make_checked};

use crate::drawn::drawn;
use crate::facts::Facts;
use crate::model::{Answer, fewest_moves};

const TARGET: Release = Release::Server2019;
/// More moves than any plan of a small cluster makes.
const MOVES_MAX: u64 = 1000;

/// What a seed's cluster shows of the planner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The plan has the fewest moves, so many.
    Optimal(u64),
    /// The plan has so many moves, and the solver knows of one with so many; what the plan says of the difference.
    Above(u64, u64, Vec<String>),
    /// Neither the planner nor the solver finds a plan.
    NoPlan,
    /// The planner finds none, and the solver does.
    Refused(String),
    /// The solver did not decide.
    Undecided,
    /// Something that must not be.
    Broken(String),
}

/// Plans the cluster of a seed and asks the solver.
#[must_use]
pub fn judge(seed: u64) -> Verdict {
    let inventory = match drawn(seed) {
        Ok(inventory) => inventory,
        Err(error) => return Verdict::Broken(error.to_string()),
    };
    let policy = Policy {
        placement: Placement::Fewest,
        host_reserve_mib: 0,
        virtual_machine_overhead_mib: 0,
        ..Policy::default()
    };
    let facts = Facts::of(&inventory, TARGET);
    match make_checked(&inventory, TARGET, &policy, Vec::new(), &|| false) {
        Ok(plan) => {
            let moves = plan.moves.virtual_machine_moves;
            let answer = if moves == 0 { Answer::Impossible } else { fewest_moves(&facts, moves - 1) };
            match answer {
                Answer::Impossible => Verdict::Optimal(moves),
                Answer::Fewest(fewer) | Answer::Enough(fewer) if fewer < plan.moves.bound => {
                    Verdict::Broken(format!("the bound is {}, and {fewer} are enough", plan.moves.bound))
                }
                Answer::Fewest(fewer) | Answer::Enough(fewer) => Verdict::Above(moves, fewer, plan.moves.above_bound),
                Answer::Undecided => Verdict::Undecided,
            }
        }
        Err(PlanError::NoPlacement(found)) => match fewest_moves(&facts, MOVES_MAX) {
            Answer::Fewest(_) | Answer::Enough(_) => Verdict::Refused(found.to_string()),
            Answer::Impossible => Verdict::NoPlan,
            Answer::Undecided => Verdict::Undecided,
        },
        Err(other) => Verdict::Broken(other.to_string()),
    }
}

/// Verdicts, counted.
#[derive(Debug, Default)]
pub struct Tally {
    /// Plans with the fewest moves.
    pub optimal: u64,
    /// Clusters without a plan.
    pub no_plan: u64,
    /// Clusters that the solver did not decide.
    pub undecided: u64,
    /// Plans with more moves than needed.
    pub above: Vec<String>,
    /// Clusters that the planner refuses and the solver does not, and what must not be.
    pub faults: Vec<String>,
}

impl Tally {
    /// Counts the verdict on a seed.
    pub fn add(&mut self, seed: u64, verdict: Verdict) {
        match verdict {
            Verdict::Optimal(_) => self.optimal += 1,
            Verdict::NoPlan => self.no_plan += 1,
            Verdict::Undecided => self.undecided += 1,
            Verdict::Above(moves, fewest, why) => {
                self.above.push(format!("seed {seed}: {moves} moves, {fewest} are enough ({})", why.join("; ")));
            }
            Verdict::Refused(why) => self.faults.push(format!("seed {seed} is refused, and has a plan: {why}")),
            Verdict::Broken(why) => self.faults.push(format!("seed {seed}: {why}")),
        }
    }

    /// Whether at least 99 of 100 plans have the fewest moves, and nothing is refused that has a plan.
    #[must_use]
    pub fn passes(&self) -> bool {
        let plans = self.optimal + self.above.len() as u64 + self.undecided;
        self.faults.is_empty() && self.optimal * 100 >= plans * 99
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plans = self.optimal + self.above.len() as u64;
        writeln!(
            formatter,
            "{} of {plans} plans have the fewest moves; {} clusters have no plan, {} were not decided",
            self.optimal, self.no_plan, self.undecided
        )?;
        self.above.iter().chain(&self.faults).try_for_each(|line| writeln!(formatter, "{line}"))
    }
}
