//! What the template shows, in words.

use rolling_upgrade_core::plan::{self, Plan, Purpose};
use rolling_upgrade_core::rules::{Finding, Outcome, Severity};
use rolling_upgrade_core::run::{LineKind, RunState};
use serde::Serialize;

use crate::chart::{Chart, chart};
use crate::stages::{Group, StageRow, groups, stage_rows};
use crate::story::{Account, RehearsalStory, Story};
use crate::words::{clock, counted, duration, memory, sentence, short_duration};

/// The whole report.
#[derive(Debug, Serialize)]
pub(crate) struct View {
    title: String,
    cluster: String,
    headline: String,
    kind: &'static str,
    digest: String,
    state: Option<State>,
    cards: Vec<Card>,
    chart: Option<Chart>,
    stages: Vec<StageRow>,
    groups: Vec<Group>,
    findings: Vec<FindingRow>,
    above_bound: Vec<String>,
    calendar: Vec<String>,
    placements: Vec<String>,
    lines: Vec<LineRow>,
    outages: Vec<OutageRow>,
    notes: Vec<Note>,
}

#[derive(Debug, Serialize)]
struct State {
    word: String,
    class: &'static str,
    reason: String,
    remedy: String,
}

#[derive(Debug, Serialize)]
struct Card {
    name: &'static str,
    value: String,
    note: String,
}

#[derive(Debug, Serialize)]
struct FindingRow {
    rule: String,
    severity: &'static str,
    class: &'static str,
    outcome: String,
    subject: String,
    message: String,
    remedy: String,
}

#[derive(Debug, Serialize)]
struct LineRow {
    at: String,
    step: String,
    class: &'static str,
    text: String,
}

#[derive(Debug, Serialize)]
struct OutageRow {
    role: String,
    paused: String,
    planned: String,
    down: String,
    class: &'static str,
    reasons: String,
}

#[derive(Debug, Serialize)]
struct Note {
    title: &'static str,
    items: Vec<String>,
}

impl View {
    /// Puts a plan, and what came of it, into words.
    pub(crate) fn of(plan: &Plan, story: Option<&Story>) -> Self {
        let kind = match story {
            None => "Plan",
            Some(Story::Run(_)) => "Run",
            Some(Story::Rehearsal(_)) => "Rehearsal",
        };
        let stages = stage_rows(plan);
        let rehearsal = match story {
            Some(Story::Rehearsal(rehearsal)) => Some(rehearsal),
            _ => None,
        };
        Self {
            title: format!("{kind} for {}", plan.cluster),
            cluster: plan.cluster.clone(),
            headline: headline(plan),
            kind,
            digest: plan.inventory_digest.clone(),
            state: story.map(state),
            cards: cards(plan, story),
            chart: chart(&stages),
            groups: groups(plan, story),
            stages,
            findings: plan.findings.iter().map(finding).collect(),
            above_bound: plan.moves.above_bound.clone(),
            calendar: calendar(plan),
            placements: plan::placements_text(plan),
            lines: story.map(lines).unwrap_or_default(),
            outages: rehearsal.map(|rehearsal| outages(&rehearsal.account)).unwrap_or_default(),
            notes: notes(story, rehearsal),
        }
    }
}

/// The maintenance windows, and when all is done; empty where the plan has none.
fn calendar(plan: &Plan) -> Vec<String> {
    let windows = plan.policy.windows.iter().map(|window| format!("Window: {window}"));
    windows.chain(plan::calendar_text(plan).into_iter().map(|told| sentence(&told))).collect()
}

fn headline(plan: &Plan) -> String {
    let change = &plan.change;
    match plan.purpose {
        Purpose::Upgrade => format!(
            "{} (level {}) to {} (level {})",
            change.from_release, change.from_level, change.to_release, change.to_level
        ),
        Purpose::WayBack => {
            format!("back from {} to {} (level {})", change.from_release, change.to_release, change.from_level)
        }
        Purpose::VirtualMachineVersions => format!("Configuration versions of VMs for {}", change.to_release),
    }
}

fn state(story: &Story) -> State {
    let status = story.status();
    let class = match status.state {
        RunState::Completed => "good",
        RunState::AwaitingCommit | RunState::Running | RunState::Ready => "plain",
        RunState::Paused | RunState::Stopped | RunState::TakenBack | RunState::Replaced => "warn",
    };
    let reason = status.reason.as_ref();
    State {
        word: status.state.to_string(),
        class,
        reason: reason
            .map(|reason| sentence(&reason.message))
            .or_else(|| status.waiting_for.clone())
            .unwrap_or_default(),
        remedy: reason.map(|reason| reason.remedy.clone()).unwrap_or_default(),
    }
}

