//! The steps in their groups: before the first node, one node at a time, after the last.

use rolling_upgrade_core::plan::{Method, NodeStage, Plan, Risk, Step, calendar_of_turn};
use rolling_upgrade_core::run::RunState;
use serde::Serialize;

use crate::story::Story;
use crate::words::{clock, counted, duration, memory};

/// Names that a line shows before it counts the rest.
const NAMES_SHOWN_MAX: usize = 5;

/// Steps that belong together.
#[derive(Debug, Serialize)]
pub(crate) struct Group {
    title: String,
    note: String,
    takes: String,
    progress: String,
    progress_class: &'static str,
    open: bool,
    steps: Vec<StepRow>,
}

#[derive(Debug, Serialize)]
struct StepRow {
    number: u32,
    class: &'static str,
    mark: &'static str,
    what: String,
    reason: String,
    at: String,
    takes: String,
    headroom: String,
    votes: String,
    warning: String,
}

/// One node's turn in numbers.
#[derive(Debug, Serialize)]
pub(crate) struct StageRow {
    place: usize,
    pub(crate) node: String,
    comes: String,
    method: &'static str,
    reason: String,
    calendar: String,
    pub(crate) starts_seconds: u64,
    pub(crate) likely_seconds: u64,
    starts: String,
    takes: String,
    range: String,
    pub(crate) headroom_mib: Option<u64>,
    headroom: String,
    votes: String,
    survives: bool,
    stopped: String,
    has_risk: bool,
}

/// The steps of a plan in their groups.
pub(crate) fn groups(plan: &Plan, story: Option<&Story>) -> Vec<Group> {
    let starts = starts(plan);
    let mut groups = Vec::new();
    let mut rest = plan.steps.as_slice();
    for stage in &plan.nodes {
        let before = rest.partition_point(|step| step.number < stage.first_step);
        let (outside, from_stage) = rest.split_at(before);
        let inside = from_stage.partition_point(|step| step.number <= stage.last_step);
        let (inside, after) = from_stage.split_at(inside);
        let title = if groups.is_empty() { "Before the first node" } else { "Between nodes" };
        push(&mut groups, title.to_owned(), String::new(), outside, &starts, story);
        push(&mut groups, stage.node.to_string(), stage.reason.clone(), inside, &starts, story);
        rest = after;
    }
    let title = if plan.nodes.is_empty() { "Steps" } else { "After the last node" };
    push(&mut groups, title.to_owned(), String::new(), rest, &starts, story);
    groups
}

fn push(groups: &mut Vec<Group>, title: String, note: String, steps: &[Step], starts: &[u64], story: Option<&Story>) {
    if steps.is_empty() {
        return;
    }
    let rows: Vec<StepRow> = steps.iter().map(|step| row(step, starts, story)).collect();
    let done = rows.iter().filter(|row| row.class == "done").count();
    let in_hand = rows.iter().any(|row| row.class == "hand");
    let (progress, progress_class) = match story {
        None => (String::new(), ""),
        Some(_) if done == rows.len() => ("done".to_owned(), "good"),
        Some(_) if in_hand || done > 0 => (format!("{done} of {}", rows.len()), "warn"),
        Some(_) => ("to do".to_owned(), "plain"),
    };
    let takes = duration(steps.iter().map(|step| step.likely_seconds).fold(0, u64::saturating_add));
    groups.push(Group { title, note, takes, progress, progress_class, open: in_hand, steps: rows });
}

fn row(step: &Step, starts: &[u64], story: Option<&Story>) -> StepRow {
    let (class, mark) = story.map_or(("", ""), |story| mark(step.number, story));
    let start = starts.get((step.number as usize).saturating_sub(1)).copied().unwrap_or_default();
    let risk = step.risk.as_ref();
    StepRow {
        number: step.number,
        class,
        mark,
        what: step.task.describe(),
        reason: step.reason.clone(),
        at: clock(start),
        takes: duration(step.likely_seconds),
        headroom: risk.map(|risk| memory(risk.headroom_mib)).unwrap_or_default(),
        votes: risk.map(votes).unwrap_or_default(),
        warning: risk.map(warning).unwrap_or_default(),
    }
}

fn mark(number: u32, story: &Story) -> (&'static str, &'static str) {
    let status = story.status();
    if status.state == RunState::Completed || number < status.step {
        ("done", "done")
    } else if number == status.step && status.state != RunState::Ready {
        ("hand", "in hand")
    } else {
        ("todo", "to do")
    }
}

