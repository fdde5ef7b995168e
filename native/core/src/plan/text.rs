//! A plan as text: for reading, for review, for golden files.

use std::fmt::Write;

use super::calendar_text;
use super::passes;
use super::reasons::memory;
use super::times;
use super::{DrainTime, Estimate, Method, Migration, Minimize, Plan, Purpose, Risk, StageKind, Step, Task};
use crate::model::{NodeName, RoleName};
use crate::rules::{Outcome, Severity};

/// Columns that lines are broken at where they can be.
const COLUMNS: usize = 120;
/// Names that a line shows before it counts the rest.
const NAMES_SHOWN_MAX: usize = 6;

/// The plan as text, the same for the same plan.
#[must_use]
pub fn text(plan: &Plan) -> String {
    let mut out = String::new();
    header(&mut out, plan);
    let mut stages = plan.nodes.iter().enumerate().peekable();
    let mut after = false;
    for step in &plan.steps {
        let mut titled = false;
        while let Some((place, stage)) = stages.next_if(|(_, stage)| stage.first_step == step.number) {
            titled = true;
            let comes = match stage.kind {
                StageKind::Joins => ", joins".to_owned(),
                StageKind::Leaves => ", leaves for good".to_owned(),
                StageKind::Returns if stage.returns_as == stage.node => String::new(),
                StageKind::Returns => format!(", comes back as {}", stage.returns_as),
            };
            let title = format!(
                "\nNode {} of {}: {}{comes} ({}, about {})",
                place + 1,
                plan.nodes.len(),
                stage.node,
                method(stage.method),
                duration(stage.estimate.likely_seconds)
            );
            line(&mut out, "", "", &title);
            line(&mut out, "  ", "  ", &stage.reason);
            if let Some(told) = calendar_text::turn(plan, stage.first_step) {
                line(&mut out, "  ", "  ", &told);
            }
            if let Some(time) = stage.drain {
                line(&mut out, "  ", "  ", &drain(&time));
            }
        }
        if titled {
            // The titles of its nodes stand above it.
        } else if !after && plan.nodes.last().map_or(0, |stage| stage.last_step) < step.number {
            after = true;
            line(&mut out, "", "", if plan.nodes.is_empty() { "\nSteps" } else { "\nAfter the last node" });
        } else if step.number == 1 {
            line(&mut out, "", "", "\nBefore the first node");
        }
        write_step(&mut out, step);
    }
    out += &passes::told(plan);
    out
}

fn header(out: &mut String, plan: &Plan) {
    let change = &plan.change;
    let title = match plan.purpose {
        Purpose::Upgrade => format!(
            "Plan for cluster {}: {} (level {}) to {} (level {})",
            plan.cluster, change.from_release, change.from_level, change.to_release, change.to_level
        ),
        Purpose::WayBack => format!(
            "Plan for cluster {}: back from {} to {}, level {} as it is",
            plan.cluster, change.from_release, change.to_release, change.from_level
        ),
        Purpose::VirtualMachineVersions => {
            format!("Plan for cluster {}: configuration versions of VMs for {}", plan.cluster, change.to_release)
        }
    };
    line(out, "", "  ", &title);
    if plan.purpose != Purpose::VirtualMachineVersions {
        let moves = &plan.moves;
        let order: Vec<&str> = plan.nodes.iter().map(|stage| stage.node.as_str()).collect();
        line(out, "  Order: ", "         ", &order.join(", "));
        if !plan.remaining.is_empty() {
            let names: Vec<&str> = plan.remaining.iter().map(NodeName::as_str).collect();
            let later = "left to a later plan, which puts on the updating role and raises the level";
            line(out, "  Later: ", "         ", &format!("{}, {later}", names.join(", ")));
        }
        let reason = format!(
            "{} of VMs; no plan needs fewer than {}: {}",
            moves.virtual_machine_moves, moves.bound, moves.bound_reason
        );
        line(out, "  Moves: ", "         ", &reason);
        for reason in &moves.above_bound {
            line(out, "         + ", "           ", reason);
        }
        let least = format!(
            "{} moved; no plan moves less than {}: {}",
            memory(moves.moved_mib),
            memory(moves.bound_mib),
            moves.bound_mib_reason
        );
        line(out, "  Memory: ", "         ", &least);
        for reason in &moves.above_bound_mib {
            line(out, "         + ", "           ", reason);
        }
        line(out, "  Failovers: ", "         ", &format!("{} of roles that are no VMs", moves.failovers));
        placements(out, plan);
        let measure = match plan.policy.minimize {
            Minimize::Moves => "fewest moves",
            Minimize::Mib => "least memory moved",
        };
        line(out, "  At once: ", "         ", &format!("{} on a node; {measure}", plan.policy.parallel_migrations));
    }
    line(out, "  Time: ", "         ", &estimate(plan.estimate));
    calendar(out, plan);
    line(out, "  Inventory: ", "         ", &format!("sha256 {}", plan.inventory_digest));
    for finding in &plan.findings {
        let severity = match (finding.outcome, finding.severity) {
            (Outcome::Acknowledged, _) => "acknowledged",
            (_, Severity::Block) => "block",
            (_, Severity::Error) => "error",
            (_, Severity::Warn) => "warning",
            (_, Severity::Info) => "information",
        };
        let about = format!("{} {severity}: {} {}", finding.rule, finding.subject.kind, finding.subject.name);
        line(out, "  Finding: ", "         ", &format!("{about}: {}", finding.message));
    }
}

