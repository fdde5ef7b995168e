//! Whether the roles of some nodes find room on the others, as the cluster is now.
//!
//! Memory with the host's reserve and the overhead of each VM, VMs and virtual processors of a host, possible owners,
//! configuration versions, processors, switches and anti-affinity are all looked at. Whole VMs are placed, so that
//! fragmentation counts; sums over the cluster prove nothing.

use super::Policy;
use super::layout::{Fit, Layout};
use super::obstacle::{NoPlacement, no_placement};
use super::packing::Packing;
use super::turn::{Move, empty_node};
use super::world::World;
use crate::model::NodeSet;
use crate::model::{Inventory, NodeName, RoleName};

/// A cluster whose capacity is asked several times: numbering it once makes each question cheap.
pub struct Capacity<'a> {
    world: World<'a>,
    layout: Layout,
}

/// A placement of all roles without some nodes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacementFound {
    /// Where the roles of those nodes go, in an order in which each finds its room.
    pub moves: Vec<PlacedRole>,
    /// Memory for VMs that is free afterwards on all nodes that are in, the host reserves taken off.
    pub headroom_mib: u64,
}

/// A role and its new owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedRole {
    /// The role.
    pub role: RoleName,
    /// Its owner before.
    pub from: NodeName,
    /// Its owner after.
    pub to: NodeName,
}

/// Places the roles of `out` on the other nodes; names that are no nodes are passed over.
///
/// # Errors
/// The role that finds no node, why no node takes it and the smallest change that would help.
pub fn place_without(
    inventory: &Inventory,
    policy: &Policy,
    out: &[NodeName],
) -> Result<PlacementFound, Box<NoPlacement>> {
    Capacity::new(inventory, policy).place_without(out)
}

impl<'a> Capacity<'a> {
    /// Numbers the cluster.
    #[must_use]
    pub fn new(inventory: &'a Inventory, policy: &'a Policy) -> Self {
        let world = World::new(inventory, policy, None);
        let layout = Layout::initial(&world);
        Self { world, layout }
    }

    /// As [`place_without`].
    ///
    /// # Errors
    /// As [`place_without`].
    pub fn place_without(&self, out: &[NodeName]) -> Result<PlacementFound, Box<NoPlacement>> {
        let mut layout = self.layout.clone();
        let moves = self.place(&mut layout, out)?;
        let placed = moves.iter().map(|step| PlacedRole {
            role: self.world.role(step.role).name.clone(),
            from: self.world.name(usize::from(step.from)).clone(),
            to: self.world.name(usize::from(step.to)).clone(),
        });
        let headroom_mib = layout.open.iter().map(|node| layout.free_mib(&self.world, node)).sum();
        Ok(PlacementFound { moves: placed.collect(), headroom_mib })
    }

    /// Whether [`Self::place_without`] finds a placement, without making the list.
    #[must_use]
    pub fn fits_without(&self, out: &[NodeName]) -> bool {
        let nodes = self.numbers(out);
        let packing = Packing::departure(&self.world, &self.layout, &nodes);
        let fixed = |role: &u32| self.world.roles[*role as usize].fixed.is_some();
        if packing.hopeless() || nodes.iter().any(|node| self.layout.residents[node].iter().any(fixed)) {
            return false;
        }
        packing.homeless().is_empty() || self.place(&mut self.layout.clone(), out).is_ok()
    }

    fn numbers(&self, names: &[NodeName]) -> NodeSet {
        names.iter().filter_map(|name| self.world.number(name)).collect()
    }

    fn place(&self, layout: &mut Layout, out: &[NodeName]) -> Result<Vec<Move>, Box<NoPlacement>> {
        let nodes = self.numbers(out);
        layout.open = layout.open.without(&nodes);
        let mut moves = Vec::new();
        for node in nodes.iter() {
            match empty_node(&self.world, layout, node, Fit::Spread) {
                Ok(found) => moves.extend(found),
                Err(stuck) => return Err(Box::new(no_placement(&self.world, layout, stuck.role))),
            }
        }
        Ok(moves)
    }
}