fn votes(risk: &Risk) -> String {
    format!("{}, {} needed", risk.votes, risk.votes_needed)
}

fn warning(risk: &Risk) -> String {
    let mut warnings = Vec::new();
    if !risk.survives_one_more_failure {
        warnings.push("the loss of one more node would cost the quorum".to_owned());
    }
    if !risk.stopped_by_one_more_failure.is_empty() {
        warnings.push(format!("the loss of one more node would stop {}", names(risk)));
    }
    warnings.join("; ")
}

fn names(risk: &Risk) -> String {
    let roles = &risk.stopped_by_one_more_failure;
    let shown: Vec<&str> = roles.iter().take(NAMES_SHOWN_MAX).map(|role| role.as_str()).collect();
    match roles.len() - shown.len() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// When each step starts, in seconds from the beginning, if every step takes its likely time and no two overlap.
///
/// Moves that run side by side share their time, which the estimate of their stage knows and the steps don't; so a
/// stage is squeezed into its own estimate.
fn starts(plan: &Plan) -> Vec<u64> {
    let mut starts = Vec::with_capacity(plan.steps.len());
    let mut now = 0_u64;
    let mut index = 0;
    while let Some(step) = plan.steps.get(index) {
        let stage = plan.nodes.iter().find(|stage| stage.first_step == step.number);
        let length =
            stage.map_or(1, |stage| (stage.last_step.saturating_sub(stage.first_step) as usize).saturating_add(1));
        let steps = &plan.steps[index..plan.steps.len().min(index.saturating_add(length))];
        let sum = steps.iter().map(|step| step.likely_seconds).fold(0, u64::saturating_add);
        let whole = stage.map_or(sum, |stage| stage.estimate.likely_seconds);
        let mut passed = 0_u64;
        for step in steps {
            let share = u128::from(passed) * u128::from(whole) / u128::from(sum.max(1));
            starts.push(now.saturating_add(u64::try_from(share).unwrap_or(u64::MAX)));
            passed = passed.saturating_add(step.likely_seconds);
        }
        now = now.saturating_add(whole);
        index += steps.len();
    }
    starts
}

/// One row for each node's turn.
pub(crate) fn stage_rows(plan: &Plan) -> Vec<StageRow> {
    let starts = starts(plan);
    plan.nodes.iter().enumerate().map(|(index, stage)| stage_row(plan, &starts, index, stage)).collect()
}

fn stage_row(plan: &Plan, starts: &[u64], index: usize, stage: &NodeStage) -> StageRow {
    let inside = plan.steps.iter().filter(|step| (stage.first_step..=stage.last_step).contains(&step.number));
    let risks: Vec<&Risk> = inside.filter_map(|step| step.risk.as_ref()).collect();
    let headroom_mib = risks.iter().map(|risk| risk.headroom_mib).min();
    let weakest = risks.iter().min_by_key(|risk| i64::from(risk.votes) - i64::from(risk.votes_needed));
    let stopped = risks.iter().max_by_key(|risk| risk.stopped_by_one_more_failure.len());
    let starts_seconds = starts.get((stage.first_step as usize).saturating_sub(1)).copied().unwrap_or_default();
    let estimate = stage.estimate;
    StageRow {
        place: index + 1,
        node: stage.node.to_string(),
        comes: if stage.returns_as == stage.node { String::new() } else { stage.returns_as.to_string() },
        method: match stage.method {
            Method::CleanEvict => "evict, install anew, add",
            Method::InPlaceEvict => "evict, upgrade in place, add",
            Method::InPlaceKeep => "upgrade in place as a paused member",
        },
        reason: stage.reason.clone(),
        calendar: calendar_of_turn(plan, stage.first_step).unwrap_or_default(),
        starts_seconds,
        likely_seconds: estimate.likely_seconds,
        starts: clock(starts_seconds),
        takes: duration(estimate.likely_seconds),
        range: format!("{} to {}", duration(estimate.low_seconds), duration(estimate.high_seconds)),
        headroom_mib,
        headroom: headroom_mib.map(memory).unwrap_or_default(),
        votes: weakest.map(|risk| votes(risk)).unwrap_or_default(),
        survives: risks.iter().all(|risk| risk.survives_one_more_failure),
        stopped: stopped
            .filter(|risk| !risk.stopped_by_one_more_failure.is_empty())
            .map(|risk| {
                format!("{}: {}", counted(risk.stopped_by_one_more_failure.len(), "role", "roles"), names(risk))
            })
            .unwrap_or_default(),
        has_risk: !risks.is_empty(),
    }
}
