//! Golden text: what people read, kept beside the scenarios, so that every change of it is reviewed.

use std::path::Path;

use cluster_twin::{Simulation, rehearse};
use rolling_upgrade_core::error::{ErrorId, Reportable as _};
use rolling_upgrade_core::plan::{self, Policy};
use rolling_upgrade_core::rules::{self, CheckRequest, Verdict};

use crate::scenarios::{self, Scenario};

/// Compares a text with its file, or writes the file where `UPDATE_GOLDEN` is set.
pub(crate) fn compare(path: &Path, actual: &str) {
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(path, actual).expect("the golden file can be written");
        return;
    }
    let golden = std::fs::read_to_string(path).unwrap_or_default();
    if golden == actual {
        return;
    }
    let (mut expected, mut found) = (golden.lines(), actual.lines());
    for number in 1.. {
        let (left, right) = (expected.next(), found.next());
        assert!(
            left == right && (left.is_some() || right.is_some()),
            "{} differs at line {number}:\n  golden: {}\n  actual: {}\nUPDATE_GOLDEN=1 writes it anew.",
            path.display(),
            left.unwrap_or("(ends)"),
            right.unwrap_or("(ends)"),
        );
    }
}

/// Rehearsals with this seed are golden.
const SEED: u64 = 1;

fn findings(scenario: &Scenario) {
    let report = rules::check(&scenario.inventory(), &CheckRequest::new(scenario.target));
    compare(&scenario.folder().join("findings.txt"), &rules::text(&report));
}

fn plan_and_run(scenario: &Scenario) {
    let inventory = scenario.inventory();
    let plan = plan::make(&inventory, scenario.target, &Policy::default()).expect("there is a plan");
    compare(&scenario.folder().join("plan.txt"), &plan::text(&plan));
    let rehearsal = rehearse(&inventory, plan, &Simulation::default(), SEED, true).expect("the rehearsal runs");
    compare(&scenario.folder().join("run.txt"), &rehearsal.text());
}

#[test]
fn findings_of_every_scenario() {
    scenarios::ALL.iter().for_each(findings);
}

#[test]
fn contoso_2012r2() {
    plan_and_run(&scenarios::ALL[0]);
}

#[test]
fn cluster01_2019() {
    plan_and_run(&scenarios::ALL[2]);
}

#[test]
fn s2d_2022() {
    plan_and_run(&scenarios::ALL[3]);
}

/// The node is named and nothing is planned: a node that can't come back is never evicted.
#[test]
fn contoso_2012r2_no_slat_is_refused() {
    let scenario = &scenarios::ALL[1];
    let inventory = scenario.inventory();
    let report = rules::check(&inventory, &CheckRequest::new(scenario.target));
    assert_eq!(report.verdict, Verdict::Refused);
    let refusing: Vec<(&str, &str)> = report
        .findings
        .iter()
        .filter(|finding| finding.refuses())
        .map(|finding| (finding.rule.as_str(), finding.subject.name.as_str()))
        .collect();
    assert_eq!(refusing, [("VER-12", "CONTOSO-HV04")]);
    let error = plan::make(&inventory, scenario.target, &Policy::default()).expect_err("there is no plan");
    assert_eq!(error.report().id, ErrorId::PreflightFailed);
}
