//! Dense ids: places in the lists of the state. Names are resolved once, at the edge.

use std::collections::BTreeSet;
use std::ops::{Index, IndexMut};

use serde::{Deserialize, Serialize};

/// The places of a list that were written to.
#[derive(Debug, Clone)]
pub(crate) struct Changes {
    /// Whether the list itself changed, or nobody has looked yet.
    all: bool,
    /// One bit for each place.
    bits: Vec<u64>,
}

impl Default for Changes {
    fn default() -> Self {
        Self::new()
    }
}

impl Changes {
    const fn new() -> Self {
        Self { all: true, bits: Vec::new() }
    }

    fn take(&mut self) -> Self {
        std::mem::replace(self, Self { all: false, bits: Vec::new() })
    }

    fn mark(&mut self, place: usize) {
        let word = place / 64;
        if word >= self.bits.len() {
            self.bits.resize(word + 1, 0);
        }
        self.bits[word] |= 1 << (place % 64);
    }

    /// Whether every place has to be read again.
    pub(crate) const fn is_all(&self) -> bool {
        self.all
    }

    /// Whether a place has to be read again.
    pub(crate) fn holds(&self, place: usize) -> bool {
        self.all || self.bits.get(place / 64).is_some_and(|word| word & (1 << (place % 64)) != 0)
    }
}

macro_rules! dense {
    ($(#[$documentation:meta])* $id:ident, $(#[$list_documentation:meta])* $list:ident) => {
        $(#[$documentation])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub(crate) struct $id(u32);

        impl $id {
            /// The place in the list.
            pub(crate) const fn index(self) -> usize {
                self.0 as usize
            }
        }

        $(#[$list_documentation])*
        #[derive(Debug, Clone, Serialize, Deserialize)]
        pub(crate) struct $list<T> {
            all: Vec<T>,
            /// Places of what is gone: an id is never given twice.
            removed: BTreeSet<u32>,
            /// What was written to since somebody asked for it last.
            #[serde(skip)]
            changed: Changes,
        }

        impl<T> $list<T> {
            pub(crate) const fn new() -> Self {
                Self { all: Vec::new(), removed: BTreeSet::new(), changed: Changes::new() }
            }

            /// Adds one and says its id. The readers of inventories keep lists far below 2^32.
            pub(crate) fn push(&mut self, value: T) -> $id {
                let id = $id(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
                self.all.push(value);
                self.changed.all = true;
                id
            }

            pub(crate) fn ids(&self) -> impl DoubleEndedIterator<Item = $id> + use<T> {
                let removed = self.removed.clone();
                let all = 0..u32::try_from(self.all.len()).unwrap_or(u32::MAX);
                all.filter(move |place| removed.is_empty() || !removed.contains(place)).map($id)
            }

            pub(crate) fn iter(&self) -> impl Iterator<Item = ($id, &T)> {
                let places = self.all.iter().enumerate();
                places
                    .map(|(place, value)| ($id(u32::try_from(place).unwrap_or(u32::MAX)), value))
                    .filter(|(id, _)| self.removed.is_empty() || !self.removed.contains(&id.0))
            }

            pub(crate) fn get(&self, id: $id) -> Option<&T> {
                self.all.get(id.index())
            }
        }

        impl<T> Index<$id> for $list<T> {
            type Output = T;

            fn index(&self, id: $id) -> &T {
                &self.all[id.index()]
            }
        }

        impl<T> IndexMut<$id> for $list<T> {
            fn index_mut(&mut self, id: $id) -> &mut T {
                self.changed.mark(id.index());
                &mut self.all[id.index()]
            }
        }
    };
}

dense! {
    /// A machine that the twin knows, member or not.
    MachineId,
    /// Machines by id.
    MachineList
}

dense! {
    /// A role.
    RoleId,
    /// Roles by id.
    RoleList
}

impl<T> RoleList<T> {
    /// Takes one out of the lists; what still knows its id can look it up.
    pub(crate) fn remove(&mut self, id: RoleId) {
        self.removed.insert(id.0);
        self.changed.all = true;
    }

    /// Puts back one that was taken out.
    pub(crate) fn restore(&mut self, id: RoleId) {
        self.removed.remove(&id.0);
        self.changed.all = true;
    }

    /// What was written to since this was asked last.
    pub(crate) fn take_changes(&mut self) -> Changes {
        self.changed.take()
    }

    /// What was taken out, in the order of the ids.
    pub(crate) fn removed(&self) -> impl Iterator<Item = RoleId> + use<T> {
        self.removed.clone().into_iter().map(RoleId)
    }
}

impl<T> MachineList<T> {
    /// What was written to since this was asked last.
    pub(crate) fn take_changes(&mut self) -> Changes {
        self.changed.take()
    }
}

dense! {
    /// A virtual disk.
    DiskId,
    /// Virtual disks by id.
    DiskList
}
