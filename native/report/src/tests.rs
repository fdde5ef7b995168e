//! Golden files: a plan, a run that paused, a rehearsal. `UPDATE_GOLDEN=1` writes them anew.

use std::path::{Path, PathBuf};
use std::{env, fs};

use rolling_upgrade_core::plan::{Calendar, CalendarPart, Plan};
use serde::de::DeserializeOwned;

use crate::{Story, html};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join("data").join(name)
}

fn document<T: DeserializeOwned>(name: &str) -> T {
    serde_json::from_str(&fs::read_to_string(data(name)).unwrap()).unwrap()
}

fn plan() -> Plan {
    document("plan.json")
}

fn run() -> Story {
    Story::Run(document("run.json"))
}

fn rehearsal() -> Story {
    Story::Rehearsal(document("rehearsal.json"))
}

fn check(name: &str, story: Option<&Story>) {
    let text = html(&plan(), story).unwrap();
    let path = data(name);
    if env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &text).unwrap();
    }
    let golden = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(text == golden, "{} differs; look at the change and set UPDATE_GOLDEN=1", path.display());
}

#[test]
fn a_plan_looks_as_it_did() {
    check("plan.html", None);
}

#[test]
fn a_run_looks_as_it_did() {
    check("run.html", Some(&run()));
}

#[test]
fn a_rehearsal_looks_as_it_did() {
    check("rehearsal.html", Some(&rehearsal()));
}

#[test]
fn what_a_document_says_is_text_and_never_markup() {
    for story in [None, Some(run()), Some(rehearsal())] {
        let text = html(&plan(), story.as_ref()).unwrap();
        assert!(text.contains("&lt;script&gt;alert(1)&lt;&#x2f;script&gt;"));
        assert!(text.contains("Contoso &lt;west&gt;"));
        for foreign in
            ["<script", "<west>", "<node1>", "<does not move>", "http://", "https://", "src=", "@import", "url("]
        {
            assert!(!text.contains(foreign), "{foreign}");
        }
    }
}

#[test]
fn a_campaign_without_nodes_has_steps_and_no_picture() {
    let mut plan = plan();
    plan.nodes.clear();
    let text = html(&plan, None).unwrap();
    assert!(!text.contains("<svg") && text.contains("<summary>Steps<"));
    plan.findings.clear();
    assert!(html(&plan, None).unwrap().contains("found nothing"));
}

#[test]
fn absurd_numbers_are_shown_and_not_computed_over_their_limits() {
    let mut plan = plan();
    for stage in &mut plan.nodes {
        stage.estimate.likely_seconds = u64::MAX;
        stage.last_step = u32::MAX;
    }
    for step in &mut plan.steps {
        step.likely_seconds = u64::MAX;
        step.number = u32::MAX;
        if let Some(risk) = &mut step.risk {
            risk.headroom_mib = u64::MAX;
            risk.votes_needed = u32::MAX;
        }
    }
    assert!(html(&plan, Some(&run())).unwrap().contains("</html>"));
}

#[test]
fn maintenance_windows_and_the_start_of_each_turn_are_shown() {
    let mut plan = plan();
    assert!(!html(&plan, None).unwrap().contains("Maintenance windows"));
    plan.policy.windows = vec!["daily 22:00-02:00 Europe/Berlin".parse().unwrap()];
    let at = |time: &str| format!("2026-11-23T{time}Z").parse().unwrap();
    let stage = plan.nodes.first().unwrap();
    plan.calendar = Some(Calendar {
        begins_at: at("12:00:00"),
        ends_low_at: at("22:00:00"),
        ends_likely_at: at("22:30:00"),
        ends_high_at: at("23:00:00"),
        finish_by: None,
        parts: vec![CalendarPart {
            first_step: stage.first_step,
            last_step: stage.last_step,
            nodes: vec![stage.node.clone()],
            starts_at: at("21:00:00"),
            ends_at: at("22:30:00"),
            fits_seconds: Some(7200),
            closes_at: Some("2026-11-24T01:00:00Z".parse().unwrap()),
            waits_seconds: 0,
        }],
    });
    let text = html(&plan, None).unwrap();
    assert!(
        text.contains("<h2>Maintenance windows</h2>") && text.contains("Window: daily 22:00-02:00 Europe"),
        "{text}"
    );
    assert!(text.contains("the window, which closes at "), "{text}");
}
