//! What moves cost: how many there are, and how much memory is copied.

use std::ops::{Add, AddAssign};

use super::Minimize;
use super::world::World;

/// Moves of VMs, and the memory that they copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Price {
    pub(super) moves: u64,
    pub(super) mib: u64,
}

impl Price {
    /// One move of a role: nothing where it is no VM, as its failover copies nothing.
    pub(super) fn of(world: &World<'_>, role: u32) -> Self {
        let facts = &world.roles[role as usize];
        Self { moves: u64::from(facts.is_virtual_machine), mib: world.moved_mib(role) }
    }

    /// The order in which prices are compared: by what is asked for, then by the other.
    pub(super) const fn key(self, minimize: Minimize) -> (u64, u64) {
        match minimize {
            Minimize::Moves => (self.moves, self.mib),
            Minimize::Mib => (self.mib, self.moves),
        }
    }

    /// What is asked for.
    pub(super) const fn measure(self, minimize: Minimize) -> u64 {
        self.key(minimize).0
    }
}

impl Add for Price {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { moves: self.moves + other.moves, mib: self.mib + other.mib }
    }
}

impl AddAssign for Price {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}
