//! The gate of the members: no node is isolated or in quarantine (`StatusInformation` of Get-ClusterNode).

use super::Verdict;
use crate::run::step::Seen;
use crate::run::{Observe, Run};

/// The node has lost touch with the others.
const ISOLATED: u32 = 1;
/// The node may not join for a while.
const QUARANTINED: u32 = 2;

impl Run {
    #[expect(clippy::unused_self, reason = "every gate is asked of the run")]
    pub(super) fn membership_gate(&self, seen: Option<&Seen<'_>>) -> Verdict {
        let Some(seen) = seen else { return Verdict::look(Observe::Nodes) };
        let Some(nodes) = &seen.observed.nodes else {
            return Verdict::Closed("the nodes could not be read".to_owned());
        };
        let word = |status: u32| match status {
            _ if status & QUARANTINED != 0 => Some("in quarantine"),
            _ if status & ISOLATED != 0 => Some("isolated"),
            _ => None,
        };
        match nodes.iter().find_map(|node| Some((&node.name, word(node.status)?))) {
            Some((node, word)) => Verdict::Closed(format!("the node {node} is {word}")),
            None => Verdict::Open,
        }
    }
}
