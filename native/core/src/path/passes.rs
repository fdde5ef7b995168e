//! Every pass on the way, asked about as if the ones before it were finished.

use super::outages::{needs_raise, outages};
use super::{Days, Pass, PassNeed, projection};
use crate::model::{Inventory, PoolVersion, Release};
use crate::plan::{Estimate, Policy};
use crate::rules::{CheckRequest, Severity, Subject, check, starting_release};

/// Rules about what lasts until a pass begins unless somebody changes it. What the day decides (votes, room, states of
/// nodes, repairs) is asked when the pass begins.
pub(super) const LASTING: &[&str] = &[
    "VER-02", "VER-08", "VER-10", "VER-12", "VER-13", "PRE-07", "PRE-08", "PRE-12", "QRM-05", "QRM-06", "QRM-07",
    "QRM-16", "VMV-01", "VMV-09", "VMV-10", "VMV-11", "VMV-14", "LM-07", "DRN-02", "DRN-16", "S2D-10",
];

/// The passes from the level of the cluster to `target`; none where there is nothing to pass.
#[must_use]
pub fn passes(inventory: &Inventory, target: Release, policy: &Policy) -> Vec<Pass> {
    let start = starting_release(inventory);
    let way: Vec<Release> =
        Release::ALL.into_iter().filter(|release| *release >= start && *release <= target).collect();
    let mut raised = false;
    let mut found = Vec::with_capacity(way.len());
    for (number, hop) in (1..).zip(way.windows(2)) {
        let (from, to) = (hop[0], hop[1]);
        let present = (number > 1).then(|| projection::at(inventory, from));
        let present = present.as_ref().unwrap_or(inventory);
        let mut needs = finished_before(present, inventory, number, from);
        needs.extend(asked(present, to, policy, raised));
        needs.sort_by_key(|need| need.severity);
        let rebuilds =
            present.nodes.iter().filter(|node| node.machine.as_ref().is_none_or(|machine| machine.release < to));
        let rebuilds = u32::try_from(rebuilds.count()).unwrap_or(u32::MAX);
        let outages = outages(present, to, raised, &needs);
        raised |= present.roles.iter().any(|role| needs_raise(role, to));
        found.push(Pass { number, from, to, rebuilds, needs, outages, days: days(rebuilds, policy) });
    }
    found
}

/// What the rules say before a pass, as long as it lasts.
fn asked(present: &Inventory, to: Release, policy: &Policy, raised: bool) -> Vec<PassNeed> {
    let rules = LASTING.iter().filter(|id| !(raised && **id == "PRE-08")).map(|id| (*id).to_owned()).collect();
    let request = CheckRequest { policy: policy.clone(), rules, ..CheckRequest::new(to) };
    let findings = check(present, &request).findings.into_iter();
    findings
        .map(|finding| PassNeed {
            rule: finding.rule,
            severity: finding.severity,
            subject: finding.subject,
            message: finding.message,
            remedy: finding.remedy,
        })
        .collect()
}

/// What the pass before, or an older upgrade, has to have left behind.
fn finished_before(present: &Inventory, now: &Inventory, number: u32, from: Release) -> Vec<PassNeed> {
    let need = |rule: &str, subject: Subject, message: String, remedy: String| PassNeed {
        rule: rule.to_owned(),
        severity: Severity::Block,
        subject,
        message,
        remedy,
    };
    let mut needs = Vec::new();
    if number > 1 {
        let message = format!("The functional level has to be {} ({from}), with every node on {from}.", from.level());
        let remedy = format!("Finish the pass before: Update-ClusterFunctionalLevel once all nodes run {from}.");
        needs.push(need("VER-15", Subject::cluster(present), message, remedy));
    }
    let old = now.storage.pools.iter().filter(|pool| pool.version < PoolVersion(from));
    needs.extend(old.map(|pool| {
        let message =
            format!("The pool {} has to have the version of {from}; it has that of {}.", pool.name, pool.version.0);
        let remedy = format!("Update-StoragePool -FriendlyName '{}' once the level is {}.", pool.name, from.level());
        need("MIX-04", Subject::pool(&pool.name), message, remedy)
    }));
    needs
}

/// Working days for so many installations, one node after the other.
pub(super) fn days(rebuilds: u32, policy: &Policy) -> Days {
    let Estimate { low_seconds, likely_seconds, high_seconds } = policy.install;
    let seconds_per_day = policy.path.hours_per_day.max(1) * 3600;
    // A node that is begun in a day is finished in it, unless it takes longer than a day.
    let days = |seconds: u64| {
        let per_day = (seconds_per_day / seconds.max(1)).max(1);
        u64::from(rebuilds).div_ceil(per_day) * seconds.div_ceil(seconds_per_day).max(1)
    };
    Days { low: days(low_seconds), likely: days(likely_seconds), high: days(high_seconds) }
}
