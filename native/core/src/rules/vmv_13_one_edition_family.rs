//! VMV-13: live migration between Azure Stack HCI and Windows Server may be refused.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "VMV-13",
    title: "Hosts are of one family of editions",
    severity: Severity::Warn,
    confidence: Confidence::Documented,
    stage: Stage::Migration,
    moments: UPGRADE,
    needs: "The edition of every node and of what comes back in its place.",
    fires: "Some hosts run Azure Stack HCI (Azure Local) and others Windows Server: live migration between them may be \
            refused for differing editions.",
    remedy: "Try with one VM first; quick migration works (MoveTypeThreshold 3001 for the run, put back afterwards).",
    source: "Release notes of Azure Stack HCI, KB4580388 (support.microsoft.com)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let is_local = |edition: &str| edition.to_ascii_lowercase().starts_with("serverazurestackhci");
    let (mut local, mut server) = (Vec::new(), Vec::new());
    for host in &facts.hosts {
        let name = host.node.name.as_str();
        for machine in [host.machine(), host.replacement.map(|pooled| &pooled.machine)].into_iter().flatten() {
            let Some(edition) = machine.profile.edition.as_deref() else { continue };
            if is_local(edition) { local.push(name) } else { server.push(name) }
        }
    }
    if !local.is_empty() && !server.is_empty() {
        let message = format!("Azure Stack HCI on {}; Windows Server on {}.", listed(local), listed(server));
        findings.fire(Subject::cluster(facts.inventory), message);
    } else if local.is_empty() && server.is_empty() {
        findings.unread(Subject::cluster(facts.inventory), "The edition is known of no node.");
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    fn with_edition(node: usize, edition: Option<&str>) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.machine(node).profile.edition = edition.map(str::to_owned);
        fixture
    }

    #[test]
    fn editions_of_one_family_pass() {
        assert!(with_edition(2, Some("ServerStandard")).found("VMV-13").is_empty());
        assert!(with_edition(2, None).found("VMV-13").is_empty());
    }

    #[test]
    fn a_mix_is_a_warning() {
        assert_eq!(with_edition(2, Some("ServerAzureStackHCICor")).found("VMV-13"), ["WARN cluster contoso"]);
    }

    #[test]
    fn what_comes_back_counts_and_no_edition_at_all_is_told() {
        let mut fixture = Fixture::usual();
        let pooled = fixture.replacement("n9", 4);
        pooled.machine.profile.edition = Some("ServerAzureStackHCICor".to_owned());
        assert_eq!(fixture.found("VMV-13"), ["WARN cluster contoso"]);
        let mut fixture = Fixture::usual();
        for node in 1..=4 {
            fixture.machine(node).profile.edition = None;
        }
        assert_eq!(fixture.found("VMV-13"), ["INFO ? cluster contoso"]);
    }
}
