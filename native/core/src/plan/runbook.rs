//! A plan as a runbook for a change board: for each step the command of Microsoft's, what to expect, and the way back.
//!
//! Sources: "Cluster operating system rolling upgrade" and "Taking a Storage Spaces Direct server offline"
//! (learn.microsoft.com), and the reference pages of the modules FailoverClusters, Hyper-V, Storage and
//! ClusterAwareUpdating.

use std::fmt::Write;

use super::calendar_text;
use super::commands::{Instruction, instruction};
use super::reasons::memory;
use super::text::{describe, duration};
use super::{Plan, Purpose, Step};
use crate::rules::Outcome;

/// The runbook in Markdown, the same for the same plan.
#[must_use]
pub fn runbook(plan: &Plan) -> String {
    let mut out = String::new();
    header(&mut out, plan);
    let mut stages = plan.nodes.iter().enumerate().peekable();
    let mut after = false;
    for step in &plan.steps {
        let mut titled = false;
        while let Some((place, stage)) = stages.next_if(|(_, stage)| stage.first_step == step.number) {
            heading(&mut out, &format!("Node {} of {}: {}", place + 1, plan.nodes.len(), stage.node));
            let _ = writeln!(
                out,
                "{}.\nAbout {}, at most {}.\n",
                sentence(&stage.reason),
                duration(stage.estimate.likely_seconds),
                duration(stage.estimate.high_seconds)
            );
            if let Some(told) = calendar_text::turn(plan, stage.first_step) {
                let _ = writeln!(out, "{}.\n", sentence(&told));
            }
            titled = true;
        }
        if titled {
            // The node's heading stands already.
        } else if !after && plan.nodes.last().map_or(0, |stage| stage.last_step) < step.number {
            after = true;
            heading(&mut out, if plan.nodes.is_empty() { "Steps" } else { "After the last node" });
        } else if step.number == 1 {
            heading(&mut out, "Before the first node");
        }
        write_step(&mut out, step);
    }
    if !plan.following.is_empty() {
        heading(&mut out, "The passes that follow");
        let passes: Vec<_> = plan.following.iter().map(|following| following.pass.clone()).collect();
        let _ = writeln!(out, "Each has a runbook of its own, made when it begins.\n");
        let _ = writeln!(out, "```text\n{}```", crate::path::text(&passes, None));
    }
    out
}

fn header(out: &mut String, plan: &Plan) {
    let change = &plan.change;
    // Writing to a text does not fail.
    let _ = match plan.purpose {
        Purpose::Upgrade => writeln!(
            out,
            "# Cluster {}: from {} to {}\n\nFunctional level {} to {}.\n{} of VMs ({}), {} failovers of other roles.",
            plan.cluster,
            change.from_release,
            change.to_release,
            change.from_level,
            change.to_level,
            if plan.moves.virtual_machine_moves == 1 {
                "1 live move".to_owned()
            } else {
                format!("{} moves", plan.moves.virtual_machine_moves)
            },
            memory(plan.moves.moved_mib),
            plan.moves.failovers
        ),
        Purpose::WayBack => writeln!(
            out,
            "# Cluster {}: back from {} to {}\n\nThe functional level stays {}.\n{} moves of VMs ({}).",
            plan.cluster,
            change.from_release,
            change.to_release,
            change.from_level,
            plan.moves.virtual_machine_moves,
            memory(plan.moves.moved_mib)
        ),
        Purpose::VirtualMachineVersions => {
            writeln!(out, "# Cluster {}: configuration versions of VMs for {}\n", plan.cluster, change.to_release)
        }
    };
    let time = plan.estimate;
    let _ = writeln!(
        out,
        "About {}, from {} to {}.\nMade from the inventory with SHA-256 `{}`.",
        duration(time.likely_seconds),
        duration(time.low_seconds),
        duration(time.high_seconds),
        plan.inventory_digest
    );
    for told in calendar_text::header(plan) {
        let _ = writeln!(out, "{}.", sentence(&told));
    }
    if plan.purpose == Purpose::Upgrade {
        out.push_str(
            "Until the functional level is raised every step has a way back; the raise has none but an authoritative \
             restore.\n",
        );
    }
    for finding in &plan.findings {
        let accepted = if finding.outcome == Outcome::Acknowledged { " (acknowledged)" } else { "" };
        let _ = writeln!(out, "\n- {}{accepted}: {} {}", finding.rule, finding.message, finding.remedy);
    }
}

fn heading(out: &mut String, title: &str) {
    let _ = writeln!(out, "\n## {title}\n");
}

fn write_step(out: &mut String, step: &Step) {
    let Instruction { commands, expected, back } = instruction(&step.task);
    let time = match step.likely_seconds {
        0 => String::new(),
        seconds => format!(" About {}.", duration(seconds)),
    };
    let _ = writeln!(out, "### Step {}: {}\n\nWhy: {}.{time}\n", step.number, describe(&step.task), step.reason);
    if !commands.is_empty() {
        let _ = writeln!(out, "```powershell\n{}\n```\n", commands.join("\n"));
    }
    let _ = writeln!(out, "- [ ] Expected: {expected}\n- Way back: {back}");
    if let Some(risk) = &step.risk {
        let stopped = match risk.stopped_by_one_more_failure.as_slice() {
            [] => "every role finds room if one more node fails".to_owned(),
            roles => format!("{} roles find no room if one more node fails", roles.len()),
        };
        let _ = writeln!(
            out,
            "- At risk: {} free for VMs, {} votes of {} needed; {stopped}.",
            memory(risk.headroom_mib),
            risk.votes,
            risk.votes_needed
        );
    }
    out.push('\n');
}

/// A reason as the beginning of a sentence.
fn sentence(reason: &str) -> String {
    let mut characters = reason.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
