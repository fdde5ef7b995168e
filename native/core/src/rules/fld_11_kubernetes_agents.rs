//! FLD-11: agents of Kubernetes on the hosts are upgraded before the hosts.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "FLD-11",
    title: "Agents of Kubernetes are upgraded first",
    severity: Severity::Warn,
    confidence: Confidence::Field,
    stage: Stage::Preparation,
    moments: UPGRADE,
    needs: "The services of every node.",
    fires: "The host agent of AKS hybrid (wssdagent) runs on a node: its version is tied to the release of the host.",
    remedy: "Upgrade AKS and its agents first (Update-AksHci), then the hosts.",
    source: "Issues 150, 171 and 174 of Azure/aksArc (github.com)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let has_agent = |host: &&Host<'_>| {
        let services = host.machine().and_then(|machine| machine.profile.services.as_ref());
        services.is_some_and(|all| all.iter().any(|service| service.name.eq_ignore_ascii_case("wssdagent")))
    };
    let names: Vec<&str> = facts.hosts.iter().filter(has_agent).map(|host| host.node.name.as_str()).collect();
    if !names.is_empty() {
        findings.fire(Subject::cluster(facts.inventory), format!("The agent of AKS runs on {}.", listed(names)));
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Service;
    use crate::rules::fixture::Fixture;

    fn with_service(name: &str) -> Fixture {
        let mut fixture = Fixture::usual();
        let service = Service { name: name.to_owned(), start: "automatic".to_owned() };
        fixture.machine(2).profile.services = Some(vec![service]);
        fixture
    }

    #[test]
    fn other_services_pass() {
        assert!(with_service("MonAgent").found("FLD-11").is_empty());
    }

    #[test]
    fn the_agent_is_one_warning() {
        assert_eq!(with_service("WssdAgent").found("FLD-11"), ["WARN cluster contoso"]);
    }

    #[test]
    fn services_that_nobody_read_are_not_told() {
        let mut fixture = with_service("wssdagent");
        fixture.machine(2).profile.services = None;
        assert!(fixture.found("FLD-11").is_empty());
    }
}
