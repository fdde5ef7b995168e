//! CAP-12: group sets start in their order.

use super::prelude::*;
use crate::model::{GroupSet, Role, RoleState, same_name};

pub(super) static RULE: Rule = Rule {
    id: "CAP-12",
    title: "Group sets can start in their order",
    severity: Severity::Warn,
    confidence: Confidence::Specified,
    stage: Stage::Capacity,
    moments: UPGRADE,
    needs: "The group sets, the roles in them and their states.",
    fires: "A group set waits for a set that does not exist, for itself through others, or for one whose roles are \
            not online while its own are: after a failure its roles would not start.",
    remedy: "Bring the providing roles online, or correct the dependency: Get-ClusterGroupSetDependency shows it, \
            Remove-ClusterGroupSetDependency takes it away.",
    source: "Set-ClusterGroupSet (learn.microsoft.com, FailoverClusters)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let sets = &facts.inventory.group_sets;
    let of_name = |name: &str| sets.iter().find(|set| same_name(&set.name, name));
    let mut fire = |message: String| findings.fire(Subject::cluster(facts.inventory), message);
    for set in sets {
        for provider in &set.provider_sets {
            let Some(provider) = of_name(provider) else {
                fire(format!("The group set {} waits for {provider}, which does not exist.", set.name));
                continue;
            };
            let (online, waiting): (Vec<&Role>, Vec<&Role>) =
                roles(facts, provider).partition(|role| role.state == RoleState::Online);
            let needed = provider.roles_needed(online.len() + waiting.len());
            if online.len() < needed && roles(facts, set).any(|role| role.state == RoleState::Online) {
                fire(format!(
                    "The group set {} runs, and {} of {}, for which it waits when it starts, is not online.",
                    set.name,
                    listed(waiting.iter().map(|role| role.name.as_str())),
                    provider.name
                ));
            }
        }
        if waits_for_itself(set, sets) {
            fire(format!("The group set {} waits for itself through the sets that it waits for.", set.name));
        }
    }
}

fn roles<'f>(facts: &'f Facts<'_>, set: &'f GroupSet) -> impl Iterator<Item = &'f Role> {
    facts.inventory.roles.iter().filter(|role| set.roles.contains(&role.name))
}

fn waits_for_itself(set: &GroupSet, sets: &[GroupSet]) -> bool {
    let mut seen: Vec<&str> = Vec::new();
    let mut next: Vec<&str> = set.provider_sets.iter().map(String::as_str).collect();
    while let Some(name) = next.pop() {
        if same_name(name, &set.name) {
            return true;
        }
        if !seen.iter().any(|other| same_name(other, name)) {
            seen.push(name);
            let known = sets.iter().filter(|other| same_name(&other.name, name));
            next.extend(known.flat_map(|other| &other.provider_sets).map(String::as_str));
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use crate::model::{GroupSet, RoleState};
    use crate::rules::fixture::Fixture;

    fn set(name: &str, role: &str, providers: &[&str]) -> GroupSet {
        GroupSet {
            name: name.to_owned(),
            roles: vec![role.into()],
            provider_sets: providers.iter().map(|name| (*name).to_owned()).collect(),
            startup_delay_seconds: 20,
            ..GroupSet::default()
        }
    }

    fn with_sets() -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.vm("dc", 1);
        fixture.vm("web", 2);
        fixture.inventory.group_sets = vec![set("Infrastructure", "dc", &[]), set("Front", "web", &["infrastructure"])];
        fixture
    }

    #[test]
    fn sets_in_order_pass() {
        assert!(with_sets().found("CAP-12").is_empty());
    }

    #[test]
    fn a_provider_that_is_not_online_is_a_warning() {
        let mut fixture = with_sets();
        fixture.inventory.roles[1].state = RoleState::Failed;
        assert_eq!(fixture.found("CAP-12"), ["WARN cluster contoso"]);
        fixture.inventory.roles[2].state = RoleState::Offline;
        assert!(fixture.found("CAP-12").is_empty(), "nothing that waits runs");
    }

    #[test]
    fn a_provider_of_which_enough_is_online_passes() {
        let mut fixture = with_sets();
        fixture.vm("second dc", 1);
        fixture.inventory.roles[1].state = RoleState::Failed;
        fixture.inventory.group_sets[0].roles.push("second dc".into());
        for (count, found) in [(None, 1), (Some(u32::MAX), 1), (Some(0), 1), (Some(1), 0)] {
            fixture.inventory.group_sets[0].startup_count = count;
            assert_eq!(fixture.found("CAP-12").len(), found, "{count:?}");
        }
    }

    #[test]
    fn a_circle_and_a_set_that_is_gone_are_warnings() {
        let mut fixture = with_sets();
        fixture.inventory.group_sets[0].provider_sets.push("Front".to_owned());
        assert_eq!(fixture.found("CAP-12").len(), 2);
        let mut fixture = with_sets();
        fixture.inventory.group_sets[1].provider_sets.push("Gone".to_owned());
        assert_eq!(fixture.found("CAP-12"), ["WARN cluster contoso"]);
    }
}
