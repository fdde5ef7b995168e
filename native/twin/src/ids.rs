//! Dense ids: places in the lists of the state. Names are resolved once, at the edge.

use std::ops::{Index, IndexMut};

macro_rules! dense {
    ($(#[$documentation:meta])* $id:ident, $(#[$list_documentation:meta])* $list:ident) => {
        $(#[$documentation])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) struct $id(u32);

        impl $id {
            /// The place in the list.
            pub(crate) const fn index(self) -> usize {
                self.0 as usize
            }
        }

        $(#[$list_documentation])*
        #[derive(Debug, Clone)]
        pub(crate) struct $list<T>(Vec<T>);

        impl<T> $list<T> {
            pub(crate) const fn new() -> Self {
                Self(Vec::new())
            }

            /// Adds one and says its id. The readers of inventories keep lists far below 2^32.
            pub(crate) fn push(&mut self, value: T) -> $id {
                let id = $id(u32::try_from(self.0.len()).unwrap_or(u32::MAX));
                self.0.push(value);
                id
            }

            pub(crate) fn ids(&self) -> impl DoubleEndedIterator<Item = $id> + use<T> {
                (0..u32::try_from(self.0.len()).unwrap_or(u32::MAX)).map($id)
            }

            pub(crate) fn iter(&self) -> impl Iterator<Item = ($id, &T)> {
                self.0.iter().enumerate().map(|(place, value)| ($id(u32::try_from(place).unwrap_or(u32::MAX)), value))
            }

            pub(crate) fn get(&self, id: $id) -> Option<&T> {
                self.0.get(id.index())
            }
        }

        impl<T> Index<$id> for $list<T> {
            type Output = T;

            fn index(&self, id: $id) -> &T {
                &self.0[id.index()]
            }
        }

        impl<T> IndexMut<$id> for $list<T> {
            fn index_mut(&mut self, id: $id) -> &mut T {
                &mut self.0[id.index()]
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

dense! {
    /// A virtual disk.
    DiskId,
    /// Virtual disks by id.
    DiskList
}
