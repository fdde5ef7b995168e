//! Votes: dynamic quorum, dynamic witness, and what one more failure would do.
//!
//! Sources: learn.microsoft.com, "Understanding cluster and pool quorum" (the survival table is a test below) and
//! "Configure and manage quorum". Which node loses its vote in an even cluster without a witness is documented as
//! the cluster's own choice; here it is the voter with the highest id unless `LowerQuorumPriorityNodeID` names one.

use super::{Method, Policy};
use crate::model::{Inventory, NodeName, NodeState, Quorum, QuorumKind};

/// A member of the cluster, as far as votes depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Voter {
    /// The id of the node.
    pub id: u32,
    /// `NodeWeight`: whether it has a vote at all.
    pub weight: bool,
    /// Whether it is up; a paused node is.
    pub up: bool,
}

/// Votes as the cluster has dealt them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ballot {
    /// Nodes with a vote, by id; with static quorum also those that are down.
    votes: Vec<Dealt>,
    /// The vote of the witness: 1 or 0.
    witness: u32,
    /// Whether the witness answers.
    witness_present: bool,
    /// Whether the disk alone decides.
    disk_only: bool,
}

/// The vote of one node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Dealt {
    id: u32,
    vote: u32,
    present: bool,
}

/// Votes at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Votes {
    /// Votes that are there, the witness's among them.
    pub present: u32,
    /// Votes that are needed: more than half of those that were dealt.
    pub needed: u32,
    /// Whether the cluster survives the sudden loss of any one more node.
    pub survives_one_more_failure: bool,
}

impl Ballot {
    /// Deals the votes for these members, as the cluster does after each change of its membership.
    #[must_use]
    pub fn recalculated(members: &[Voter], quorum: &Quorum) -> Self {
        let witness_configured = quorum.witness.is_some();
        let witness_present = quorum.witness.as_ref().is_some_and(|witness| witness.online);
        if quorum.kind == QuorumKind::DiskOnly {
            let votes = members.iter().filter(|member| member.up);
            let votes = votes.map(|member| Dealt { id: member.id, vote: 0, present: true }).collect();
            return Self { votes, witness: 1, witness_present, disk_only: true };
        }
        let voters = members.iter().filter(|member| member.weight && (member.up || !quorum.dynamic));
        let mut votes: Vec<Dealt> = voters.map(|member| Dealt { id: member.id, vote: 1, present: member.up }).collect();
        if !quorum.dynamic {
            return Self { votes, witness: u32::from(witness_configured), witness_present, disk_only: false };
        }
        let even = votes.len().is_multiple_of(2);
        if even && !witness_present {
            let named = votes.iter().position(|voter| voter.id == quorum.lower_priority_node_id);
            let highest = (0..votes.len()).max_by_key(|index| votes[*index].id);
            if let Some(dropped) = named.or(highest) {
                votes[dropped].vote = 0;
            }
        }
        Self { votes, witness: u32::from(witness_present && even), witness_present, disk_only: false }
    }

    /// Votes that were dealt.
    #[must_use]
    pub fn dealt(&self) -> u32 {
        self.votes.iter().map(|voter| voter.vote).sum::<u32>() + self.witness
    }

    /// Votes that are there.
    #[must_use]
    pub fn present(&self) -> u32 {
        self.present_without(&[], false)
    }

    /// Votes that are needed: more than half.
    #[must_use]
    pub fn needed(&self) -> u32 {
        self.dealt() / 2 + 1
    }

    /// Whether the cluster survives the sudden loss of these nodes at the same time, and of the witness where said.
    #[must_use]
    pub fn survives(&self, lost: &[u32], witness_lost: bool) -> bool {
        if self.disk_only {
            return self.witness_present && !witness_lost && self.votes.iter().any(|voter| !lost.contains(&voter.id));
        }
        self.present_without(lost, witness_lost) * 2 > self.dealt()
    }

    /// Whether the cluster survives the sudden loss of any one node that is up.
    #[must_use]
    pub fn survives_any_one(&self) -> bool {
        let present = self.votes.iter().filter(|voter| voter.present);
        present.clone().count() > 0 && present.clone().all(|voter| self.survives(&[voter.id], false))
    }

    fn present_without(&self, lost: &[u32], witness_lost: bool) -> u32 {
        let nodes = self.votes.iter().filter(|voter| voter.present && !lost.contains(&voter.id));
        let witness = if self.witness_present && !witness_lost { self.witness } else { 0 };
        nodes.map(|voter| voter.vote).sum::<u32>() + witness
    }
}

