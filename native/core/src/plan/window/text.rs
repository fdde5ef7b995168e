//! A window as people type it: `Sat,Sun 22:00-06:00 Europe/Berlin`.

use std::fmt;
use std::str::FromStr;

use super::clock::{TimeOfDay, Weekday, Zone};
use super::{ClockChange, MaintenanceWindow};

const FORM: &str = "a window is written like `Mon-Fri 22:00-05:00 Europe/Berlin`, with days of the week, `daily` or a \
                    day such as `2026-11-28`, a zone, and `narrow` or `wide` where the clock changes";

impl FromStr for MaintenanceWindow {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::read(text, None)
    }
}

impl MaintenanceWindow {
    /// Reads `[days] times [zone] [narrow|wide]`; without a zone the given one counts.
    ///
    /// # Errors
    /// What is wrong with it, and how a window is written.
    pub fn read(text: &str, zone: Option<&Zone>) -> Result<Self, String> {
        let mut words = text.split_whitespace().peekable();
        let first = words.next_if(|word| !word.contains(':'));
        let (days, date) = match first {
            None => (Vec::new(), None),
            Some(word) if word.eq_ignore_ascii_case("daily") => (Vec::new(), None),
            Some(word) if word.starts_with(|first: char| first.is_ascii_digit()) => (Vec::new(), Some(word.parse()?)),
            Some(word) => (days(word)?, None),
        };
        let (opens, closes) = words.next().and_then(|times| times.split_once('-')).ok_or(FORM)?;
        let (opens, closes): (TimeOfDay, TimeOfDay) = (opens.parse()?, closes.parse()?);
        let zone = match (words.next_if(|word| clock_change(word).is_none()), zone) {
            (Some(word), _) => word.parse()?,
            (None, Some(zone)) => zone.clone(),
            (None, None) => return Err(FORM.to_owned()),
        };
        let clock_change = match words.next() {
            None => ClockChange::default(),
            Some(word) => clock_change(word).ok_or(FORM)?,
        };
        if words.next().is_some() {
            return Err(FORM.to_owned());
        }
        Ok(Self { zone, days, date, opens, closes, clock_change })
    }
}

fn clock_change(word: &str) -> Option<ClockChange> {
    match word.to_ascii_lowercase().as_str() {
        "narrow" => Some(ClockChange::Narrow),
        "wide" => Some(ClockChange::Wide),
        _ => None,
    }
}

/// Days of the week: names with commas between them, and ranges.
fn days(text: &str) -> Result<Vec<Weekday>, String> {
    let mut found = Vec::new();
    for part in text.split(',') {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        let (from, to) = (day(from)?, day(to)?);
        let from = Weekday::ALL.iter().position(|day| *day == from).unwrap_or(0);
        for day in Weekday::ALL.iter().cycle().skip(from).take(Weekday::ALL.len()) {
            if !found.contains(day) {
                found.push(*day);
            }
            if *day == to {
                break;
            }
        }
    }
    found.sort_unstable();
    // Every day of the week is the same as no day named.
    Ok(if found.len() == Weekday::ALL.len() { Vec::new() } else { found })
}

/// A day of the week by its name or its first three letters.
fn day(text: &str) -> Result<Weekday, String> {
    let lower = text.to_ascii_lowercase();
    let names = |day: &Weekday| {
        let full = format!("{day:?}").to_ascii_lowercase();
        lower == full || lower == full[..3]
    };
    Weekday::ALL.into_iter().find(names).ok_or_else(|| format!("`{text}` is no day of the week; {FORM}"))
}

impl fmt::Display for MaintenanceWindow {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.date, self.days.as_slice()) {
            (Some(date), _) => write!(formatter, "{date}")?,
            (None, [] | [_, _, _, _, _, _, _]) => formatter.write_str("daily")?,
            (None, days) => {
                let names: Vec<&str> = days.iter().map(|day| day.short_name()).collect();
                formatter.write_str(&names.join(","))?;
            }
        }
        write!(formatter, " {}-{} {}", self.opens, self.closes, self.zone)?;
        if self.clock_change == ClockChange::Wide { formatter.write_str(" wide") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_are_read_and_written() {
        let table = [
            ("Sat,Sun 22:00-06:00 Europe/Berlin", "Sat,Sun 22:00-06:00 Europe/Berlin"),
            ("fri-mon 22:00-6:00 europe/berlin wide", "Mon,Fri,Sat,Sun 22:00-06:00 Europe/Berlin wide"),
            ("Mon-Sun 00:00-24:00 UTC", "daily 00:00-24:00 UTC"),
            ("daily 22:00-05:00 America/New_York narrow", "daily 22:00-05:00 America/New_York"),
            ("22:00-05:00 Asia/Kolkata", "daily 22:00-05:00 Asia/Kolkata"),
            ("2026-11-28 22:00-06:00 Europe/Berlin", "2026-11-28 22:00-06:00 Europe/Berlin"),
            ("Saturday 08:00-20:00 UTC", "Sat 08:00-20:00 UTC"),
        ];
        for (text, written) in table {
            let window: MaintenanceWindow = text.parse().unwrap();
            assert_eq!(window.to_string(), written);
            assert_eq!(window.to_string().parse(), Ok(window));
        }
    }

    #[test]
    fn a_window_without_a_zone_takes_the_given_one() {
        let zone: Zone = "Europe/Berlin".parse().unwrap();
        let read = |text: &str| MaintenanceWindow::read(text, Some(&zone)).unwrap().to_string();
        assert_eq!(read("Sat 22:00-06:00"), "Sat 22:00-06:00 Europe/Berlin");
        assert_eq!(read("22:00-06:00 wide"), "daily 22:00-06:00 Europe/Berlin wide");
        assert_eq!(read("22:00-06:00 UTC"), "daily 22:00-06:00 UTC");
    }

    #[test]
    fn what_is_no_window_says_how_one_is_written() {
        for wrong in
            ["", "Sat", "Sat 22:00-06:00", "Sat 22:00 UTC", "Sat 22:00-06:00 UTC often", "Someday 1:00-2:00 UTC"]
        {
            let error = wrong.parse::<MaintenanceWindow>().unwrap_err();
            assert!(error.contains("Mon-Fri 22:00-05:00"), "{wrong}: {error}");
        }
        assert!("Sat 22:00-26:00 UTC".parse::<MaintenanceWindow>().unwrap_err().contains("26:00"));
    }
}
