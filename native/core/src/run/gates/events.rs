//! The gate of the events: the cluster service has logged nothing critical since the gate before.
//!
//! An event does not heal, so that this gate opens by itself never: it pauses the run, and whoever resumes it has
//! looked at what happened.

use super::Verdict;
use crate::run::step::Seen;
use crate::run::{Observe, Run};

/// Ids of critical events of the cluster service ("Failover clustering system log events", learn.microsoft.com): 1135
/// a node was removed from the membership, 1146 the resource hosting subsystem was terminated, 1177 quorum was lost.
pub const CRITICAL_EVENTS: [u32; 3] = [1135, 1146, 1177];

impl Run {
    pub(super) fn events_gate(&mut self, seen: Option<&Seen<'_>>) -> Verdict {
        let Some(seen) = seen else {
            return Verdict::look(Observe::CriticalEvents { since: self.between.events_since });
        };
        let Some(events) = &seen.observed.critical_events else {
            return Verdict::Closed("the events could not be read".to_owned());
        };
        match events.iter().find(|event| CRITICAL_EVENTS.contains(&event.event_id)) {
            Some(event) => Verdict::Closed(format!(
                "event {} of {}, {}: {}",
                event.event_id, event.at, event.subject, event.message
            )),
            None => {
                self.between.events_since = self.now;
                Verdict::Open
            }
        }
    }
}
