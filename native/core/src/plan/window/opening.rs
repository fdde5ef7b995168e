//! When windows are open: moments in UTC, overlapping windows taken together.

use jiff::civil;
use jiff::tz::{AmbiguousOffset, TimeZone};

use super::clock::Weekday;
use super::{ClockChange, MaintenanceWindow};
use crate::model::Timestamp;

/// Days that are looked at from a moment on: every day of the week three times, so that a night in which the clock
/// changes does not hide one that is longer.
const DAYS_LOOKED_AT: i32 = 22;

/// A time without a break in which work may go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Opening {
    /// Its first moment.
    pub opens: Timestamp,
    /// The moment at which it is over.
    pub closes: Timestamp,
}

/// When something may start, and the opening in which it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Slot {
    /// The first moment at which enough is left of the opening.
    pub starts: Timestamp,
    /// The opening.
    pub opening: Opening,
}

/// The openings that are not over at a moment, in their order: those of the next three weeks, and those on a day of
/// their own.
#[must_use]
pub fn openings(windows: &[MaintenanceWindow], from: Timestamp) -> Vec<Opening> {
    let mut found: Vec<Opening> = windows.iter().flat_map(|window| of_window(window, from)).collect();
    found.retain(|opening| opening.closes > from);
    found.sort_unstable();
    let mut merged: Vec<Opening> = Vec::with_capacity(found.len());
    for opening in found {
        match merged.last_mut().filter(|last| opening.opens <= last.closes) {
            Some(last) => last.closes = last.closes.max(opening.closes),
            None => merged.push(opening),
        }
    }
    merged
}

/// The first moment from which so many seconds are left before the windows close; nothing where no opening is so long.
#[must_use]
pub fn fit(windows: &[MaintenanceWindow], from: Timestamp, seconds: u64) -> Option<Slot> {
    openings(windows, from).into_iter().find_map(|opening| {
        let starts = opening.opens.max(from);
        (starts.plus_seconds(seconds) <= opening.closes).then_some(Slot { starts, opening })
    })
}

/// How long the longest opening is of those that are not over at a moment, in seconds.
#[must_use]
pub fn longest_seconds(windows: &[MaintenanceWindow], from: Timestamp) -> u64 {
    let left = |opening: &Opening| opening.closes.seconds_since(opening.opens.max(from));
    openings(windows, from).iter().map(left).max().unwrap_or(0)
}

fn of_window(window: &MaintenanceWindow, from: Timestamp) -> Vec<Opening> {
    if let Some(date) = window.date {
        return on(window, date.0).into_iter().collect();
    }
    let zone = window.zone.rules();
    let Ok(instant) = jiff::Timestamp::from_millisecond(from.milliseconds()) else { return Vec::new() };
    let today = zone.to_datetime(instant).date();
    // A window of yesterday may still be open.
    let days = (-1..DAYS_LOOKED_AT).filter_map(|days| today.checked_add(jiff::Span::new().days(days)).ok());
    let opens = |day: &civil::Date| window.days.is_empty() || window.days.contains(&Weekday::of(*day));
    days.filter(opens).filter_map(|day| on(window, day)).collect()
}

/// The opening that begins on a day.
fn on(window: &MaintenanceWindow, day: civil::Date) -> Option<Opening> {
    let closing_day = if window.closes > window.opens { day } else { day.tomorrow().ok()? };
    let wide = window.clock_change == ClockChange::Wide;
    let zone = window.zone.rules();
    let opens = moment(zone, window.opens.on(day)?, wide)?;
    let closes = moment(zone, window.closes.on(closing_day)?, !wide)?;
    (opens < closes).then_some(Opening { opens, closes })
}

