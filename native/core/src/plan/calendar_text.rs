//! The calendar of a plan in words, by the clock of its first window.

use super::text::duration;
use super::window::Zone;
use super::{CalendarPart, Plan};
use crate::model::Timestamp;

/// What stands over the whole plan; empty where it has no windows.
#[must_use]
pub fn header(plan: &Plan) -> Vec<String> {
    let (Some(calendar), Some(zone)) = (&plan.calendar, zone(plan)) else { return Vec::new() };
    let at = |moment: Timestamp| zone.shown(moment);
    let mut told = vec![format!(
        "from {} on, done about {}, from {} to {} ({zone})",
        at(calendar.begins_at),
        at(calendar.ends_likely_at),
        at(calendar.ends_low_at),
        at(calendar.ends_high_at)
    )];
    if let Some(by) = calendar.finish_by {
        let days = plan.policy.mixed_mode_days;
        told.push(format!("the functional level ought to be raised by {}, after {days} days", at(by)));
    }
    told
}

/// When the turn that begins with a step starts, and in which window.
#[must_use]
pub fn turn(plan: &Plan, first_step: u32) -> Option<String> {
    let part = plan.calendar.as_ref()?.parts.iter().find(|part| part.first_step == first_step)?;
    Some(told(part, zone(plan)?))
}

fn told(part: &CalendarPart, zone: &Zone) -> String {
    let mut told = format!("starts about {}", zone.shown(part.starts_at));
    if let (Some(closes), Some(fits)) = (part.closes_at, part.fits_seconds) {
        told += &format!("; it takes up to {} of the window, which closes at {}", duration(fits), zone.shown(closes));
    }
    if part.waits_seconds > 0 {
        told += &format!("; nothing happens for {} before it", duration(part.waits_seconds));
    }
    told
}

fn zone(plan: &Plan) -> Option<&Zone> {
    plan.policy.windows.first().map(|window| &window.zone)
}
