//! The upgrade of a small cluster as a constraint problem.
//!
//! A variable for each VM and each turn says where the VM is while the node of that turn is out; one for each old node
//! says which turn is its own. A VM has moved in a turn if its place differs from that of the turn before.

use pumpkin_conflict_resolvers::resolvers::ResolutionResolver;
use pumpkin_constraints::{all_different, boolean_equals, boolean_less_than_or_equals, equals};
use pumpkin_core::optimisation::OptimisationDirection;
use pumpkin_core::optimisation::linear_sat_unsat::LinearSatUnsat;
use pumpkin_core::predicates::{Predicate, PredicateConstructor};
use pumpkin_core::proof::ConstraintTag;
use pumpkin_core::results::{OptimisationResult, ProblemSolution, SolutionReference};
use pumpkin_core::termination::TerminationCondition;
use pumpkin_core::variables::{DomainId, Literal, TransformableVariable};
use pumpkin_core::{DefaultBrancher, Solver};

use crate::facts::{Facts, Pair};

/// How often the solver may ask whether it should stop: more than nearly every cluster needs, and the same everywhere.
const POLLS_MAX: u64 = 40_000;

/// What the solver says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// So many moves are enough, and no fewer are.
    Fewest(u64),
    /// So many are enough; whether fewer are was not decided.
    Enough(u64),
    /// There is no plan with so few moves.
    Impossible,
    /// Nothing was found in time.
    Undecided,
}

/// The fewest moves of a plan with at most `limit` moves.
#[must_use]
pub fn fewest_moves(facts: &Facts, limit: u64) -> Answer {
    let mut model = Model::new(facts);
    let least = facts.guests.iter().filter(|guest| !facts.upgraded[guest.owner]).count();
    let (Ok(least), Ok(limit)) = (i32::try_from(least), i32::try_from(limit)) else { return Answer::Undecided };
    if limit < least {
        return Answer::Impossible;
    }
    if !facts.has_room() {
        return Answer::Impossible;
    }
    let total = model.solver.new_bounded_integer(least, limit);
    let counts = model.counts.iter().chain(&model.stops).map(|count| count.scaled(1));
    let sum = counts.chain([total.scaled(-1)]).collect::<Vec<_>>();
    let tag = model.tag;
    model.solver.add_constraint(equals(sum, 0, tag)).post();
    let mut brancher = model.solver.default_brancher();
    let mut resolver = ResolutionResolver::default();
    let ignore = |_: &Solver, _: SolutionReference<'_>, _: &DefaultBrancher, _: &ResolutionResolver| {
        std::ops::ControlFlow::<()>::Continue(())
    };
    let procedure = LinearSatUnsat::new(OptimisationDirection::Minimise, total, ignore);
    let count = |value: i32| u64::try_from(value).unwrap_or_default();
    match model.solver.optimise(&mut brancher, &mut Polls(POLLS_MAX), &mut resolver, procedure) {
        OptimisationResult::Optimal(found) => Answer::Fewest(count(found.get_integer_value(total))),
        OptimisationResult::Satisfiable(found) | OptimisationResult::Stopped(found, ()) => {
            Answer::Enough(count(found.get_integer_value(total)))
        }
        OptimisationResult::Unsatisfiable => Answer::Impossible,
        OptimisationResult::Unknown => Answer::Undecided,
    }
}

/// Stops after so many polls, where a clock would give another answer on another machine.
struct Polls(u64);

impl TerminationCondition for Polls {
    fn should_stop(&mut self) -> bool {
        self.0 = self.0.saturating_sub(1);
        self.0 == 0
    }
}

struct Model<'f> {
    facts: &'f Facts,
    solver: Solver,
    tag: ConstraintTag,
    /// The turn of each old node.
    turn: Vec<Option<DomainId>>,
    /// By turn and VM: where it is.
    place: Vec<Vec<DomainId>>,
    /// By turn and VM: whether it moves then.
    moved: Vec<Vec<Literal>>,
    /// How often each VM moves.
    counts: Vec<DomainId>,
    /// Whether a VM stops on the way in a turn, for each VM that a rule keeps apart from another: 0 or 1.
    stops: Vec<DomainId>,
}

