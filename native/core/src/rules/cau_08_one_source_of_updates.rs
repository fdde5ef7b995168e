//! CAU-08: all nodes take updates from one source.

use super::prelude::*;
use super::reading::{differences, of_each};

pub(super) static RULE: Rule = Rule {
    id: "CAU-08",
    title: "All nodes take updates from one source",
    severity: Severity::Warn,
    confidence: Confidence::Specified,
    stage: Stage::Preparation,
    moments: UPGRADE,
    needs: "The source of updates of every node.",
    fires: "Nodes take their updates from different sources, so that they come out patched differently (0x80072ee2 \
            where one can't be reached).",
    remedy: "Give all nodes one source (WUServer, WUStatusServer and UseWUServer of the policy).",
    source: "ClusterAwareUpdating.ps1, the model of Test-CauSetup (Windows Server)",
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    let read = |machine: &crate::model::Machine| {
        let source = machine.profile.updates.as_ref()?.source.as_deref()?;
        Some(source.trim_end_matches('/').to_lowercase())
    };
    let said = of_each(facts, findings, "The source of updates", read);
    if let Some(groups) = differences(said) {
        findings.fire(Subject::cluster(facts.inventory), format!("Sources of updates differ: {groups}."));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::fixture::Fixture;

    fn from(source: Option<&str>) -> Fixture {
        let mut fixture = Fixture::usual();
        fixture.machine(2).profile.updates.as_mut().unwrap().source = source.map(str::to_owned);
        fixture
    }

    #[test]
    fn one_source_passes_in_any_spelling() {
        assert!(from(Some("HTTP://wsus.contoso.com:8530/")).found("CAU-08").is_empty());
    }

    #[test]
    fn another_source_is_a_warning() {
        assert_eq!(from(Some("microsoftUpdate")).found("CAU-08"), ["WARN cluster contoso"]);
        assert!(from(Some("microsoftUpdate")).message("CAU-08").contains("microsoftupdate on n2"));
    }

    #[test]
    fn a_node_that_does_not_say_is_unknown() {
        assert_eq!(from(None).found("CAU-08"), ["WARN ? node n2"]);
    }
}