/// The moment at which the clock shows a time: the first one or the second one where it does so twice, and the moment
/// of the change where it leaves it out.
fn moment(zone: &TimeZone, shown: civil::DateTime, first: bool) -> Option<Timestamp> {
    let at = |offset: jiff::tz::Offset| offset.to_timestamp(shown).ok();
    let instant = match zone.to_ambiguous_timestamp(shown).offset() {
        AmbiguousOffset::Unambiguous { offset } => at(offset)?,
        AmbiguousOffset::Fold { before, after } => at(if first { before } else { after })?,
        // With the offset after the change the time would have come before it.
        AmbiguousOffset::Gap { after, .. } => zone.following(at(after)?).next()?.timestamp(),
    };
    Some(Timestamp::from_milliseconds(instant.as_millisecond()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn told(window: &str, from: &str, count: usize) -> Vec<String> {
        let windows: Vec<MaintenanceWindow> = window.split(';').map(|one| one.parse().unwrap()).collect();
        let found = openings(&windows, at(from)).into_iter().take(count);
        found.map(|opening| format!("{} {}", opening.opens, opening.closes)).collect()
    }

    #[test]
    fn a_window_opens_by_the_clock_of_its_zone() {
        assert_eq!(
            told("Sat,Sun 22:00-06:00 Europe/Berlin", "2026-11-23T12:00:00Z", 3),
            [
                "2026-11-28T21:00:00Z 2026-11-29T05:00:00Z",
                "2026-11-29T21:00:00Z 2026-11-30T05:00:00Z",
                "2026-12-05T21:00:00Z 2026-12-06T05:00:00Z"
            ]
        );
        // The one of yesterday is still open.
        assert_eq!(
            told("daily 22:00-06:00 Europe/Berlin", "2026-11-24T04:00:00Z", 1),
            ["2026-11-23T21:00:00Z 2026-11-24T05:00:00Z"]
        );
        assert_eq!(
            told("2027-01-01 08:00-24:00 UTC", "2026-01-01T00:00:00Z", 2),
            ["2027-01-01T08:00:00Z 2027-01-02T00:00:00Z"]
        );
    }

    #[test]
    fn windows_that_touch_are_one() {
        assert_eq!(
            told("Fri 22:00-24:00 UTC;Sat 00:00-12:00 UTC;Sat 11:00-14:00 UTC", "2026-11-23T00:00:00Z", 1),
            ["2026-11-27T22:00:00Z 2026-11-28T14:00:00Z"]
        );
    }

    #[test]
    fn nights_in_which_the_clock_changes() {
        // In 2027 Berlin's clock goes from 2:00 to 3:00 on 28 March and from 3:00 to 2:00 on 31 October.
        let spring = "2027-03-27T12:00:00Z";
        assert_eq!(
            told("daily 22:00-06:00 Europe/Berlin", spring, 1),
            ["2027-03-27T21:00:00Z 2027-03-28T04:00:00Z"],
            "seven hours"
        );
        for rule in ["narrow", "wide"] {
            assert_eq!(
                told(&format!("daily 02:30-06:00 Europe/Berlin {rule}"), "2027-03-28T00:00:00Z", 1),
                ["2027-03-28T01:00:00Z 2027-03-28T04:00:00Z"],
                "half past two is the moment of the change"
            );
        }
        let autumn = "2027-10-30T12:00:00Z";
        assert_eq!(
            told("daily 22:00-06:00 Europe/Berlin", autumn, 1),
            ["2027-10-30T20:00:00Z 2027-10-31T05:00:00Z"],
            "nine hours"
        );
        let ends = [("narrow", "2027-10-31T00:30:00Z"), ("wide", "2027-10-31T01:30:00Z")];
        for (rule, closes) in ends {
            let found = told(&format!("daily 22:00-02:30 Europe/Berlin {rule}"), autumn, 1);
            assert_eq!(found, [format!("2027-10-30T20:00:00Z {closes}")]);
        }
        let begins = [("narrow", "2027-10-31T01:30:00Z"), ("wide", "2027-10-31T00:30:00Z")];
        for (rule, opens) in begins {
            let found = told(&format!("daily 02:30-06:00 Europe/Berlin {rule}"), "2027-10-31T00:00:00Z", 1);
            assert_eq!(found, [format!("{opens} 2027-10-31T05:00:00Z")]);
        }
    }

    #[test]
    fn work_starts_where_all_of_it_fits() {
        let windows: Vec<MaintenanceWindow> = vec!["daily 22:00-06:00 UTC".parse().unwrap()];
        let fit = |from: &str, hours: u64| super::fit(&windows, at(from), hours * 3600).map(|slot| slot.starts);
        assert_eq!(fit("2026-11-23T23:00:00Z", 7), Some(at("2026-11-23T23:00:00Z")));
        assert_eq!(fit("2026-11-23T23:00:01Z", 7), Some(at("2026-11-24T22:00:00Z")));
        assert_eq!(fit("2026-11-23T12:00:00Z", 8), Some(at("2026-11-23T22:00:00Z")));
        assert_eq!(fit("2026-11-23T12:00:00Z", 9), None);
        assert_eq!(longest_seconds(&windows, at("2026-11-23T12:00:00Z")), 8 * 3600);
    }
}
