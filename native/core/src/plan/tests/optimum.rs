//! Small clusters with constraints: plans against the optimum, found exactly.
//!
//! Two relaxations are solved exactly, and both let a plan do more than it may. *Moves*: a VM needs a second move
//! where no node that may own it is upgraded when its own goes out, and room and anti-affinity are looked at for the
//! first node alone; the cheapest order of the nodes is found over all subsets of upgraded nodes. No plan is cheaper,
//! so one that costs as much is optimal. *Room*: if VMs could jump as they like between turns, a plan would be
//! possible exactly where all of them fit on the others while each node is out; that is searched through with
//! backtracking.

use super::fixture::{bare, cluster, plan, vm};
use crate::model::{Inventory, NodeName};
use crate::plan::{Placement, PlanError, Policy};

const NODE_GIB: u64 = 64;

/// The generator of Steele, Lea and Flood (SplitMix64), so that a seed names a cluster for ever.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
}

/// A VM as the exact searches see it.
struct Guest {
    gib: u64,
    owner: usize,
    /// Nodes that may own it, one bit each.
    allowed: u32,
    class: Option<u64>,
}

/// Three to six nodes, up to 24 VMs on three fifths of the memory, a fifth of them with possible owners, some apart.
fn drawn(seed: u64) -> (Inventory, Vec<Guest>, usize) {
    let mut random = Random(seed);
    let nodes = 3 + random.below(4) as usize;
    let mut inventory = cluster(&vec![NODE_GIB; nodes]);
    inventory.cluster.enforced_anti_affinity = random.below(2) == 0;
    let enforced = inventory.cluster.enforced_anti_affinity;
    let mut used = vec![0; nodes];
    let mut guests: Vec<Guest> = Vec::new();
    for number in 0..6 + random.below(19) {
        let (gib, owner) = (1 + random.below(12), random.below(nodes as u64) as usize);
        let class = (random.below(6) == 0).then(|| random.below(4));
        let together = |guest: &Guest| guest.owner == owner && class.is_some() && guest.class == class;
        let total: u64 = used.iter().sum();
        let full = used[owner] + gib > NODE_GIB * 9 / 10 || total + gib > nodes as u64 * NODE_GIB * 3 / 5;
        if full || (enforced && guests.iter().any(together)) {
            continue;
        }
        used[owner] += gib;
        let mut allowed = (1 << nodes) - 1;
        if random.below(5) == 0 {
            allowed = 1 << owner;
            for _ in 0..2 + random.below(3) {
                allowed |= 1 << random.below(nodes as u64);
            }
        }
        let role = vm(&mut inventory, &format!("v{number}"), &format!("n{}", owner + 1), gib);
        if allowed != (1 << nodes) - 1 {
            let owners = (0..nodes).filter(|node| allowed & (1 << node) != 0);
            role.possible_owners = owners.map(|node| NodeName::from(format!("n{}", node + 1).as_str())).collect();
        }
        role.anti_affinity_classes = class.iter().map(|class| format!("class{class}")).collect();
        guests.push(Guest { gib, owner, allowed, class: class.filter(|_| enforced) });
    }
    (inventory, guests, nodes)
}

/// Whether the VMs of a node fit on the others while all of theirs stay where they are at the beginning.
fn leaves_alone(guests: &[Guest], nodes: usize, out: usize) -> bool {
    let (mut free, mut placed) = (vec![NODE_GIB; nodes], vec![Vec::new(); nodes]);
    for guest in guests.iter().filter(|guest| guest.owner != out) {
        free[guest.owner] -= guest.gib;
        placed[guest.owner].push(guest.class);
    }
    let mut leave: Vec<&Guest> = guests.iter().filter(|guest| guest.owner == out).collect();
    leave.sort_by_key(|guest| (guest.allowed.count_ones(), std::cmp::Reverse(guest.gib)));
    fits(&leave, out, &mut free, &mut placed)
}

/// The fewest moves in any order of the nodes. Where the VMs of the first node don't fit on the others as those are,
/// one VM at least moves from one old node to another and moves again; after the first turn room is left out.
fn fewest_moves(guests: &[Guest], nodes: usize) -> u64 {
    let mut best = vec![u64::MAX; 1 << nodes];
    best[0] = 0;
    for upgraded in 0_u32..1 << nodes {
        for node in (0..nodes).filter(|node| upgraded & (1 << node) == 0) {
            let leaves = guests.iter().filter(|guest| guest.owner == node);
            let mut cost: u64 = leaves.map(|guest| if guest.allowed & upgraded == 0 { 2 } else { 1 }).sum();
            cost += u64::from(upgraded == 0 && !leaves_alone(guests, nodes, node));
            let next = (upgraded | (1 << node)) as usize;
            best[next] = best[next].min(best[upgraded as usize] + cost);
        }
    }
    best[(1 << nodes) - 1]
}

/// Whether all VMs fit on the nodes while each of them is out in turn.
fn has_room(guests: &[Guest], nodes: usize) -> bool {
    let mut order: Vec<&Guest> = guests.iter().collect();
    order.sort_by_key(|guest| (guest.allowed.count_ones(), std::cmp::Reverse(guest.gib)));
    (0..nodes).all(|out| {
        let mut placed = vec![Vec::new(); nodes];
        fits(&order, out, &mut vec![NODE_GIB; nodes], &mut placed)
    })
}

fn fits(left: &[&Guest], out: usize, free: &mut [u64], placed: &mut [Vec<Option<u64>>]) -> bool {
    let Some((guest, rest)) = left.split_first() else { return true };
    for node in (0..free.len()).filter(|node| *node != out && guest.allowed & (1 << node) != 0) {
        let apart = guest.class.is_some() && placed[node].contains(&guest.class);
        if apart || free[node] < guest.gib {
            continue;
        }
        free[node] -= guest.gib;
        placed[node].push(guest.class);
        if fits(rest, out, free, placed) {
            return true;
        }
        placed[node].pop();
        free[node] += guest.gib;
    }
    false
}

#[test]
fn a_thousand_small_clusters_at_their_optimum() {
    let policy = Policy { placement: Placement::Fewest, ..bare() };
    let (mut feasible, mut optimal) = (0, 0);
    let (mut refused, mut above) = (Vec::new(), Vec::new());
    for seed in 0..1000 {
        let (inventory, guests, nodes) = drawn(seed);
        match plan(&inventory, &policy) {
            Ok(plan) => {
                feasible += 1;
                let fewest = fewest_moves(&guests, nodes);
                assert!(plan.moves.virtual_machine_moves >= fewest && plan.moves.bound <= fewest, "seed {seed}");
                if plan.moves.virtual_machine_moves == fewest {
                    optimal += 1;
                } else {
                    above.push((seed, fewest, plan.moves.above_bound, inventory.cluster.enforced_anti_affinity));
                }
            }
            Err(PlanError::NoPlacement(_)) if has_room(&guests, nodes) => refused.push(seed),
            Err(PlanError::NoPlacement(_)) => {}
            Err(other) => panic!("seed {seed}: {other}"),
        }
    }
    assert!(feasible >= 500, "{feasible} of 1000 have a plan, which says little of the planner");
    assert_eq!(refused, Vec::<u64>::new(), "refused, although there may be room");
    assert!(optimal * 100 >= feasible * 98, "{optimal} of {feasible} reach the optimum; not: {above:?}");
}
