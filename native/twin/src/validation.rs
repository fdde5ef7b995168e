//! Test-Cluster: the rules of this product, in the categories of the original ("Validate hardware for a cluster",
//! learn.microsoft.com).

use rolling_upgrade_core::model::{Release, same_name};
use rolling_upgrade_core::rules::{CheckRequest, Finding, Outcome, Severity, check};

use crate::call::{ValidatedTestView, ValidationFindingView, ValidationView};
use crate::twin::Twin;

/// A test, and the rules that make it up by the letters before their number.
struct Test {
    category: &'static str,
    name: &'static str,
    description: &'static str,
    rules: &'static [&'static str],
}

/// Every test, in the order of categories.
const TESTS: [Test; 7] = [
    Test {
        category: "Cluster Configuration",
        name: "Validate Quorum Configuration",
        description: "Checks that the votes and the witness keep the cluster up.",
        rules: &["QRM"],
    },
    Test {
        category: "Cluster Configuration",
        name: "Validate Resource Status",
        description: "Checks that roles are up and may go to other nodes.",
        rules: &["DRN", "RES"],
    },
    Test {
        category: "Cluster Configuration",
        name: "List Cluster Core Groups",
        description: "Checks the state of the nodes and of the upgrade.",
        rules: &["PRE", "LVL", "MIX"],
    },
    Test {
        category: "Hyper-V Configuration",
        name: "Validate Hyper-V Virtual Switch Compatibility",
        description: "Checks what live migration needs of every host.",
        rules: &["LM"],
    },
    Test {
        category: "Hyper-V Configuration",
        name: "Validate Hyper-V Memory Resource Pool Compatibility",
        description: "Checks that the hosts have room for each other's VMs.",
        rules: &["CAP", "ADD"],
    },
    Test {
        category: "Storage Spaces Direct",
        name: "Verify Node and Disk Configuration",
        description: "Checks disks, pools and virtual disks.",
        rules: &["S2D"],
    },
    Test {
        category: "System Configuration",
        name: "Validate Operating System Version",
        description: "Checks that the releases of the nodes fit together.",
        rules: &["VER"],
    },
];

impl Test {
    fn is_named(&self, names: &[String]) -> bool {
        names.iter().any(|name| same_name(name, self.category) || same_name(name, self.name))
    }

    fn finds(&self, finding: &Finding) -> bool {
        finding.rule.split('-').next().is_some_and(|letters| self.rules.contains(&letters))
    }
}

impl Twin {
    /// Runs the tests that are selected by the names of tests or categories against the present state; with `list` it
    /// only says which they are.
    pub(crate) fn validate(&self, include: &[String], ignore: &[String], list: bool) -> ValidationView {
        let selected = TESTS.iter().filter(|test| include.is_empty() || test.is_named(include));
        let selected: Vec<&Test> = selected.filter(|test| !test.is_named(ignore)).collect();
        let findings = if list { Vec::new() } else { self.validation_findings() };
        let tests: Vec<ValidatedTestView> = selected
            .into_iter()
            .map(|test| ValidatedTestView {
                category: test.category.to_owned(),
                name: test.name.to_owned(),
                description: test.description.to_owned(),
                findings: findings.iter().filter(|finding| test.finds(finding)).map(told).collect(),
            })
            .collect();
        let found = || tests.iter().flat_map(|test| &test.findings);
        let verdict = match (found().any(|finding| finding.is_error), found().next()) {
            (true, _) => "ClusterNotApproved",
            (false, Some(_)) => "ClusterConditionallyApproved",
            (false, None) => "ClusterApproved",
        };
        let partial = if tests.len() < TESTS.len() { "HadUnselectedTests, " } else { "" };
        ValidationView { outcome: format!("{partial}{verdict}"), tests }
    }

    fn validation_findings(&self) -> Vec<Finding> {
        let next = match self.state.cluster.level.0 {
            ..=8 => Release::Server2016,
            9 => Release::Server2019,
            10 => Release::Server2022,
            _ => Release::Server2025,
        };
        let report = check(&self.inventory(), &CheckRequest::new(next));
        let fired = |finding: &Finding| finding.outcome == Outcome::Fired && finding.severity < Severity::Info;
        report.findings.into_iter().filter(fired).collect()
    }
}

fn told(finding: &Finding) -> ValidationFindingView {
    ValidationFindingView {
        is_error: matches!(finding.severity, Severity::Block | Severity::Error),
        rule: finding.rule.clone(),
        subject: finding.subject.name.clone(),
        message: finding.message.clone(),
        remedy: finding.remedy.clone(),
    }
}