/// Where the times come from, the windows, and when all is done.
fn calendar(out: &mut String, plan: &Plan) {
    for told in times::told(plan) {
        line(out, "  Times: ", "         ", &told);
    }
    for window in &plan.policy.windows {
        line(out, "  Window: ", "         ", &window.to_string());
    }
    for told in calendar_text::header(plan) {
        line(out, "  Calendar: ", "         ", &told);
    }
}

/// What each placement costs, one a line, with what its moves after the last node buy.
fn placements(out: &mut String, plan: &Plan) {
    if plan.placements.is_empty() {
        line(out, "  Placement: ", "         ", plan.policy.placement.word());
    }
    for told in placements_text(plan) {
        line(out, "  Placement: ", "         ", &told);
    }
}

/// What each placement at the end costs, and what its moves after the last node buy: a sentence each.
#[must_use]
pub fn placements_text(plan: &Plan) -> Vec<String> {
    let told = plan.placements.iter().map(|cost| {
        let mark = if cost.placement == plan.policy.placement { ", as planned" } else { "" };
        let told = format!(
            "{}{mark}: {} moves, {}, about {}",
            cost.placement.word(),
            cost.virtual_machine_moves,
            memory(cost.moved_mib),
            duration(cost.likely_seconds)
        );
        if cost.buys.is_empty() { told } else { format!("{told}; {}", cost.buys.join("; ")) }
    });
    told.collect()
}

fn write_step(out: &mut String, step: &Step) {
    let first = format!("{:>5}  ", step.number);
    let time = match (step.span, step.likely_seconds) {
        (Some(span), _) => {
            format!(" [{} to {}]", duration(span.starts_seconds), duration(span.ends_seconds))
        }
        (None, 0) => String::new(),
        (None, seconds) => format!(" [{}]", duration(seconds)),
    };
    line(out, &first, "         ", &format!("{}{time}: {}", describe(&step.task), step.reason));
    if let Some(risk) = &step.risk {
        line(out, "         risk: ", "         ", &describe_risk(risk));
    }
}

/// How long the moves of a node take, beside the least and Windows' own order.
fn drain(time: &DrainTime) -> String {
    format!(
        "its moves take about {}; no order takes less than {}; Windows' own queue would take {}",
        duration(time.likely_seconds),
        duration(time.bound_seconds),
        duration(time.windows_seconds)
    )
}

