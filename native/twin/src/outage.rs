//! Availability: since when a role does not answer, and why.

use crate::assumption::OUT_OF_SCOPE;
use crate::call::{AccountView, OutageView};
use crate::ids::RoleId;
use crate::twin::Twin;

impl Twin {
    /// A role stops answering. What is planned stays planned until it is up again, unless something worse happens.
    pub(crate) fn goes_down(&mut self, role: RoleId, planned: bool, reason: &'static str) {
        let now = self.now;
        let record = &mut self.state.roles[role];
        if !record.serves_clients() {
            return;
        }
        if let Some((since, was_planned)) = record.outage.since {
            if was_planned && !planned {
                record.outage.planned_milliseconds += now - since;
                record.outage.since = Some((now, false));
            }
        } else {
            record.outage.since = Some((now, planned));
        }
        if !record.outage.reasons.contains(&reason) {
            record.outage.reasons.push(reason);
        }
    }

    /// A role answers again.
    pub(crate) fn comes_up(&mut self, role: RoleId) {
        let now = self.now;
        let outage = &mut self.state.roles[role].outage;
        match outage.since.take() {
            Some((since, true)) => outage.planned_milliseconds += now - since,
            Some((since, false)) => outage.down_milliseconds += now - since,
            None => {}
        }
    }

    /// The accounts so far; what is down now counts up to now.
    #[must_use]
    pub fn account(&self) -> AccountView {
        let outages = self.state.roles.iter().filter_map(|(_, role)| {
            let outage = &role.outage;
            let (mut down, mut planned) = (outage.down_milliseconds, outage.planned_milliseconds);
            match outage.since {
                Some((since, true)) => planned += self.now - since,
                Some((since, false)) => down += self.now - since,
                None => {}
            }
            (down + planned + outage.blackout_milliseconds > 0).then(|| OutageView {
                role: role.name.clone(),
                blackout_milliseconds: outage.blackout_milliseconds,
                down_milliseconds: down,
                planned_milliseconds: planned,
                reasons: outage.reasons.iter().map(|reason| (*reason).to_owned()).collect(),
            })
        });
        AccountView {
            live_migrations: self.counts.live_migrations,
            quick_migrations: self.counts.quick_migrations,
            failed_moves: self.counts.failed_moves,
            outages: outages.collect(),
            assumptions: self.assumptions.views(),
            out_of_scope: OUT_OF_SCOPE.iter().map(|text| (*text).to_owned()).collect(),
        }
    }
}