/// The members of an inventory without some nodes: an orderly stop or an evict gives the vote back first.
#[must_use]
pub fn voters(inventory: &Inventory, out: &[NodeName]) -> Vec<Voter> {
    let up = |state| matches!(state, NodeState::Up | NodeState::Paused);
    let stay = inventory.nodes.iter().filter(|node| !out.contains(&node.name));
    stay.map(|node| Voter { id: node.id, weight: node.vote, up: up(node.state) }).collect()
}

/// Votes at one point of an upgrade: while one node is out and others have come back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prefix {
    /// The node that is out.
    pub out: NodeName,
    /// Nodes without a vote of their own that have come back with one, because an evict forgets what was set by hand.
    pub regained: usize,
    /// The votes then.
    pub votes: Votes,
}

/// The votes at every point of an upgrade: each of `leaving` out in its turn.
///
/// Where the policy gives an order it is followed, and the nodes that it leaves out come after it; otherwise every
/// order is covered. Between two orders only those nodes make a difference that have no vote now and come back with
/// one; which of them came back is the same for the count, so that numbers of them are tried.
#[must_use]
pub fn prefixes(inventory: &Inventory, policy: &Policy, leaving: &[NodeName]) -> Vec<Prefix> {
    let regains =
        |name: &NodeName| policy.method != Method::InPlaceKeep && inventory.node(name).is_some_and(|node| !node.vote);
    let prefix = |out: &NodeName, regained: &[&NodeName]| {
        let mut members = voters(inventory, std::slice::from_ref(out));
        let ids: Vec<u32> = regained.iter().filter_map(|name| inventory.node(name)).map(|node| node.id).collect();
        for member in members.iter_mut().filter(|member| ids.contains(&member.id)) {
            (member.weight, member.up) = (true, true);
        }
        let votes = votes(&members, &inventory.cluster.quorum);
        Prefix { out: out.clone(), regained: regained.len(), votes }
    };
    let mut found = Vec::new();
    if policy.node_order.is_empty() {
        for out in leaving {
            let others: Vec<&NodeName> = leaving.iter().filter(|name| *name != out && regains(name)).collect();
            found.extend((0..=others.len()).map(|count| prefix(out, &others[..count])));
        }
        return found;
    }
    let first = policy.node_order.iter().filter(|name| leaving.contains(name));
    let rest = leaving.iter().filter(|name| !policy.node_order.contains(name));
    let mut regained: Vec<&NodeName> = Vec::new();
    for out in first.chain(rest) {
        found.push(prefix(out, &regained));
        if regains(out) {
            regained.push(out);
        }
    }
    found
}

/// The votes after these nodes have left in an orderly way (drained and stopped, or evicted).
#[must_use]
pub fn votes_without(inventory: &Inventory, out: &[NodeName]) -> Votes {
    votes(&voters(inventory, out), &inventory.cluster.quorum)
}