/// What a step does, in words.
pub(super) fn describe(task: &Task) -> String {
    match task {
        Task::BorrowSetting { name, value } => format!("set {name} to {value}"),
        Task::RestoreSetting { name } => format!("put {name} back"),
        Task::DisableUpdatingRole => "disable the updating role".to_owned(),
        Task::EnableUpdatingRole => "enable the updating role".to_owned(),
        Task::PauseNode { node } => format!("pause {node}"),
        Task::MoveRole { role, from, to, migration, .. } => {
            let how = match migration {
                Migration::Live => "live",
                Migration::Quick => "quick",
                Migration::Failover => "failover",
            };
            format!("move {role} {from} -> {to}, {how}")
        }
        Task::MoveSharedVolume { volume, from, to } => format!("move volume {volume} {from} -> {to}"),
        Task::Soak { node, seconds } => format!("soak {node} for {}", duration(*seconds)),
        Task::DrainNode { node } => format!("drain {node}"),
        Task::EnableStorageMaintenance { node } => format!("storage maintenance on for {node}"),
        Task::DisableStorageMaintenance { node } => format!("storage maintenance off for {node}"),
        Task::EvictNode { node } => format!("evict {node}"),
        Task::InstallNode { node, machine, release, .. } if node == machine => format!("install {release} on {node}"),
        Task::InstallNode { node, machine, release, .. } => {
            format!("install {release} on {machine} in place of {node}")
        }
        Task::AddNode { machine } => format!("add {machine}"),
        Task::ResumeNode { node } => format!("resume {node}"),
        Task::AwaitStorageRepair => "wait for storage repair".to_owned(),
        Task::RestoreOwners { node, roles } => {
            let names: Vec<&RoleName> = roles.iter().map(|lists| &lists.role).collect();
            format!("put {node} back among the owners of {}", list(&names))
        }
        Task::VerifyNode { node } => format!("verify {node}"),
        Task::AwaitCommit => "wait for the commitment".to_owned(),
        Task::CheckFunctionalLevel => "check the functional level".to_owned(),
        Task::RaiseFunctionalLevel { level } => format!("raise the functional level to {level}"),
        Task::UpdateStoragePool { pool } => format!("update storage pool {pool}"),
        Task::RaiseVirtualMachineVersion { role, from, to, running } => {
            let state = if *running { "running" } else { "off" };
            format!("raise {role} ({state}) from {from} to {to}")
        }
    }
}

fn describe_risk(risk: &Risk) -> String {
    let votes = if risk.survives_one_more_failure { "survives one more failure" } else { "one more failure stops it" };
    let room = if risk.stopped_by_one_more_failure.is_empty() {
        "every role finds room if one more node fails".to_owned()
    } else {
        let names: Vec<&RoleName> = risk.stopped_by_one_more_failure.iter().collect();
        format!("if one more node fails, no room for {}", list(&names))
    };
    format!(
        "{} free for VMs; {} votes of {} needed, {votes}; {room}",
        memory(risk.headroom_mib),
        risk.votes,
        risk.votes_needed
    )
}

fn list(names: &[&RoleName]) -> String {
    let shown: Vec<&str> = names.iter().take(NAMES_SHOWN_MAX).map(|name| name.as_str()).collect();
    match names.len().saturating_sub(NAMES_SHOWN_MAX) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

const fn method(method: Method) -> &'static str {
    match method {
        Method::CleanEvict => "evicted, clean installation",
        Method::InPlaceEvict => "evicted, upgrade in place",
        Method::InPlaceKeep => "stays a member, upgrade in place",
    }
}

fn estimate(estimate: Estimate) -> String {
    format!(
        "about {}, from {} to {}",
        duration(estimate.likely_seconds),
        duration(estimate.low_seconds),
        duration(estimate.high_seconds)
    )
}

/// A duration in its two largest units.
pub(crate) fn duration(seconds: u64) -> String {
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, _) if seconds.is_multiple_of(60) => format!("{minutes} min"),
        (0, 0, _) => format!("{minutes} min {} s", seconds % 60),
        (0, _, _) => format!("{hours} h {minutes} min"),
        _ => format!("{days} d {hours} h"),
    }
}

/// Writes a text, broken between words before column 120 where it has a space to break at.
fn line(out: &mut String, first: &str, rest: &str, text: &str) {
    out.push_str(first);
    let mut column = first.chars().count();
    let mut fresh = true;
    for word in text.split(' ') {
        let width = word.chars().count();
        if !fresh && column + 1 + width > COLUMNS {
            // Writing to a text does not fail.
            let _ = write!(out, "\n{rest}{word}");
            column = rest.chars().count() + width;
            continue;
        }
        if !fresh {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += width;
        fresh = false;
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_two_units() {
        let table = [
            (0, "0 s"),
            (59, "59 s"),
            (60, "1 min"),
            (61, "1 min 1 s"),
            (3600, "1 h 0 min"),
            (86_399, "23 h 59 min"),
            (90_000, "1 d 1 h"),
        ];
        for (seconds, expected) in table {
            assert_eq!(duration(seconds), expected);
        }
    }

    #[test]
    fn long_lines_are_broken_between_words() {
        let mut out = String::new();
        line(&mut out, "  1  ", "     ", "word ".repeat(40).trim_end());
        assert!(out.lines().all(|line| line.len() <= COLUMNS) && out.lines().count() == 2);
        let mut unbroken = String::new();
        line(&mut unbroken, "", "  ", &"x".repeat(200));
        assert_eq!(unbroken.lines().count(), 1);
    }
}
