//! Passes as a person reads them.

use std::fmt::Write as _;

use super::{Advice, Course, OutageMoment, Pass, PassNeed, PathComparison};
use crate::rules::severity_word;

/// Findings of one rule that a pass shows before it counts the rest.
const SHOWN_MAX: usize = 3;

/// The passes, what each needs and whom it interrupts, and the comparison where there is one.
#[must_use]
pub fn text(passes: &[Pass], comparison: Option<&PathComparison>) -> String {
    let mut out = String::new();
    // Writing to a string can't fail.
    let _ = writeln!(out, "{}", counted(passes.len(), "pass", "passes"));
    for pass in passes {
        let nodes = counted(pass.rebuilds as usize, "node", "nodes");
        let days = counted(usize::try_from(pass.days.likely).unwrap_or(usize::MAX), "working day", "working days");
        let _ = writeln!(out, "{}. {} to {}: {nodes}, {days}", pass.number, pass.from, pass.to);
        needs(&mut out, &pass.needs);
        outages(&mut out, pass);
    }
    if let Some(found) = comparison {
        let _ = writeln!(out, "rolling:      {}", course(&found.rolling));
        let _ = writeln!(out, "new cluster:  {}", course(&found.new_cluster));
        let advice = match found.advice {
            Advice::Roll => "roll, pass by pass",
            Advice::NewCluster => "do not roll: build a new cluster",
        };
        let _ = writeln!(out, "advice:       {advice}");
        for reason in &found.reasons {
            let _ = writeln!(out, "              {reason}");
        }
    }
    out
}

/// The needs, those of one rule after each other and no more than a few of each.
fn needs(out: &mut String, needs: &[PassNeed]) {
    let mut told: Vec<&str> = Vec::new();
    for need in needs {
        if told.contains(&need.rule.as_str()) {
            continue;
        }
        told.push(&need.rule);
        let alike: Vec<&PassNeed> = needs.iter().filter(|other| other.rule == need.rule).collect();
        for other in alike.iter().take(SHOWN_MAX) {
            let _ = writeln!(out, "   {:<5}  {:<6}  {}", severity_word(other.severity), other.rule, other.message);
        }
        if alike.len() > SHOWN_MAX {
            let _ = writeln!(out, "                  and {} more like these", alike.len() - SHOWN_MAX);
        }
        let _ = writeln!(out, "                  {}", need.remedy);
    }
}

fn outages(out: &mut String, pass: &Pass) {
    for (moment, words) in [(OutageMoment::Before, "before"), (OutageMoment::During, "during")] {
        let mut reasons: Vec<&str> = Vec::new();
        for outage in pass.outages.iter().filter(|outage| outage.moment == moment) {
            if reasons.contains(&outage.reason.as_str()) {
                continue;
            }
            reasons.push(&outage.reason);
            let roles: Vec<&str> = pass
                .outages
                .iter()
                .filter(|other| other.moment == moment && other.reason == outage.reason)
                .map(|other| other.role.as_str())
                .collect();
            let names = crate::rules::listed(roles.iter().copied());
            let _ = writeln!(out, "   outage {words} the pass: {names}: {}", outage.reason);
        }
    }
}

fn course(course: &Course) -> String {
    format!(
        "{} installations of nodes, {} outages of roles, {} to {} working days, likely {}",
        course.rebuilds, course.outages, course.days.low, course.days.high, course.days.likely
    )
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