/// The votes of these members.
#[must_use]
pub fn votes(members: &[Voter], quorum: &Quorum) -> Votes {
    let ballot = Ballot::recalculated(members, quorum);
    Votes { present: ballot.present(), needed: ballot.needed(), survives_one_more_failure: ballot.survives_any_one() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Witness, WitnessKind};

    fn quorum(witness: bool) -> Quorum {
        let witness = witness.then(|| Witness::new(WitnessKind::FileShare, "w"));
        Quorum { witness, ..Quorum::default() }
    }

    fn members(count: u32) -> Vec<Voter> {
        (1..=count).map(|id| Voter { id, weight: true, up: true }).collect()
    }

    /// Every way in which the cluster may pick the node without a vote: by naming each in turn.
    fn picks(members: &[Voter], witness: bool) -> Vec<Ballot> {
        members
            .iter()
            .map(|named| {
                let quorum = Quorum { lower_priority_node_id: named.id, ..quorum(witness) };
                Ballot::recalculated(members, &quorum)
            })
            .collect()
    }

    /// Survivals and tries of `count` losses at the same time.
    fn at_once(nodes: u32, witness: bool, count: usize) -> (usize, usize) {
        let all = members(nodes);
        let ids: Vec<u32> = all.iter().map(|member| member.id).collect();
        let mut sets: Vec<Vec<u32>> = ids.iter().map(|id| vec![*id]).collect();
        for _ in 1..count {
            let longer = sets.iter().flat_map(|set| {
                ids.iter().filter(|id| set.iter().all(|other| other < *id)).map(|id| [&set[..], &[*id]].concat())
            });
            sets = longer.collect();
        }
        let ballots = picks(&all, witness);
        let tries = ballots.len() * sets.len();
        let survived = ballots.iter().flat_map(|ballot| sets.iter().filter(|set| ballot.survives(set, false))).count();
        (survived, tries)
    }

    /// Survivals and tries of two losses, one after the other, votes dealt anew in between.
    fn one_after_another(nodes: u32, witness: bool) -> (usize, usize) {
        let all = members(nodes);
        let (mut survived, mut tries) = (0, 0);
        for first in &all {
            let rest: Vec<Voter> = all.iter().copied().filter(|member| member.id != first.id).collect();
            for before in picks(&all, witness) {
                for after in picks(&rest, witness) {
                    for second in &rest {
                        tries += 1;
                        survived +=
                            usize::from(before.survives(&[first.id], false) && after.survives(&[second.id], false));
                    }
                }
            }
        }
        (survived, tries)
    }

    /// The published table says yes, no or "50 - 50". A coin decides wherever only one of the two is ever lost.
    #[test]
    fn the_published_survival_table() {
        #[derive(Debug, PartialEq)]
        enum Survival {
            Yes,
            Coin,
            No,
        }
        use Survival::{Coin, No, Yes};
        let told = |(survived, tries): (usize, usize)| match survived {
            0 => No,
            all if all == tries => Yes,
            _ => Coin,
        };
        let table = [
            (2, false, Coin, No, No),
            (2, true, Yes, No, No),
            (3, false, Yes, Coin, No),
            (3, true, Yes, Yes, No),
            (4, false, Yes, Yes, Coin),
            (4, true, Yes, Yes, Yes),
            (5, false, Yes, Yes, Yes),
            (5, true, Yes, Yes, Yes),
            (6, false, Yes, Yes, Yes),
            (6, true, Yes, Yes, Yes),
        ];
        for (nodes, witness, one, two_in_turn, two_at_once) in table {
            let case = format!("{nodes} nodes, witness {witness}");
            assert_eq!(told(at_once(nodes, witness, 1)), one, "{case}: one loss");
            assert_eq!(told(one_after_another(nodes, witness)), two_in_turn, "{case}: one after another");
            assert_eq!(told(at_once(nodes, witness, 2)), two_at_once, "{case}: two at once");
        }
        assert_eq!(at_once(6, false, 3), (60, 120), "six nodes without a witness lose three: a coin");
        assert_eq!(at_once(6, true, 3), (120, 120), "six nodes with a witness lose three");
    }

    #[test]
    fn votes_as_they_are_dealt() {
        let offline = Quorum {
            witness: Some(Witness { online: false, ..Witness::new(WitnessKind::Disk, "w") }),
            ..Quorum::default()
        };
        let fixed = Quorum { dynamic: false, ..quorum(true) };
        let down: Vec<Voter> = members(4).into_iter().map(|voter| Voter { up: voter.id != 4, ..voter }).collect();
        let table = [
            (members(4), quorum(true), (5, 3, true)),
            (members(3), quorum(true), (3, 2, true)),
            (members(4), quorum(false), (3, 2, true)),
            (members(2), quorum(true), (3, 2, true)),
            (members(2), quorum(false), (1, 1, false)),
            (members(2), offline, (1, 1, false)),
            (members(1), quorum(true), (1, 1, false)),
            (down.clone(), quorum(true), (3, 2, true)),
            (down.clone(), fixed.clone(), (4, 3, true)),
            (members(2), fixed, (3, 2, true)),
            (down, Quorum { dynamic: false, ..quorum(false) }, (3, 3, false)),
        ];
        for (index, (members, quorum, (present, needed, survives))) in table.into_iter().enumerate() {
            let expected = Votes { present, needed, survives_one_more_failure: survives };
            assert_eq!(votes(&members, &quorum), expected, "case {index}");
        }
    }

    #[test]
    fn a_disk_alone_decides() {
        let quorum = Quorum { kind: QuorumKind::DiskOnly, ..quorum(true) };
        let ballot = Ballot::recalculated(&members(3), &quorum);
        assert!(ballot.survives(&[1, 2], false));
        assert!(!ballot.survives(&[1], true));
        assert!(!ballot.survives(&[1, 2, 3], false));
    }
}
