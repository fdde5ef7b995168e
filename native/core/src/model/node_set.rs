//! A set of nodes by their position in the inventory: one bit each.

use super::NODES_MAX;

const WORDS: usize = NODES_MAX.div_ceil(64);

/// A set of node positions below [`NODES_MAX`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct NodeSet([u64; WORDS]);

impl NodeSet {
    /// The positions below `count`.
    #[must_use]
    pub fn first(count: usize) -> Self {
        (0..count).collect()
    }

    /// Puts a node in; what lies beyond the limit of an inventory is left out.
    pub(crate) fn insert(&mut self, node: usize) {
        if let Some(word) = self.0.get_mut(node / 64) {
            *word |= 1 << (node % 64);
        }
    }

    /// Takes a node out.
    pub(crate) fn remove(&mut self, node: usize) {
        if let Some(word) = self.0.get_mut(node / 64) {
            *word &= !(1 << (node % 64));
        }
    }

    /// Whether a node is in.
    pub(crate) fn contains(&self, node: usize) -> bool {
        self.0.get(node / 64).is_some_and(|word| word & (1 << (node % 64)) != 0)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    pub(crate) fn len(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// What both sets hold.
    pub(crate) fn and(&self, other: &Self) -> Self {
        Self(std::array::from_fn(|word| self.0[word] & other.0[word]))
    }

    /// What either set holds.
    pub(crate) fn or(&self, other: &Self) -> Self {
        Self(std::array::from_fn(|word| self.0[word] | other.0[word]))
    }

    /// What this set holds and the other does not.
    pub(crate) fn without(&self, other: &Self) -> Self {
        Self(std::array::from_fn(|word| self.0[word] & !other.0[word]))
    }

    /// Whether the other set lies in this one.
    pub(crate) fn covers(&self, other: &Self) -> bool {
        other.without(self).is_empty()
    }

    /// The positions in ascending order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> + use<> {
        self.0.into_iter().enumerate().flat_map(|(index, word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                (rest != 0).then(|| {
                    let bit = rest.trailing_zeros() as usize;
                    rest &= rest - 1;
                    index * 64 + bit
                })
            })
        })
    }
}

impl FromIterator<usize> for NodeSet {
    fn from_iter<I: IntoIterator<Item = usize>>(nodes: I) -> Self {
        let mut set = Self::default();
        nodes.into_iter().for_each(|node| set.insert(node));
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_holds_what_was_put_in() {
        let mut set: NodeSet = [0, 63, 64, 255].into_iter().collect();
        assert_eq!(set.iter().collect::<Vec<_>>(), [0, 63, 64, 255]);
        set.remove(63);
        assert!(!set.contains(63) && set.contains(64));
        assert_eq!(set.len(), 3);
        assert!(NodeSet::first(256).covers(&set));
        assert!(!NodeSet::first(255).covers(&set));
        assert_eq!(set.without(&NodeSet::first(100)).iter().collect::<Vec<_>>(), [255]);
        let before = set;
        set.insert(NODES_MAX);
        assert!(set == before && !set.contains(NODES_MAX));
        assert_eq!(set.and(&NodeSet::first(1)).iter().collect::<Vec<_>>(), [0]);
    }
}