fn cards(plan: &Plan, story: Option<&Story>) -> Vec<Card> {
    let card = |name, value, note| Card { name, value, note };
    let moves = &plan.moves;
    let estimate = plan.estimate;
    let refusing = plan.findings.iter().filter(|finding| finding.refuses()).count();
    let mut cards = vec![
        card("Nodes", plan.nodes.len().to_string(), counted(plan.steps.len(), "step", "steps")),
        card(
            "Moves of VMs",
            moves.virtual_machine_moves.to_string(),
            format!("at least {}; {} moved", moves.bound, memory(moves.moved_mib)),
        ),
        card("Failovers", moves.failovers.to_string(), "of roles that are no VMs".to_owned()),
        card(
            "Expected time",
            duration(estimate.likely_seconds),
            format!("{} to {}", duration(estimate.low_seconds), duration(estimate.high_seconds)),
        ),
        card(
            "Findings",
            plan.findings.len().to_string(),
            if refusing == 0 { "none refuses".to_owned() } else { format!("{refusing} refuse") },
        ),
    ];
    if let Some(story) = story {
        let status = story.status();
        let done = counted(status.nodes_done.len(), "node done", "nodes done");
        let step = status.step.min(status.steps_total);
        cards.push(card("Step", format!("{step} of {}", status.steps_total), done));
    }
    if let Some(Story::Rehearsal(rehearsal)) = story {
        cards.extend(rehearsal_cards(rehearsal));
    }
    cards
}

fn rehearsal_cards(rehearsal: &RehearsalStory) -> [Card; 2] {
    let account = &rehearsal.account;
    let down = account.outages.iter().map(|outage| outage.down_milliseconds).fold(0, u64::saturating_add);
    let paused = account.outages.iter().map(|outage| outage.blackout_milliseconds).max().unwrap_or_default();
    [
        Card {
            name: "Rehearsed time",
            value: duration(rehearsal.duration_seconds),
            note: format!(
                "{} live, {} quick, {} failed moves; seed {}",
                account.live_migrations, account.quick_migrations, account.failed_moves, rehearsal.seed
            ),
        },
        Card {
            name: "Unplanned downtime",
            value: if down == 0 { "none".to_owned() } else { short_duration(down) },
            note: format!("longest pause of a VM {}", short_duration(paused)),
        },
    ]
}

fn finding(finding: &Finding) -> FindingRow {
    let (severity, class) = match finding.severity {
        Severity::Block => ("BLOCK", "bad"),
        Severity::Error => ("ERROR", "bad"),
        Severity::Warn => ("WARN", "warn"),
        Severity::Info => ("INFO", "plain"),
    };
    let outcome = match (finding.outcome, &finding.acknowledged) {
        (Outcome::Acknowledged, Some(acknowledgement)) => {
            let by = acknowledgement.by.as_deref().unwrap_or("somebody");
            format!("acknowledged by {by}: {}", acknowledgement.reason)
        }
        (Outcome::Acknowledged, None) => "acknowledged".to_owned(),
        (Outcome::Unknown, _) => "a fact is missing".to_owned(),
        (Outcome::Fired, _) => String::new(),
    };
    FindingRow {
        rule: finding.rule.clone(),
        severity,
        class: if finding.outcome == Outcome::Acknowledged { "plain" } else { class },
        outcome,
        subject: format!("{} {}", finding.subject.kind, finding.subject.name),
        message: finding.message.clone(),
        remedy: finding.remedy.clone(),
    }
}

fn lines(story: &Story) -> Vec<LineRow> {
    let rows = story.lines().iter().map(|line| LineRow {
        at: match story {
            Story::Run(_) => line.at.to_string(),
            Story::Rehearsal(rehearsal) => clock(line.at.seconds_since(rehearsal.started_at)),
        },
        step: if line.step == 0 { String::new() } else { line.step.to_string() },
        class: match line.kind {
            LineKind::Warning => "warn",
            LineKind::State => "state",
            LineKind::Step => "step",
            LineKind::Intent => "intent",
            LineKind::Seen => "seen",
        },
        text: line.text.clone(),
    });
    rows.collect()
}

fn outages(account: &Account) -> Vec<OutageRow> {
    let told = |milliseconds: u64| if milliseconds == 0 { String::new() } else { short_duration(milliseconds) };
    let rows = account.outages.iter().map(|outage| OutageRow {
        role: outage.role.to_string(),
        paused: told(outage.blackout_milliseconds),
        planned: told(outage.planned_milliseconds),
        down: told(outage.down_milliseconds),
        class: if outage.down_milliseconds > 0 { "bad" } else { "" },
        reasons: outage.reasons.join(", "),
    });
    rows.collect()
}

fn notes(story: Option<&Story>, rehearsal: Option<&RehearsalStory>) -> Vec<Note> {
    let mut notes = Vec::new();
    let mut add = |title, items: Vec<String>| {
        if !items.is_empty() {
            notes.push(Note { title, items });
        }
    };
    if let Some(rehearsal) = rehearsal {
        let node = |member: &crate::MemberAtEnd| format!("{}: {}", member.name, member.release);
        let mut end: Vec<String> = rehearsal.nodes.iter().map(node).collect();
        end.push(format!("functional level {}", rehearsal.functional_level));
        add("The cluster at the end", end);
        add("Roles that are down at the end", rehearsal.down.iter().map(ToString::to_string).collect());
    }
    add("Left undone", story.map(|story| story.status().left_undone.clone()).unwrap_or_default());
    let account = rehearsal.map(|rehearsal| &rehearsal.account);
    let assumed = |assumed: &crate::Assumed| {
        format!("{} {}: {} ({})", assumed.confidence, assumed.id, assumed.text, assumed.source)
    };
    add("Assumed", account.map(|account| account.assumptions.iter().map(assumed).collect()).unwrap_or_default());
    add("Out of scope", account.map(|account| account.out_of_scope.clone()).unwrap_or_default());
    notes
}
