//! What a clock on the wall shows: zones, days, times of day, each as people write them.

use std::fmt;
use std::str::FromStr;

use jiff::civil;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A zone of the IANA database that is part of this library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(TimeZone);

impl Zone {
    /// The zone's rules.
    pub(super) const fn rules(&self) -> &TimeZone {
        &self.0
    }
}

impl Zone {
    /// A moment as the clock of the zone shows it.
    pub(in crate::plan) fn shown(&self, moment: crate::model::Timestamp) -> String {
        match jiff::Timestamp::from_millisecond(moment.milliseconds()) {
            Ok(instant) => instant.to_zoned(self.0.clone()).strftime("%a %Y-%m-%d %H:%M").to_string(),
            Err(_) => moment.to_string(),
        }
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0.iana_name().unwrap_or("UTC"))
    }
}

impl FromStr for Zone {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        TimeZoneDatabase::bundled().get(text).map(Self).map_err(|_| {
            format!("`{text}` is no zone of the IANA database; give a name such as `Europe/Berlin` or `UTC`")
        })
    }
}

/// A day of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub(super) civil::Date);

impl fmt::Display for Day {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.0)
    }
}

impl FromStr for Day {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self).map_err(|_| format!("`{text}` is no day such as `2026-11-28`"))
    }
}

/// A time of day in minutes; `24:00` is the end of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeOfDay(u16);

/// Minutes in a day.
const DAY_MINUTES: u16 = 24 * 60;

impl TimeOfDay {
    /// The date and the time of day at which a clock shows this on a day.
    pub(super) fn on(self, day: civil::Date) -> Option<civil::DateTime> {
        let day = if self.0 == DAY_MINUTES { day.tomorrow().ok()? } else { day };
        let minutes = self.0 % DAY_MINUTES;
        let (hour, minute) = (i8::try_from(minutes / 60).ok()?, i8::try_from(minutes % 60).ok()?);
        Some(day.at(hour, minute, 0, 0))
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl FromStr for TimeOfDay {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = |part: &str, most: u16| {
            let digits = (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
            part.parse::<u16>().ok().filter(|number| digits && *number <= most)
        };
        let minutes = text.split_once(':').and_then(|(hours, minutes)| {
            let minutes = number(minutes, 59).filter(|_| minutes.len() == 2)?;
            Some(number(hours, 24)? * 60 + minutes).filter(|minutes| *minutes <= DAY_MINUTES)
        });
        minutes.map(Self).ok_or_else(|| format!("`{text}` is no time of day such as `22:00`"))
    }
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum Weekday {
    /// The first day of the week.
    Monday,
    /// The second.
    Tuesday,
    /// The third.
    Wednesday,
    /// The fourth.
    Thursday,
    /// The fifth.
    Friday,
    /// The sixth.
    Saturday,
    /// The last.
    Sunday,
}

impl Weekday {
    /// The days in their order, from Monday.
    pub const ALL: [Self; 7] =
        [Self::Monday, Self::Tuesday, Self::Wednesday, Self::Thursday, Self::Friday, Self::Saturday, Self::Sunday];

    /// The day of the week of a day.
    pub(super) fn of(day: civil::Date) -> Self {
        let place = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0);
        Self::ALL[place % Self::ALL.len()]
    }

    /// Its three letters, such as `Mon`.
    #[must_use]
    pub const fn short_name(self) -> &'static str {
        match self {
            Self::Monday => "Mon",
            Self::Tuesday => "Tue",
            Self::Wednesday => "Wed",
            Self::Thursday => "Thu",
            Self::Friday => "Fri",
            Self::Saturday => "Sat",
            Self::Sunday => "Sun",
        }
    }
}

/// Tells a type that is written as text in documents.
macro_rules! written_as_text {
    ($type:ident, $name:literal, $pattern:literal) => {
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(de::Error::custom)
            }
        }

        impl JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                $name.into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "pattern": $pattern })
            }
        }
    };
}

written_as_text!(Zone, "Zone", "^[A-Za-z0-9_+/-]+$");
written_as_text!(Day, "Day", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
written_as_text!(TimeOfDay, "TimeOfDay", "^[0-9]{1,2}:[0-9]{2}$");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_clock_shows_is_read_and_written() {
        for (text, written) in [("22:00", "22:00"), ("6:05", "06:05"), ("24:00", "24:00"), ("0:00", "00:00")] {
            assert_eq!(text.parse::<TimeOfDay>().unwrap().to_string(), written);
        }
        for wrong in ["24:01", "25:00", "12:60", "12", "12:5", "+1:00", "", "12:00:00"] {
            assert!(wrong.parse::<TimeOfDay>().is_err(), "{wrong}");
        }
        assert!("2026-02-30".parse::<Day>().is_err());
        assert_eq!("europe/berlin".parse::<Zone>().unwrap().to_string(), "Europe/Berlin");
        assert!("Europe/Nowhere".parse::<Zone>().unwrap_err().contains("Europe/Berlin"));
    }
}
