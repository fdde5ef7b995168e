//! Owner lists, which an eviction takes a node off: put back, and read again.

use std::collections::BTreeSet;

use super::step::{Decision, Seen, act, look};
use super::{ActionTask, LineKind, Observe, Run};
use crate::model::NodeName;
use crate::plan::OwnerLists;

impl Run {
    /// Puts owner lists back, one call at a time; setting a list twice does no harm, so nothing is looked at first.
    pub(super) fn restore_owners(&mut self, roles: &[OwnerLists], seen: Option<&Seen<'_>>) -> Decision {
        if let Some(error) = seen.and_then(Seen::error) {
            self.leave_undone(format!("The owners of a role were not put back: {}.", error.message));
        }
        let index = self.progress.phase as usize;
        let Some(lists) = roles.get(index / 2) else { return self.owners_read_again(roles, seen) };
        self.progress.phase += 1;
        let preferred = index.is_multiple_of(2);
        let owners = if preferred { &lists.preferred } else { &lists.possible };
        if owners.is_empty() {
            return self.restore_owners(roles, None);
        }
        let role = lists.role.clone();
        let task = ActionTask::SetOwners {
            role,
            preferred: preferred.then(|| owners.clone()),
            possible: (!preferred).then(|| owners.clone()),
        };
        act(task, Observe::Nothing)
    }

    /// What the cluster says of the lists once they are set; what is not as it was is told, and no reason to wait.
    fn owners_read_again(&mut self, roles: &[OwnerLists], seen: Option<&Seen<'_>>) -> Decision {
        if self.progress.phase as usize == roles.len() * 2 {
            self.progress.phase += 1;
            return look(Observe::Owners { roles: roles.iter().map(|lists| lists.role.clone()).collect() });
        }
        let read = seen.and_then(|seen| seen.observed.owners.as_deref()).unwrap_or_default();
        for lists in roles {
            match read.iter().find(|one| one.role == lists.role) {
                Some(now) => self.compare_owners(lists, now),
                None => self.leave_undone(format!("The owners of {} could not be read again.", lists.role)),
            }
        }
        Decision::Done
    }

    fn compare_owners(&mut self, before: &OwnerLists, now: &OwnerLists) {
        let role = &before.role;
        if !before.preferred.is_empty() && before.preferred != now.preferred {
            let (now, before) = (listed(&now.preferred), listed(&before.preferred));
            self.leave_undone(format!("The preferred owners of {role} are {now}; they were {before}."));
        }
        let set = |names: &[NodeName]| names.iter().cloned().collect::<BTreeSet<_>>();
        let same = || before.possible == now.possible || set(&before.possible) == set(&now.possible);
        if !before.possible.is_empty() && !same() {
            let (now, before) = (listed(&now.possible), listed(&before.possible));
            self.leave_undone(format!("The possible owners of {role} are {now}; they were {before}."));
        }
    }

    /// Says what could not be put back, now and when the run rests.
    pub(super) fn leave_undone(&mut self, text: String) {
        self.left_undone.push(text.clone());
        self.say(LineKind::Warning, text);
    }
}

fn listed(names: &[NodeName]) -> String {
    if names.is_empty() {
        return "none".to_owned();
    }
    names.iter().map(NodeName::as_str).collect::<Vec<_>>().join(", ")
}
