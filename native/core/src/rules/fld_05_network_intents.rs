//! FLD-05: intents of Network ATC are applied anew.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    id: "FLD-05",
    title: "Intents of Network ATC are applied anew",
    severity: Severity::Warn,
    confidence: Confidence::Field,
    stage: Stage::Return,
    moments: &[Moment::Upgrade, Moment::Resume],
    needs: "The Network ATC intents of every node.",
    fires: "A node has intents: after the upgrade its adapters may have other names (PhysicalAdapterNotFound), so that \
            the intents fail.",
    remedy: "Look at Get-NetIntentStatus on each node that came back, and set the intents again where one failed.",
    source: "Upgrade Azure Local, on network intents (learn.microsoft.com, Azure Local)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let asked = facts.hosts.iter().filter(|host| facts.subject.is_none_or(|subject| host.node.name == *subject));
    let with = asked.filter(|host| {
        let intents = host.machine().and_then(|machine| machine.profile.network_intents.as_ref());
        intents.is_some_and(|intents| !intents.is_empty())
    });
    let names: Vec<&str> = with.map(|host| host.node.name.as_str()).collect();
    if !names.is_empty() {
        let message = format!("Adapters are configured by intents on {}.", listed(names));
        findings.fire(Subject::cluster(facts.inventory), message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::fixture::Fixture;

    fn intents(names: &[&str]) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.machine(2).profile.network_intents = Some(names.iter().map(|name| (*name).to_owned()).collect());
        fixture
    }

    #[test]
    fn nodes_without_intents_pass() {
        assert!(intents(&[]).found("FLD-05").is_empty());
    }

    #[test]
    fn an_intent_is_one_warning() {
        assert_eq!(intents(&["storage"]).found("FLD-05"), ["WARN cluster contoso"]);
    }

    #[test]
    fn a_step_of_another_node_is_not_told() {
        assert!(intents(&["storage"]).step(Moment::Resume, "n1").found("FLD-05").is_empty());
        assert_eq!(intents(&["storage"]).step(Moment::Resume, "n2").found("FLD-05"), ["WARN cluster contoso"]);
    }
}