impl<'f> Model<'f> {
    fn new(facts: &'f Facts) -> Self {
        let mut solver = Solver::default();
        let tag = solver.new_constraint_tag();
        let turns = facts.upgraded.iter().filter(|upgraded| !**upgraded).count();
        let last = |count: usize| i32::try_from(count).unwrap_or(i32::MAX) - 1;
        let turn: Vec<Option<DomainId>> = facts
            .upgraded
            .iter()
            .map(|upgraded| (!upgraded).then(|| solver.new_bounded_integer(0, last(turns))))
            .collect();
        let place = (0..turns)
            .map(|_| facts.guests.iter().map(|_| solver.new_bounded_integer(0, last(facts.nodes()))).collect())
            .collect();
        let moved = (0..turns).map(|_| facts.guests.iter().map(|_| solver.new_literal()).collect()).collect();
        let mut model = Self { facts, solver, tag, turn, place, moved, counts: Vec::new(), stops: Vec::new() };
        let own: Vec<DomainId> = model.turn.iter().flatten().copied().collect();
        model.solver.add_constraint(all_different(own, tag)).post();
        for turn in 0..turns {
            model.places(turn);
            model.memory(turn);
            model.rules(turn);
            model.moves(turn);
            model.swaps(turn);
            model.settle(turn);
        }
        model.count();
        model
    }

    fn clause(&mut self, literals: impl IntoIterator<Item = Predicate>) {
        self.solver.add_clause(literals, self.tag);
    }

    /// That a VM is on a node while the node of this turn is out.
    fn at(&self, turn: usize, guest: usize, node: usize) -> Predicate {
        self.place[turn][guest].equality_predicate(number(node))
    }

    /// That a node is upgraded when this turn begins: `Ok` where it never changes.
    fn upgraded(&self, turn: usize, node: usize) -> Result<bool, Predicate> {
        match self.turn[node] {
            None => Ok(true),
            Some(_) if turn == 0 => Ok(false),
            Some(own) => Err(own.upper_bound_predicate(number(turn) - 1)),
        }
    }

    fn places(&mut self, turn: usize) {
        for node in 0..self.facts.nodes() {
            for guest in 0..self.facts.guests.len() {
                let at = self.at(turn, guest, node);
                if let Some(own) = self.turn[node] {
                    self.clause([!at, !own.equality_predicate(number(turn))]);
                }
                let facts = &self.facts.guests[guest];
                let (before, after) = (facts.before[node], facts.after[node]);
                let upgraded = self.upgraded(turn, node);
                match upgraded {
                    Ok(true) if !after => self.clause([!at]),
                    Ok(false) if !before => self.clause([!at]),
                    Ok(_) => {}
                    Err(upgraded) => {
                        if !before {
                            self.clause([!at, upgraded]);
                        }
                        if !after {
                            self.clause([!at, !upgraded]);
                        }
                    }
                }
            }
        }
    }

    fn memory(&mut self, turn: usize) {
        for node in 0..self.facts.nodes() {
            let weights: Vec<i32> = self.facts.guests.iter().map(|guest| guest.memory_mib).collect();
            let here: Vec<Predicate> = (0..weights.len()).map(|guest| self.at(turn, guest, node)).collect();
            let here: Vec<Literal> =
                here.into_iter().map(|at| self.solver.new_literal_for_predicate(at, self.tag)).collect();
            let limit = self.facts.memory_mib[node];
            self.solver.add_constraint(boolean_less_than_or_equals(weights, here, limit, self.tag)).post();
        }
    }

