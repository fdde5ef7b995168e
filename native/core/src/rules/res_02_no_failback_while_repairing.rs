//! RES-02: roles return when storage is repaired.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "RES-02",
    title: "Roles return when storage is repaired",
    severity: Severity::Warn,
    confidence: Confidence::Inferred,
    stage: Stage::Return,
    moments: &[Moment::Resume],
    needs: "The storage jobs.",
    fires: "Storage is being repaired while a node is resumed: roles that return load the disks that are catching up.",
    remedy: "Resume-ClusterNode -Failback NoFailback, and move the roles when Get-StorageJob is empty.",
    source: MAINTAIN_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let (Some(name), jobs) = (facts.subject, facts.inventory.storage.repair_jobs) else { return };
    if jobs > 0 {
        let jobs = counted(usize::try_from(jobs).unwrap_or(usize::MAX), "storage job");
        findings.fire(Subject::node(name), format!("{jobs} in progress while {name} is resumed."));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::fixture::Fixture;

    fn repairing(jobs: u32) -> Fixture {
        let mut fixture = Fixture::spaces_direct();
        fixture.inventory.storage.repair_jobs = jobs;
        fixture
    }

    #[test]
    fn storage_at_rest_passes() {
        assert!(repairing(0).step(Moment::Resume, "n1").found("RES-02").is_empty());
    }

    #[test]
    fn one_job_is_a_warning() {
        assert_eq!(repairing(1).step(Moment::Resume, "n1").found("RES-02"), ["WARN node n1"]);
    }

    #[test]
    fn before_a_pass_it_is_not_asked() {
        assert!(repairing(1).found("RES-02").is_empty());
    }
}
