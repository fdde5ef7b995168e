//! Plans in maintenance windows.

use super::fixture::{bare, cluster, plan, vm};
use crate::error::{ErrorId, Reportable};
use crate::model::{Inventory, Release, Timestamp};
use crate::plan::window::{MaintenanceWindow, openings};
use crate::plan::{Estimate, Plan, PlanError, Policy, RaisedRule, Task, make_version_campaign, runbook, text};
use crate::rules::Severity;

const MONDAY_NOON: &str = "2026-11-23T12:00:00Z";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn windows(texts: &[&str]) -> Vec<MaintenanceWindow> {
    texts.iter().map(|text| text.parse().unwrap()).collect()
}

fn policy(texts: &[&str]) -> Policy {
    let install = Estimate { low_seconds: 2700, likely_seconds: 3600, high_seconds: 7200 };
    Policy { windows: windows(texts), begins_at: Some(at(MONDAY_NOON)), install, ..bare() }
}

fn six() -> Inventory {
    let mut inventory = cluster(&[64; 6]);
    inventory.cluster.auto_balancer_mode = Some(2);
    for number in 1..7 {
        vm(&mut inventory, &format!("v{number}"), &format!("n{number}"), 16);
    }
    inventory
}

/// Every part that needs a window starts in one, and fits even if it goes slowly.
fn keeps_to_its_windows(plan: &Plan) {
    let calendar = plan.calendar.as_ref().unwrap();
    let mut last = 0;
    let mut before = calendar.begins_at;
    for part in &calendar.parts {
        assert_eq!((part.first_step, part.starts_at >= before), (last + 1, true), "one after the other");
        (last, before) = (part.last_step, part.ends_at);
        let Some(fits) = part.fits_seconds else { continue };
        let inside = |opening: &&crate::plan::window::Opening| {
            opening.opens <= part.starts_at && part.starts_at.plus_seconds(fits) <= opening.closes
        };
        let openings = openings(&plan.policy.windows, part.starts_at);
        assert!(openings.iter().any(|opening| inside(&opening)), "{part:?}");
    }
    assert_eq!(last as usize, plan.steps.len(), "every step belongs to a part");
    assert!(calendar.ends_low_at <= calendar.ends_likely_at && calendar.ends_likely_at <= calendar.ends_high_at);
}

#[test]
fn a_plan_stretches_over_nights_and_every_turn_fits_its_window() {
    let found = plan(&six(), &policy(&["daily 22:00-02:00 Europe/Berlin"])).unwrap();
    keeps_to_its_windows(&found);
    let calendar = found.calendar.as_ref().unwrap();
    let turns: Vec<String> =
        calendar.parts.iter().filter(|part| !part.nodes.is_empty()).map(|part| part.starts_at.to_string()).collect();
    // Two hours and a half of four, if it goes slowly: the second node of a night would end at 3:40 then.
    assert_eq!(turns.len(), 6);
    assert!(turns[0].starts_with("2026-11-23T21:0") && turns[1].starts_with("2026-11-23T22:"), "{turns:?}");
    assert!(turns[2].starts_with("2026-11-24T21:00:00"), "{turns:?}");
    let told = text(&found);
    assert!(told.contains("Window: daily 22:00-02:00 Europe/Berlin"), "{told}");
    assert!(told.contains("starts about Tue 2026-11-24 22:00"), "{told}");
    assert!(runbook(&found).contains("Starts about Tue 2026-11-24 22:00"));
    // Without windows there is no calendar, and the estimate is the same.
    let free = plan(&six(), &Policy { windows: Vec::new(), ..policy(&[]) }).unwrap();
    assert_eq!((free.calendar, free.estimate), (None, found.estimate));
}

#[test]
fn a_turn_that_fits_no_window_is_refused_with_both_lengths() {
    let error = plan(&six(), &policy(&["daily 22:00-23:30 Europe/Berlin"])).unwrap_err();
    let PlanError::WindowTooShort { what, needs_seconds, longest_seconds } = &error else { panic!("{error:?}") };
    assert!(*needs_seconds > 7200 && *longest_seconds == 5400 && what == "what begins with step 1", "{error}");
    let report = error.report();
    assert_eq!(report.id, ErrorId::WindowTooShort);
    assert!(report.message.contains("the longest window is 1 h 30 min"), "{}", report.message);
    let nobody = Policy { begins_at: None, ..policy(&["daily 22:00-06:00 UTC"]) };
    assert_eq!(plan(&six(), &nobody).unwrap_err(), PlanError::NoBeginning);
}

#[test]
fn a_cluster_that_stays_mixed_for_long_is_a_warning_or_a_refusal() {
    let weekly = policy(&["Sat 22:00-01:00 UTC"]);
    let found = plan(&six(), &weekly).unwrap();
    keeps_to_its_windows(&found);
    let warnings: Vec<&str> = found.findings.iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(warnings.len(), 1);
    assert!(warnings[0].contains("mixed for 36 days"), "{warnings:?}");
    let calendar = found.calendar.as_ref().unwrap();
    assert!(calendar.finish_by.unwrap().to_string().starts_with("2026-12-26T23:"), "{calendar:?}");
    let block = RaisedRule { rule: "MIX-01".to_owned(), severity: Severity::Block };
    let strict = Policy { raised_rules: vec![block], ..weekly.clone() };
    assert!(matches!(plan(&six(), &strict), Err(PlanError::Refused { .. })));
    let patient = Policy { mixed_mode_days: 60, ..weekly };
    assert!(plan(&six(), &patient).unwrap().findings.is_empty());
}

#[test]
fn one_canary_node_tonight_and_the_rest_later() {
    let tonight = Policy { stop_after_nodes: 1, ..policy(&["daily 22:00-02:00 Europe/Berlin"]) };
    let change = crate::plan::make::level_change(&six(), Release::Server2019).unwrap();
    let found =
        crate::plan::make::compose(&six(), change, &tonight, Vec::new(), &crate::plan::beginning::NOTHING, &|| false)
            .unwrap();
    keeps_to_its_windows(&found);
    let calendar = found.calendar.as_ref().unwrap();
    assert_eq!(found.remaining.len(), 5);
    assert!(calendar.ends_high_at < at("2026-11-24T01:00:00Z"), "{calendar:?}");
    assert!(calendar.finish_by.is_some_and(|by| by > at("2026-12-21T22:00:00Z")));
}

#[test]
fn a_campaign_raises_versions_in_its_windows() {
    let mut inventory = cluster(&[64, 64]);
    inventory.cluster.functional_level = Release::Server2019.level();
    for node in &mut inventory.nodes {
        node.machine.as_mut().unwrap().release = Release::Server2019;
    }
    for number in 0..30 {
        vm(&mut inventory, &format!("v{number}"), "n1", 1);
    }
    let found = make_version_campaign(&inventory, &policy(&["daily 22:00-22:30 UTC"])).unwrap();
    keeps_to_its_windows(&found);
    let calendar = found.calendar.as_ref().unwrap();
    assert_eq!(calendar.parts.len(), 30);
    assert!(found.steps.iter().all(|step| matches!(step.task, Task::RaiseVirtualMachineVersion { .. })));
    // Two minutes each, and ten have to be left: eleven a night.
    let days = calendar.ends_likely_at.seconds_since(calendar.begins_at) / 86_400;
    assert_eq!(days, 2, "{}", calendar.ends_likely_at);
    let short = policy(&["daily 22:00-22:09 UTC"]);
    let refused = make_version_campaign(&inventory, &short).unwrap_err();
    assert!(matches!(refused, PlanError::WindowTooShort { needs_seconds: 600, .. }), "{refused:?}");
}
