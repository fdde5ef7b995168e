//! Borrowing a setting of the cluster for the run, and giving it back.

use super::step::{Decision, Seen, act, look};
use super::{ActionTask, Observation, Observe, Run};
use crate::plan::BorrowedSetting;

impl Run {
    pub(super) fn borrow_setting(&mut self, name: BorrowedSetting, value: u64, seen: Option<&Seen<'_>>) -> Decision {
        let Some(current) = seen.and_then(|seen| name.value(seen.observed)) else {
            return match seen {
                None => look(name.observe()),
                // A property that this functional level does not have needs no borrowing.
                Some(_) => Decision::Done,
            };
        };
        if current == value {
            return Decision::Done;
        }
        if let Some(error) = seen.and_then(Seen::error) {
            return self.after_failure(&error.clone(), name.observe());
        }
        if seen.is_some_and(Seen::acted) {
            let what = format!("the property {name} was set to {value} and is still {current}");
            return self.not_as_expected(what, "Set it by hand.");
        }
        self.borrowed.entry(name).or_insert(current);
        act(name.set(value), name.observe())
    }

    pub(super) fn restore_setting(&mut self, name: BorrowedSetting, seen: Option<&Seen<'_>>) -> Decision {
        let Some(old) = self.borrowed.get(&name).copied() else { return Decision::Done };
        let Some(seen) = seen else { return look(name.observe()) };
        if name.value(seen.observed).is_none_or(|current| current == old) {
            self.borrowed.remove(&name);
            return Decision::Done;
        }
        if let Some(error) = seen.error() {
            return self.after_failure(&error.clone(), name.observe());
        }
        if seen.acted() {
            return self.not_as_expected(format!("the property {name} did not go back to {old}"), "Set it by hand.");
        }
        act(name.set(old), name.observe())
    }
}

impl BorrowedSetting {
    /// Where it is read.
    fn observe(self) -> Observe {
        match self.resource_type() {
            Some(of) => Observe::ResourceTypeParameter { resource_type: of.to_owned(), name: self.to_string() },
            None => Observe::Cluster,
        }
    }

    /// What writes it.
    fn set(self, value: u64) -> ActionTask {
        let name = self.to_string();
        match self.resource_type() {
            Some(of) => ActionTask::SetResourceTypeParameter { resource_type: of.to_owned(), name, value },
            None => ActionTask::SetClusterProperty { name, value },
        }
    }

    /// Its value, where it was read and exists.
    fn value(self, observed: &Observation) -> Option<u64> {
        let of_cluster = |value: fn(&super::ClusterObserved) -> Option<u32>| {
            observed.cluster.as_ref().and_then(value).map(u64::from)
        };
        match self {
            Self::AutoBalancerMode => of_cluster(|cluster| cluster.auto_balancer_mode),
            Self::MaximumParallelMigrations => of_cluster(|cluster| cluster.maximum_parallel_migrations),
            Self::SameSubnetThreshold => of_cluster(|cluster| cluster.same_subnet_threshold),
            Self::SkipMigrationDestinationCheck => observed.parameter,
        }
    }
}
