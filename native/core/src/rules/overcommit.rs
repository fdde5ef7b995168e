//! The overcommit check of Virtual Machine Manager: a quick answer from sums and slots.
//!
//! It asks whether a cluster of N hosts survives the loss of any R of them, by four methods of which one has to
//! succeed. It is no placement and proves none; CAP-01 shows it beside the exact answer.
//!
//! Source: "Cluster overcommit algorithm" (support.microsoft.com, KB3023928).

use super::facts::Facts;

/// The full methods try every set of hosts that fails; the vendor stops at so many.
const SETS_MAX: u64 = 5000;

/// A host as the check sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct HostLoad {
    /// Memory of the host.
    pub(super) total_mib: u64,
    /// What it keeps for itself.
    pub(super) reserve_mib: u64,
    /// VMs that the cluster restarts elsewhere, each with its overhead.
    pub(super) clustered_mib: Vec<u64>,
    /// VMs that it does not.
    pub(super) other_mib: Vec<u64>,
}

/// The method by which a cluster passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Method {
    SlotSimple,
    SlotFull,
    ProofSimple,
    ProofFull,
}

/// What the check says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// By this method; the first that succeeds.
    Fits(Method),
    /// By none.
    Overcommitted,
}

impl HostLoad {
    fn available_mib(&self) -> u64 {
        let used: u64 = self.clustered_mib.iter().chain(&self.other_mib).sum();
        self.total_mib.saturating_sub(used).saturating_sub(self.reserve_mib)
    }

    fn clustered_sum_mib(&self) -> u64 {
        self.clustered_mib.iter().sum()
    }

    fn largest_mib(&self) -> u64 {
        self.clustered_mib.iter().copied().max().unwrap_or(0)
    }

    /// Slots of this size in all: those in use and those that are free.
    fn slots(&self, size_mib: u64) -> u64 {
        let free = self.available_mib().checked_div(size_mib).unwrap_or(0);
        free.saturating_add(self.clustered_mib.len() as u64)
    }

    fn additional_mib(&self, largest_mib: u64) -> u64 {
        self.available_mib().saturating_sub(largest_mib)
    }
}

/// Checks the cluster of the inventory against the loss of `failures` hosts; hosts that did not answer are left out.
pub(super) fn of_cluster(facts: &Facts<'_>, failures: usize) -> Verdict {
    let overhead = facts.policy.virtual_machine_overhead_mib;
    let hosts: Vec<HostLoad> = facts
        .hosts
        .iter()
        .filter_map(|host| {
            let machines = facts.roles_of(host).filter_map(|role| role.virtual_machine.as_ref());
            let memory = |vm: &crate::model::VirtualMachine| vm.memory.assigned_mib.max(vm.memory.startup_mib);
            Some(HostLoad {
                total_mib: host.machine()?.memory_mib,
                reserve_mib: facts.policy.kept_by_host_mib(facts.inventory),
                clustered_mib: machines.map(|vm| memory(vm).saturating_add(overhead)).collect(),
                other_mib: Vec::new(),
            })
        })
        .collect();
    check(&hosts, failures)
}

/// Whether the cluster survives the loss of any `failures` of its hosts.
pub(super) fn check(hosts: &[HostLoad], failures: usize) -> Verdict {
    if failures >= hosts.len() {
        return Verdict::Overcommitted;
    }
    let sets = u32::try_from(failures).ok().and_then(|power| (hosts.len() as u64).checked_pow(power));
    let full = sets.is_some_and(|sets| sets < SETS_MAX);
    let every_set = |holds: fn(&[HostLoad], &[usize]) -> bool| full && all_sets(hosts, failures, holds);
    if slot_simple(hosts, failures) {
        Verdict::Fits(Method::SlotSimple)
    } else if every_set(slot_full) {
        Verdict::Fits(Method::SlotFull)
    } else if proof_simple(hosts, failures) {
        Verdict::Fits(Method::ProofSimple)
    } else if every_set(proof_full) {
        Verdict::Fits(Method::ProofFull)
    } else {
        Verdict::Overcommitted
    }
}

fn slot_simple(hosts: &[HostLoad], failures: usize) -> bool {
    let size = hosts.iter().map(HostLoad::largest_mib).max().unwrap_or(0);
    let used: u64 = hosts.iter().map(|host| host.clustered_mib.len() as u64).sum();
    let mut slots: Vec<u64> = hosts.iter().map(|host| host.slots(size)).collect();
    slots.sort_unstable();
    used <= slots.iter().take(hosts.len() - failures).sum()
}

