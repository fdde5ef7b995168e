//! Facts that every node has one of: who says what, and one finding for all that do not say it.

use super::facts::{Facts, Host, listed};
use super::findings::Findings;
use super::{Moment, Subject};
use crate::model::{Machine, NodeName, Timestamp};

/// What each node says of itself. Those that don't say it are one finding; where none does, nobody asked them.
///
/// `what` names the fact as the beginning of a sentence: `Whether a restart is pending`.
pub(super) fn of_each<'f, 'a, T>(
    facts: &'f Facts<'a>,
    findings: &mut Findings<'_>,
    what: &str,
    read: impl Fn(&'a Machine) -> Option<T>,
) -> Vec<(&'f Host<'a>, T)> {
    let mut said = Vec::new();
    let mut silent: Vec<&NodeName> = Vec::new();
    for host in &facts.hosts {
        match host.machine().and_then(&read) {
            Some(value) => said.push((host, value)),
            None => silent.push(&host.node.name),
        }
    }
    match silent.as_slice() {
        [] => {}
        _ if said.is_empty() => {
            findings.unread(Subject::cluster(facts.inventory), format!("{what} is known of no node."));
        }
        [name] => findings.unknown(Subject::node(name), format!("{what} is not known of {name}.")),
        names => {
            let names = listed(names.iter().map(|name| name.as_str()));
            findings.unknown(Subject::cluster(facts.inventory), format!("{what} is not known of {names}."));
        }
    }
    said
}

/// The nodes by what they say, as a sentence names them: `C: on n1, n2; D: on n3`; absent where all say the same.
pub(super) fn differences<'f, 'a: 'f, T: Ord + std::fmt::Display>(
    said: impl IntoIterator<Item = (&'f Host<'a>, T)>,
) -> Option<String> {
    let mut groups: std::collections::BTreeMap<T, Vec<&str>> = std::collections::BTreeMap::new();
    for (host, value) in said {
        groups.entry(value).or_default().push(host.node.name.as_str());
    }
    let words = |(value, nodes): (&T, &Vec<&str>)| format!("{value} on {}", listed(nodes.iter().copied()));
    (groups.len() > 1).then(|| groups.iter().map(words).collect::<Vec<_>>().join("; "))
}

impl Facts<'_> {
    /// When the question is asked, as far as it is known: else when the inventory was captured.
    pub(super) const fn now(&self) -> Option<Timestamp> {
        match self.at {
            Some(at) => Some(at),
            None => self.inventory.captured_at,
        }
    }

    /// Whether the question is this one.
    pub(super) fn is_asked_at(&self, moment: Moment) -> bool {
        self.moment == moment
    }
}
