//! The gate of the shared volumes: all are online, and none is redirected that was not when the run began.

use super::Verdict;
use crate::run::step::Seen;
use crate::run::{Observe, Run};

impl Run {
    pub(super) fn volumes_gate(&self, seen: Option<&Seen<'_>>) -> Verdict {
        let Some(seen) = seen else { return Verdict::look(Observe::SharedVolumes) };
        let Some(volumes) = &seen.observed.shared_volumes else {
            return Verdict::Closed("the shared volumes could not be read".to_owned());
        };
        if let Some(volume) = volumes.iter().find(|volume| !volume.online) {
            return Verdict::Closed(format!("the shared volume {} is offline", volume.name));
        }
        let new = volumes.iter().find(|volume| volume.redirected && !self.between.redirected.contains(&volume.name));
        match new {
            Some(volume) => Verdict::Closed(format!("the I/O of the shared volume {} is redirected", volume.name)),
            None => Verdict::Open,
        }
    }
}
