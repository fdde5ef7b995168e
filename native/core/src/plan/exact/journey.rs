//! Small clusters as a whole: ways for all roles through all turns at once, where turn by turn leads nowhere or costs
//! more than it has to.
//!
//! For an order of the nodes each unit takes one of its ways, within the memory of each node and the rules between
//! roles in each turn. The unit with the fewest ways left is placed first, and a branch ends where one has none. The
//! search counts the ways that it looks at and knows no clock.

use super::problem::Locks;
use super::ways::{Moment, Units, Way};
use crate::plan::layout::Layout;
use crate::plan::world::World;

/// Nodes with a turn, and roles, up to which all orders and ways are looked at.
const TURNS_MAX: usize = 6;
const ROLES_MAX: usize = 64;
/// Moves of a unit in a way.
const MOVES_MAX: u64 = 4;

/// The cluster, and what is known of it before the search begins.
pub(in crate::plan) struct Journeys<'w, 'i> {
    world: &'w World<'i>,
    locks: &'w Locks,
    start: &'w Layout,
    units: Units,
    /// The orders in which every unit has a way, those first that may be the cheapest.
    orders: Vec<(u64, Vec<usize>)>,
}

/// Who takes a journey that was found: the order, and the nodes of each role turn by turn. Says whether to end there.
pub(in crate::plan) type Taker<'t> = dyn FnMut(&[usize], &[Vec<usize>]) -> bool + 't;

impl<'w, 'i> Journeys<'w, 'i> {
    /// Prepares the search; `None` for clusters that are too large, or that break a limit already. `is_order` says
    /// which orders of `left` there may be.
    pub(in crate::plan) fn new(
        world: &'w World<'i>,
        locks: &'w Locks,
        start: &'w Layout,
        left: &[usize],
        is_order: &dyn Fn(&[usize]) -> bool,
    ) -> Option<Self> {
        if left.len() > TURNS_MAX || world.roles.len() > ROLES_MAX {
            return None;
        }
        let units = Units::of(world, locks, start)?;
        let mut orders = Vec::new();
        permutations(&mut left.to_vec(), 0, &mut |order| {
            if is_order(order) {
                let least = units.least(&units.moments(world, start, order));
                let cost = |least: Vec<u64>| units.units.iter().map(|unit| least[unit.kind] * unit.price).sum();
                orders.extend(least.map(|least| (cost(least), order.to_vec())));
            }
        });
        orders.sort();
        Some(Self { world, locks, start, units, orders })
    }

    /// Looks for any journey: each order has its share of the steps.
    pub(in crate::plan) fn any(&self, steps: &mut u64, take: &mut Taker<'_>) {
        let share = *steps / (self.orders.len() as u64).clamp(1, 24);
        for (_, order) in &self.orders {
            let mut own = share.min(*steps);
            let given = own;
            let mut search = Search::new(self, order, MOVES_MAX, u64::MAX, &mut own);
            let ended = search.run(take);
            *steps -= given - own;
            if ended || *steps == 0 {
                return;
            }
        }
    }

    /// Looks for journeys that cost less than `limit`, the cheapest first.
    pub(in crate::plan) fn cheaper_than(&self, limit: u64, steps: &mut u64, take: &mut Taker<'_>) {
        let Some(mut budget) = self.orders.first().map(|(least, _)| *least) else { return };
        while budget < limit && *steps > 0 {
            let mut next = limit;
            for (least, order) in &self.orders {
                if *least > budget {
                    next = next.min(*least);
                    break;
                }
                let mut search = Search::new(self, order, MOVES_MAX, budget, steps);
                if search.run(take) {
                    return;
                }
                next = next.min(search.next);
            }
            budget = next;
        }
    }
}

fn permutations(order: &mut Vec<usize>, place: usize, take: &mut dyn FnMut(&[usize])) {
    if place == order.len() {
        return take(order);
    }
    for other in place..order.len() {
        order.swap(place, other);
        permutations(order, place + 1, take);
        order.swap(place, other);
    }
}

/// A unit that has no way yet, and the ways that are left to it.
#[derive(Clone)]
struct Left {
    unit: usize,
    ways: Vec<usize>,
}

struct Search<'s, 'w, 'i> {
    journeys: &'s Journeys<'w, 'i>,
    order: &'s [usize],
    moments: Vec<Moment>,
    /// By kind.
    ways: Vec<Vec<Way>>,
    /// By turn and node.
    load_mib: Vec<Vec<u64>>,
    /// By turn and lock: roles at each place, and everywhere.
    counts: Vec<Vec<(Vec<u32>, u32)>>,
    chosen: Vec<usize>,
    budget: u64,
    /// The least cost that was too much.
    next: u64,
    steps: &'s mut u64,
}

impl<'s, 'w, 'i> Search<'s, 'w, 'i> {
    fn new(
        journeys: &'s Journeys<'w, 'i>,
        order: &'s [usize],
        moves_max: u64,
        budget: u64,
        steps: &'s mut u64,
    ) -> Self {
        let units = &journeys.units;
        let moments = units.moments(journeys.world, journeys.start, order);
        let least = units.least(&moments).unwrap_or_default();
        let ways =
            (0..).zip(&least).map(|(kind, least)| units.ways(&moments, kind, (*least + 2).min(moves_max.max(*least))));
        let nodes = journeys.world.nodes.len();
        let locks = journeys.locks.locks.len();
        Self {
            order,
            ways: ways.collect(),
            load_mib: vec![vec![0; nodes]; moments.len()],
            counts: vec![vec![(vec![0; nodes], 0); locks]; moments.len()],
            chosen: vec![0; units.units.len()],
            budget,
            next: u64::MAX,
            steps,
            moments,
            journeys,
        }
    }

