//! Which hosts a running VM can go to by their processors; shared by the rules on vendors and on features.

use std::collections::BTreeMap;

use super::facts::Facts;
use crate::model::{Machine, VirtualMachine, VirtualMachineState};

/// What of a processor has to be equal.
pub(super) type Trait = fn(&Machine) -> Option<&str>;

/// The processors of the hosts, as they are and as they come back, by a number for each kind.
pub(super) struct Processors<'a> {
    kinds: BTreeMap<&'a str, usize>,
    hosts: Vec<HostKinds>,
}

struct HostKinds {
    present: Option<usize>,
    returning: Option<usize>,
}

/// Where a VM can go.
pub(super) enum Reach {
    /// Everywhere that it may.
    Everywhere,
    /// To some of the hosts that it may go to, also when all are done.
    Somewhere,
    /// To no other host, or to none once all are done.
    Nowhere,
    /// A host did not answer, or does not say what it has.
    Unknown,
}

impl<'a> Processors<'a> {
    pub(super) fn new(facts: &Facts<'a>, of: Trait) -> Self {
        let mut kinds = BTreeMap::new();
        let mut kind = |machine: Option<&'a Machine>| {
            let text = machine.and_then(of)?;
            let next = kinds.len();
            Some(*kinds.entry(text).or_insert(next))
        };
        let hosts = facts
            .hosts
            .iter()
            .map(|host| HostKinds { present: kind(host.machine()), returning: kind(host.returning()) })
            .collect();
        Self { kinds, hosts }
    }

    /// The number of a kind by its name; a name that no host has gets none.
    pub(super) fn kind(&self, name: &str) -> Option<usize> {
        self.kinds.get(name).copied()
    }

    /// The kind of a host as it is now.
    pub(super) fn present(&self, host: usize) -> Option<usize> {
        self.hosts.get(host).and_then(|kinds| kinds.present)
    }

    /// Whether all hosts are known to be of one kind, now and when they come back.
    pub(super) fn are_equal(&self) -> bool {
        self.kinds.len() == 1 && self.hosts.iter().all(|host| host.present.is_some() && host.returning.is_some())
    }

    /// Whether hosts are known to be of several kinds, now or when they come back.
    pub(super) fn differ(&self) -> bool {
        self.kinds.len() > 1
    }

    /// Where a VM of this kind can go from its owner.
    pub(super) fn reach(&self, kind: Option<usize>, role: usize, facts: &Facts<'_>) -> Reach {
        let (Some(owner), Some(possible)) = (facts.owners.get(role).copied().flatten(), facts.possible.get(role))
        else {
            return Reach::Everywhere;
        };
        let mut others = 0;
        let (mut meanwhile, mut finally, mut everywhere, mut unknown) = (false, false, true, false);
        for (index, host) in self.hosts.iter().enumerate().filter(|(index, _)| possible.contains(*index)) {
            let (now, then) =
                (host.present.is_some() && host.present == kind, host.returning.is_some() && host.returning == kind);
            unknown |= host.present.is_none() || host.returning.is_none();
            everywhere &= now && then;
            finally |= then;
            if index != owner {
                others += 1;
                meanwhile |= now || then;
            }
        }
        // A VM that may go nowhere at all is the business of the rule on possible owners.
        match (others, meanwhile && finally) {
            (0, _) => Reach::Everywhere,
            (_, true) if everywhere => Reach::Everywhere,
            (_, true) => Reach::Somewhere,
            (_, false) if unknown || kind.is_none() => Reach::Unknown,
            (_, false) => Reach::Nowhere,
        }
    }
}

/// Whether the VM has to stay alive on its way.
pub(super) const fn is_alive(machine: &VirtualMachine) -> bool {
    matches!(machine.state, VirtualMachineState::Running | VirtualMachineState::Paused)
}