    fn rules(&mut self, turn: usize) {
        let facts = self.facts;
        for Pair { left, right, domains } in &facts.apart {
            for (node, other) in facts.pairs(*domains) {
                self.clause([!self.at(turn, *left, node), !self.at(turn, *right, other)]);
            }
        }
        for Pair { left, right, domains } in &facts.together {
            for node in 0..facts.nodes() {
                let near = facts.pairs(*domains).filter(|(one, _)| *one == node);
                let with: Vec<Predicate> = near.map(|(_, other)| self.at(turn, *right, other)).collect();
                let here = !self.at(turn, *left, node);
                self.clause(with.into_iter().chain([here]));
            }
        }
    }

    /// Where all domains are taken by VMs that are kept apart, each stays in its own.
    fn settle(&mut self, turn: usize) {
        let facts = self.facts;
        for guest in &facts.settled {
            let near: Vec<usize> =
                facts.pairs(true).filter(|(one, _)| *one == facts.guests[*guest].owner).map(|(_, near)| near).collect();
            let inside: Vec<Predicate> = near.into_iter().map(|node| self.at(turn, *guest, node)).collect();
            self.clause(inside);
        }
    }

    fn moves(&mut self, turn: usize) {
        for guest in 0..self.facts.guests.len() {
            let moved = self.moved[turn][guest].get_true_predicate();
            if turn == 0 {
                let stays = self.at(0, guest, self.facts.guests[guest].owner);
                self.clause([stays, moved]);
                continue;
            }
            for node in 0..self.facts.nodes() {
                let (was, is) = (self.at(turn - 1, guest, node), self.at(turn, guest, node));
                self.clause([!was, is, moved]);
            }
        }
    }

    /// Two VMs that are kept apart can't change places by one move each, as the first to go would meet the other: one
    /// of them stops at a third place, which is one move more.
    fn swaps(&mut self, turn: usize) {
        let facts = self.facts;
        let guests = facts.guests.len();
        let stop: Vec<DomainId> = (0..guests).map(|_| self.solver.new_bounded_integer(0, 1)).collect();
        for Pair { left, right, domains } in facts.apart.iter().filter(|pair| pair.left < pair.right) {
            for (node, other) in facts.pairs(*domains) {
                for (next, last) in facts.pairs(*domains) {
                    let met = [(*left, node, last), (*right, next, other)];
                    let Some(clause) = self.swapped(turn, met) else { continue };
                    let stops = [*left, *right].map(|guest| stop[guest].lower_bound_predicate(1));
                    let possible = facts.places(*domains) > 2;
                    self.clause(clause.into_iter().chain(stops.into_iter().filter(|_| possible)));
                }
            }
        }
        self.stops.extend(stop);
    }

    /// That it is not so that each of two VMs goes to its first node and comes from its second; nothing where it can't
    /// be so.
    fn swapped(&self, turn: usize, met: [(usize, usize, usize); 2]) -> Option<Vec<Predicate>> {
        let mut clause = Vec::new();
        for (guest, to, from) in met {
            clause.push(!self.at(turn, guest, to));
            if turn > 0 {
                clause.push(!self.at(turn - 1, guest, from));
            } else if self.facts.guests[guest].owner != from {
                return None;
            }
        }
        Some(clause)
    }

    /// How often each VM moves, with what follows anyway and lets the solver see it at once: a VM of an old node moves,
    /// and one of the node that goes first moves twice, as there are only old nodes to go to.
    fn count(&mut self) {
        let begun = self.facts.upgraded.contains(&true);
        for guest in 0..self.facts.guests.len() {
            let own = self.turn[self.facts.guests[guest].owner];
            let moved: Vec<Literal> = self.moved.iter().map(|turn| turn[guest]).collect();
            let count = self.solver.new_bounded_integer(i32::from(own.is_some()), number(moved.len()));
            self.solver.add_constraint(boolean_equals(vec![1; moved.len()], moved, count, self.tag)).post();
            if let Some(own) = own.filter(|_| !begun) {
                self.clause([!own.equality_predicate(0), count.lower_bound_predicate(2)]);
            }
            self.counts.push(count);
        }
    }
}

fn number(position: usize) -> i32 {
    i32::try_from(position).unwrap_or(i32::MAX)
}
