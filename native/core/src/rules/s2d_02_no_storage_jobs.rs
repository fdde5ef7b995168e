//! S2D-02: no repair runs when a node goes.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "S2D-02",
    title: "No repair is running",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    stage: Stage::Storage,
    moments: &[Moment::Upgrade, Moment::Suspend],
    needs: "The number of repair jobs that are running.",
    fires: "Storage Spaces Direct is enabled and repair jobs are running.",
    remedy: "Wait until Get-StorageJob is empty.",
    source: MAINTAIN_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let storage = &facts.inventory.storage;
    if storage.spaces_direct && storage.repair_jobs > 0 {
        let jobs = counted(storage.repair_jobs as usize, "repair job");
        findings.fire(Subject::cluster(facts.inventory), format!("{jobs} running."));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    #[test]
    fn no_job_passes() {
        assert!(Fixture::spaces_direct().found("S2D-02").is_empty());
    }

    #[test]
    fn a_running_job_blocks() {
        let mut fixture = Fixture::spaces_direct();
        fixture.inventory.storage.repair_jobs = 3;
        assert_eq!(fixture.found("S2D-02"), ["BLOCK cluster contoso"]);
    }

    #[test]
    fn jobs_of_other_storage_do_not_matter() {
        let mut fixture = Fixture::usual();
        fixture.inventory.storage.repair_jobs = 3;
        assert!(fixture.found("S2D-02").is_empty());
    }
}