    /// Searches; whether the one who takes journeys has ended it.
    fn run(&mut self, take: &mut Taker<'_>) -> bool {
        let units = self.journeys.units.units.iter().enumerate();
        let all = units.map(|(unit, facts)| Left { unit, ways: (0..self.ways[facts.kind].len()).collect() });
        let all = all.collect();
        self.narrowed(all, 0).is_some_and(|left| self.go(left, 0, take))
    }

    /// Places what is left; whether the search ends here.
    fn go(&mut self, mut left: Vec<Left>, paid: u64, take: &mut Taker<'_>) -> bool {
        let facts = |left: &Left| &self.journeys.units.units[left.unit];
        let hardest = |left: &Left| (left.ways.len(), std::cmp::Reverse(facts(left).memory_mib), left.unit);
        let Some(place) = (0..left.len()).min_by_key(|place| hardest(&left[*place])) else { return self.found(take) };
        let this = left.swap_remove(place);
        for way in &this.ways {
            self.put(this.unit, *way, true);
            let others = left.iter().map(|other| {
                // Of units that are equal in everything the one that comes later takes no earlier way.
                let equal = self.equal(this.unit, other.unit);
                let from = if equal { other.ways.partition_point(|later| *later < *way) } else { 0 };
                Left { unit: other.unit, ways: other.ways[from..].to_vec() }
            });
            let others = others.collect();
            let paid = paid + self.cost(this.unit, *way);
            let others = self.narrowed(others, paid);
            self.chosen[this.unit] = *way;
            let ended = others.is_some_and(|others| self.go(others, paid, take));
            self.put(this.unit, *way, false);
            if ended || *self.steps == 0 {
                return ended;
            }
        }
        false
    }

    fn found(&self, take: &mut Taker<'_>) -> bool {
        let units = self.journeys.units.units.iter().zip(&self.chosen);
        let mut places = vec![Vec::new(); self.journeys.world.roles.len()];
        for (unit, way) in units {
            for role in &unit.roles {
                places[*role as usize].clone_from(&self.ways[unit.kind][*way].places);
            }
        }
        take(self.order, &places)
    }

    fn cost(&self, unit: usize, way: usize) -> u64 {
        let unit = &self.journeys.units.units[unit];
        self.ways[unit.kind][way].moves * unit.price
    }

    /// Whether two units can change their ways and nobody would notice.
    fn equal(&self, left: usize, right: usize) -> bool {
        let (left, right) = (&self.journeys.units.units[left], &self.journeys.units.units[right]);
        left.kind == right.kind
            && left.memory_mib == right.memory_mib
            && left.price == right.price
            && left.locks.is_empty()
            && right.locks.is_empty()
    }

    /// The ways that still find room and stay within the budget; `None` where a unit has none.
    fn narrowed(&mut self, mut left: Vec<Left>, paid: u64) -> Option<Vec<Left>> {
        let mut least = paid;
        for unit in &mut left {
            let mut ways = std::mem::take(&mut unit.ways);
            *self.steps = self.steps.saturating_sub(ways.len() as u64);
            ways.retain(|way| self.fits(unit.unit, *way));
            least = least.saturating_add(self.cost(unit.unit, *ways.first()?));
            unit.ways = ways;
        }
        if least > self.budget {
            self.next = self.next.min(least);
            return None;
        }
        for unit in &mut left {
            let own = self.cost(unit.unit, unit.ways[0]);
            let most = self.budget - (least - own);
            let within = unit.ways.partition_point(|way| self.cost(unit.unit, *way) <= most);
            if let Some(way) = unit.ways.get(within) {
                self.next = self.next.min(least - own + self.cost(unit.unit, *way));
            }
            unit.ways.truncate(within);
        }
        Some(left)
    }

    fn fits(&self, unit: usize, way: usize) -> bool {
        let unit = &self.journeys.units.units[unit];
        self.ways[unit.kind][way].places.iter().enumerate().all(|(turn, node)| {
            let room = self.load_mib[turn][*node] + unit.memory_mib <= self.moments[turn].capacity_mib[*node];
            room && unit.locks.iter().all(|lock| {
                let (places, total) = &self.counts[turn][usize::from(*lock)];
                let here = places[self.place(*lock, *node)];
                if self.journeys.locks.locks[usize::from(*lock)].apart { here == 0 } else { here == *total }
            })
        })
    }

    fn put(&mut self, unit: usize, way: usize, here: bool) {
        let unit = &self.journeys.units.units[unit];
        for (turn, node) in self.ways[unit.kind][way].places.iter().enumerate() {
            let change = |number: &mut u32| *number = if here { *number + 1 } else { *number - 1 };
            let load = &mut self.load_mib[turn][*node];
            *load = if here { *load + unit.memory_mib } else { *load - unit.memory_mib };
            for lock in &unit.locks {
                let place = self.place(*lock, *node);
                let (places, total) = &mut self.counts[turn][usize::from(*lock)];
                change(&mut places[place]);
                change(total);
            }
        }
    }

    /// The place that a lock counts by.
    fn place(&self, lock: u16, node: usize) -> usize {
        let journeys = self.journeys;
        if journeys.locks.locks[usize::from(lock)].domains { usize::from(journeys.world.domains[node]) } else { node }
    }
}
