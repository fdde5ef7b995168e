//! Votes: dynamic quorum and dynamic witness.
//!
//! Sources: "Understanding cluster and pool quorum" and "Configure and manage quorum" (learn.microsoft.com,
//! windows-server). The arithmetic reproduces the documented table of survival for two to six nodes, which is a test.

use serde::{Deserialize, Serialize};

/// One voter: a node that is up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Voter {
    /// The node's id in the cluster.
    pub(crate) id: u32,
    /// `NodeWeight`: whether an administrator gave it a vote.
    pub(crate) assigned: bool,
}

/// What votes depend on beside the nodes that are up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rules {
    /// `DynamicQuorum`.
    pub(crate) dynamic: bool,
    /// Whether a witness is configured.
    pub(crate) witness: bool,
    /// Whether it is online.
    pub(crate) witness_online: bool,
    /// `LowerQuorumPriorityNodeId`; 0 where none is named.
    pub(crate) lower_priority: u32,
}

/// The votes of the moment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Votes {
    /// Ids of the nodes whose dynamic vote counts.
    pub(crate) voters: Vec<u32>,
    /// Whether the witness's vote counts.
    pub(crate) witness: bool,
    /// All votes that a majority is counted of.
    pub(crate) total: u32,
}

impl Votes {
    /// Votes needed for a majority.
    #[cfg(test)]
    pub(crate) const fn needed(&self) -> u32 {
        self.total / 2 + 1
    }

    /// Whether the cluster goes on when only these nodes are left all at once.
    pub(crate) fn survives(&self, left: &[u32], witness_reachable: bool) -> bool {
        let nodes = self.voters.iter().filter(|id| left.contains(id)).count();
        let witness = usize::from(self.witness && witness_reachable);
        (nodes + witness) * 2 > self.total as usize
    }
}

/// Counts the votes again, as the cluster does after each single change of membership.
///
/// `all` are the voters among all members, `up` those that are up; without dynamic quorum those that are down count in
/// the total all the same. Where an even number of votes has no witness to break the tie, one node loses its vote: the
/// one that `lower_priority` names, else the one with the highest id (the product's own choice is not documented).
pub(crate) fn recalculate(all: &[Voter], up: &[Voter], rules: &Rules) -> Votes {
    let ids = |voters: &[Voter]| voters.iter().filter(|voter| voter.assigned).map(|voter| voter.id).collect::<Vec<_>>();
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    if !rules.dynamic {
        let voters = ids(up);
        let total = count(ids(all).len()) + u32::from(rules.witness);
        return Votes { voters, witness: rules.witness && rules.witness_online, total };
    }
    let mut voters = ids(up);
    let even = voters.len().is_multiple_of(2);
    let witness = even && rules.witness && rules.witness_online;
    if even && !witness && !voters.is_empty() {
        let named = voters.iter().position(|id| *id == rules.lower_priority);
        let highest = voters.iter().enumerate().max_by_key(|(_, id)| **id).map(|(place, _)| place);
        if let Some(place) = named.or(highest) {
            voters.remove(place);
        }
    }
    let total = count(voters.len()) + u32::from(witness);
    Votes { voters, witness, total }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn voters(ids: &[u32]) -> Vec<Voter> {
        ids.iter().map(|id| Voter { id: *id, assigned: true }).collect()
    }

    fn count(up: &[u32], witness: bool) -> Votes {
        let rules = Rules { dynamic: true, witness, witness_online: witness, lower_priority: 0 };
        recalculate(&voters(up), &voters(up), &rules)
    }

    fn without(up: &[u32], lost: u32) -> Vec<u32> {
        up.iter().copied().filter(|id| *id != lost).collect()
    }

    /// Chances of survival, each loss equally likely, as (survived, of all).
    fn one(up: &[u32], witness: bool) -> (usize, usize) {
        let votes = count(up, witness);
        let survived = up.iter().filter(|lost| votes.survives(&without(up, **lost), witness)).count();
        (survived, up.len())
    }

    fn two_in_turn(up: &[u32], witness: bool) -> (usize, usize) {
        let votes = count(up, witness);
        let (mut survived, mut all) = (0, 0);
        for lost in up {
            let left = without(up, *lost);
            let (then, of) = if votes.survives(&left, witness) { one(&left, witness) } else { (0, left.len()) };
            survived += then;
            all += of;
        }
        (survived, all)
    }

    fn two_at_once(up: &[u32], witness: bool) -> (usize, usize) {
        let votes = count(up, witness);
        let (mut survived, mut all) = (0, 0);
        for first in up {
            for second in up.iter().filter(|second| *second > first) {
                let left = without(&without(up, *first), *second);
                survived += usize::from(votes.survives(&left, witness));
                all += 1;
            }
        }
        (survived, all)
    }

    /// The documented table: 0 never, 1 "50 - 50", 2 always.
    #[test]
    fn the_documented_table_of_survival() {
        let table = [
            (2, false, [1, 0, 0]),
            (2, true, [2, 0, 0]),
            (3, false, [2, 1, 0]),
            (3, true, [2, 2, 0]),
            (4, false, [2, 2, 1]),
            (4, true, [2, 2, 2]),
            (5, false, [2, 2, 2]),
            (5, true, [2, 2, 2]),
            (6, false, [2, 2, 2]),
            (6, true, [2, 2, 2]),
        ];
        for (nodes, witness, expected) in table {
            let up: Vec<u32> = (1..=nodes).collect();
            let found = [one(&up, witness), two_in_turn(&up, witness), two_at_once(&up, witness)];
            for ((survived, all), expected) in found.into_iter().zip(expected) {
                let class = if survived == 0 { 0 } else { 1 + usize::from(survived == all) };
                assert_eq!(class, expected, "{nodes} nodes, witness {witness}: {found:?}");
            }
        }
    }

    #[test]
    fn the_named_node_loses_its_vote_and_a_lost_witness_counts_for_nothing() {
        let rules = Rules { dynamic: true, witness: true, witness_online: false, lower_priority: 1 };
        let votes = recalculate(&voters(&[1, 2]), &voters(&[1, 2]), &rules);
        assert_eq!((votes.voters, votes.witness, votes.total), (vec![2], false, 1));
    }

    #[test]
    fn without_dynamic_quorum_nodes_that_are_down_count() {
        let rules = Rules { dynamic: false, witness: true, witness_online: true, lower_priority: 0 };
        let votes = recalculate(&voters(&[1, 2, 3, 4]), &voters(&[1, 2]), &rules);
        assert_eq!((votes.total, votes.needed()), (5, 3));
        assert!(votes.survives(&[1, 2], true));
        assert!(!votes.survives(&[1, 2], false));
    }
}
