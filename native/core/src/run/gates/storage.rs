//! The gate of storage: no repair job runs and every virtual disk is healthy.

use super::Verdict;
use crate::run::step::Seen;
use crate::run::{Observe, Run};

impl Run {
    #[expect(clippy::unused_self, reason = "every gate is asked of the run")]
    pub(super) fn storage_gate(&self, seen: Option<&Seen<'_>>) -> Verdict {
        let Some(seen) = seen else { return Verdict::look(Observe::Storage) };
        let Some(storage) = &seen.observed.storage else {
            return Verdict::Closed("storage could not be read".to_owned());
        };
        if let Some(disk) = storage.unhealthy.first() {
            return Verdict::Closed(format!("the virtual disk {} is not healthy", disk.name));
        }
        match storage.jobs {
            0 => Verdict::Open,
            jobs => Verdict::Closed(format!("{jobs} repair jobs run")),
        }
    }
}
