//! Passes in this cluster against a new cluster beside it.

use super::passes::days;
use super::{Advice, Course, Days, Pass, PathComparison};
use crate::model::{Inventory, Release, RoleState, VirtualMachineState};
use crate::plan::Policy;
use crate::rules::Severity;

/// Passes from which a new cluster is compared.
const PASSES_COMPARED_MIN: usize = 3;
/// Releases over which the wizard that copies roles reaches.
const COPY_RELEASES_MAX: usize = 2;
/// Rules that no preparation on the same hardware satisfies.
const NEW_HARDWARE: [&str; 2] = ["VER-12", "VER-02"];

/// Compares the passes with a new cluster; nothing where there are fewer than three.
#[must_use]
pub fn compare(inventory: &Inventory, passes: &[Pass], target: Release, policy: &Policy) -> Option<PathComparison> {
    if passes.len() < PASSES_COMPARED_MIN {
        return None;
    }
    let rolling = rolling(passes, policy);
    let new_cluster = new_cluster(inventory, policy);
    let mut against = hindrances(passes);
    let cheaper = new_cluster.days.likely < rolling.days.likely && new_cluster.outages <= rolling.outages;
    if cheaper {
        against.push(format!(
            "A new cluster takes {} working days and {} outages, the passes {} and {}.",
            new_cluster.days.likely, new_cluster.outages, rolling.days.likely, rolling.outages
        ));
    }
    let advice = if against.is_empty() { Advice::Roll } else { Advice::NewCluster };
    let mut reasons = against;
    if advice == Advice::Roll {
        reasons.push(format!(
            "A new cluster ({} working days, {} outages) is not better in both than the passes ({} and {}), which need \
             no second set of hardware.",
            new_cluster.days.likely, new_cluster.outages, rolling.days.likely, rolling.outages
        ));
    }
    reasons.push(copying(passes.len(), target));
    Some(PathComparison { rolling, new_cluster, advice, reasons })
}

fn rolling(passes: &[Pass], policy: &Policy) -> Course {
    let pauses = policy.path.days_between_passes * (passes.len() as u64 - 1);
    let sum = |of: fn(&Days) -> u64| passes.iter().map(|pass| of(&pass.days)).sum::<u64>() + pauses;
    Course {
        rebuilds: passes.iter().map(|pass| pass.rebuilds).sum(),
        outages: passes.iter().map(|pass| u32::try_from(pass.outages.len()).unwrap_or(u32::MAX)).sum(),
        days: Days { low: sum(|days| days.low), likely: sum(|days| days.likely), high: sum(|days| days.high) },
    }
}

/// Every node is installed once, and every role that runs is interrupted once when it changes the cluster.
fn new_cluster(inventory: &Inventory, policy: &Policy) -> Course {
    let rebuilds = u32::try_from(inventory.nodes.len()).unwrap_or(u32::MAX);
    let moved = inventory.roles.iter().filter(|role| {
        let runs = |state| state != VirtualMachineState::Off;
        let alive = role.virtual_machine.as_ref().is_none_or(|machine| runs(machine.state));
        !role.is_core() && role.state != RoleState::Offline && alive
    });
    let outages = u32::try_from(moved.count()).unwrap_or(u32::MAX);
    let moving = u64::from(outages).div_ceil(policy.path.roles_moved_per_day.max(1));
    let around = policy.path.days_to_prepare_new_cluster + moving;
    let install = days(rebuilds, policy);
    let days = Days { low: install.low + around, likely: install.likely + around, high: install.high + around };
    Course { rebuilds, outages, days }
}

/// What no preparation takes away: rolling would fail at that pass.
fn hindrances(passes: &[Pass]) -> Vec<String> {
    let blocks = passes
        .iter()
        .flat_map(|pass| pass.needs.iter().map(move |need| (pass, need)))
        .filter(|(_, need)| need.severity == Severity::Block && NEW_HARDWARE.contains(&need.rule.as_str()));
    let mut told: Vec<(&str, &str)> = Vec::new();
    let mut found = Vec::new();
    for (pass, need) in blocks {
        let about = (need.rule.as_str(), need.subject.name.as_str());
        if !told.contains(&about) {
            told.push(about);
            found
                .push(format!("Pass {} can't be made on this hardware ({}): {}", pass.number, need.rule, need.message));
        }
    }
    found
}

fn copying(passes: usize, target: Release) -> String {
    if passes > COPY_RELEASES_MAX {
        format!(
            "The wizard that copies roles reaches {COPY_RELEASES_MAX} releases ahead at most, so that VMs come to a \
             new cluster on {target} by export and import, by replication or from a backup."
        )
    } else {
        "The wizard that copies roles moves in-box roles on shared storage.".to_owned()
    }
}
