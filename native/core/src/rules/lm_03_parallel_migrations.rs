//! LM-03: the cluster's limit of parallel migrations goes before the hosts' own.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "LM-03",
    title: "The cluster's limit of parallel migrations goes first",
    severity: Severity::Info,
    confidence: Confidence::Documented,
    stage: Stage::Migration,
    moments: UPGRADE,
    needs: "`MaximumParallelMigrations` of the cluster and `MaximumVirtualMachineMigrations` of the hosts.",
    fires: "The cluster allows one migration at a time while a host allows more: the cluster's limit holds.",
    remedy: "(Get-Cluster).MaximumParallelMigrations = 2 or more, where the network carries it.",
    source: "Set-VMHost (learn.microsoft.com, Hyper-V)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    if facts.inventory.cluster.maximum_parallel_migrations != Some(1) {
        return;
    }
    let limits = facts.hosts.iter().filter_map(|host| host.machine()?.hyper_v.as_ref());
    let highest = limits.map(|settings| settings.maximum_migrations).max().unwrap_or(1);
    if highest > 1 {
        let message = format!("The cluster allows 1 live migration at a time; its hosts would allow {highest}.");
        findings.fire(Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    #[test]
    fn a_cluster_without_the_limit_passes() {
        assert!(Fixture::usual().found("LM-03").is_empty());
    }

    #[test]
    fn a_limit_of_one_is_told() {
        let mut fixture = Fixture::usual();
        fixture.inventory.cluster.maximum_parallel_migrations = Some(1);
        assert_eq!(fixture.found("LM-03"), ["INFO cluster contoso"]);
    }

    #[test]
    fn hosts_that_allow_no_more_lose_nothing() {
        let mut fixture = Fixture::usual();
        fixture.inventory.cluster.maximum_parallel_migrations = Some(1);
        for node in 1..=4 {
            fixture.machine(node).hyper_v.as_mut().unwrap().maximum_migrations = 1;
        }
        assert!(fixture.found("LM-03").is_empty());
    }
}