fn proof_simple(hosts: &[HostLoad], failures: usize) -> bool {
    let largest = hosts.iter().map(HostLoad::largest_mib).max().unwrap_or(0);
    let mut loads: Vec<u64> = hosts.iter().map(HostLoad::clustered_sum_mib).collect();
    loads.sort_unstable();
    let orphans: u64 = loads.iter().rev().take(failures).sum::<u64>().saturating_sub(largest);
    let mut rooms: Vec<u64> = hosts.iter().map(|host| host.additional_mib(largest)).collect();
    rooms.sort_unstable();
    holds(orphans, largest, rooms.iter().take(hosts.len() - failures).sum())
}

fn slot_full(hosts: &[HostLoad], failing: &[usize]) -> bool {
    let size = failing.iter().filter_map(|host| hosts.get(*host)).map(HostLoad::largest_mib).max().unwrap_or(0);
    let used: u64 = hosts.iter().map(|host| host.clustered_mib.len() as u64).sum();
    let slots = rest(hosts, failing).map(|host| if size == 0 { used } else { host.slots(size) });
    used <= slots.fold(0_u64, u64::saturating_add)
}

fn proof_full(hosts: &[HostLoad], failing: &[usize]) -> bool {
    let lost = || failing.iter().filter_map(|host| hosts.get(*host));
    let largest = lost().map(HostLoad::largest_mib).max().unwrap_or(0);
    let orphans = lost().map(HostLoad::clustered_sum_mib).sum::<u64>().saturating_sub(largest);
    holds(orphans, largest, rest(hosts, failing).map(|host| host.additional_mib(largest)).sum())
}

/// Where all orphans are one largest VM, it needs room of its own somewhere.
const fn holds(orphans: u64, largest: u64, room: u64) -> bool {
    orphans <= room && !(orphans == 0 && largest > 0 && room == 0)
}

fn rest<'a>(hosts: &'a [HostLoad], failing: &'a [usize]) -> impl Iterator<Item = &'a HostLoad> {
    hosts.iter().enumerate().filter(|(index, _)| !failing.contains(index)).map(|(_, host)| host)
}

/// Whether something holds for every set of `size` hosts.
fn all_sets(hosts: &[HostLoad], size: usize, holds: fn(&[HostLoad], &[usize]) -> bool) -> bool {
    let mut set: Vec<usize> = (0..size).collect();
    loop {
        if !holds(hosts, &set) {
            return false;
        }
        // The next set in order: the last place that can still move up does, those behind it follow closely.
        let Some(place) = (0..size).rev().find(|place| set[*place] < hosts.len() - size + place) else { return true };
        set[place] += 1;
        for behind in place + 1..size {
            set[behind] = set[behind - 1] + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(clustered: &[u64], other: &[u64]) -> HostLoad {
        HostLoad { total_mib: 32, reserve_mib: 9, clustered_mib: clustered.to_vec(), other_mib: other.to_vec() }
    }

    /// The worked example of the page, in GB and without the overhead of a VM.
    fn example() -> Vec<HostLoad> {
        vec![host(&[4, 4], &[]), host(&[4, 4], &[]), host(&[8], &[8]), host(&[2, 2], &[6])]
    }

    #[test]
    fn the_published_example_passes_by_its_last_method() {
        let hosts = example();
        assert_eq!(hosts.iter().map(HostLoad::available_mib).collect::<Vec<_>>(), [15, 15, 7, 13]);
        assert!(!slot_simple(&hosts, 2), "7 slots in use, 4 on the two smallest");
        assert!(!all_sets(&hosts, 2, slot_full));
        assert!(!proof_simple(&hosts, 2), "8 orphans, room for 5");
        assert!(all_sets(&hosts, 2, proof_full));
        assert_eq!(check(&hosts, 2), Verdict::Fits(Method::ProofFull));
    }

    #[test]
    fn the_pairs_that_fail_by_slots_are_those_of_the_page() {
        let hosts = example();
        let failing: Vec<[usize; 2]> = [[0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]]
            .into_iter()
            .filter(|pair| !slot_full(&hosts, pair))
            .collect();
        assert_eq!(failing, [[0, 2], [1, 2], [2, 3]]);
    }

    #[test]
    fn one_loss_is_easier_and_every_loss_impossible() {
        assert!(matches!(check(&example(), 1), Verdict::Fits(_)));
        assert_eq!(check(&example(), 4), Verdict::Overcommitted);
        assert_eq!(check(&[], 1), Verdict::Overcommitted);
    }

    #[test]
    fn full_hosts_are_overcommitted() {
        let hosts = vec![host(&[20], &[]), host(&[20], &[])];
        assert_eq!(check(&hosts, 1), Verdict::Overcommitted);
    }
}
