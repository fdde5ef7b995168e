//! Windows Server releases, functional levels and configuration versions.
//!
//! Sources: "Cluster operating system rolling upgrade" and "Upgrade virtual machine version in Hyper-V"
//! (learn.microsoft.com, windows-server).

use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A release of Windows Server that a cluster node can run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub enum Release {
    /// Older than 2012 R2: rolling upgrade can't start there.
    #[serde(rename = "older")]
    Older,
    /// Windows Server 2012 R2.
    #[serde(rename = "2012R2")]
    Server2012R2,
    /// Windows Server 2016.
    #[serde(rename = "2016")]
    Server2016,
    /// Windows Server 2019.
    #[serde(rename = "2019")]
    Server2019,
    /// Windows Server 2022.
    #[serde(rename = "2022")]
    Server2022,
    /// Windows Server 2025.
    #[serde(rename = "2025")]
    Server2025,
}

impl Release {
    /// The releases that can take part in a rolling upgrade, oldest first.
    pub const ALL: [Self; 5] =
        [Self::Server2012R2, Self::Server2016, Self::Server2019, Self::Server2022, Self::Server2025];

    /// The number of the NT build with which the release began.
    #[must_use]
    pub const fn build(self) -> u32 {
        match self {
            Self::Older => 9200,
            Self::Server2012R2 => 9600,
            Self::Server2016 => 14393,
            Self::Server2019 => 17763,
            Self::Server2022 => 20348,
            Self::Server2025 => 26100,
        }
    }

    /// The functional level that belongs to the release.
    #[must_use]
    pub const fn level(self) -> FunctionalLevel {
        FunctionalLevel(match self {
            Self::Older => 7,
            Self::Server2012R2 => 8,
            Self::Server2016 => 9,
            Self::Server2019 => 10,
            Self::Server2022 => 11,
            Self::Server2025 => 12,
        })
    }

    /// The release that a functional level belongs to.
    #[must_use]
    pub fn of_level(level: FunctionalLevel) -> Option<Self> {
        Self::ALL.into_iter().find(|release| release.level() == level)
    }

    /// The release that a build number belongs to: the newest whose first build is not above it.
    #[must_use]
    pub fn of_build(build: u32) -> Self {
        Self::ALL.into_iter().rev().find(|release| build >= release.build()).unwrap_or(Self::Older)
    }

    /// The next release, where there is one.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        Self::ALL.into_iter().find(|release| *release > self)
    }

    /// The release before this one, where it can take part in a rolling upgrade.
    #[must_use]
    pub fn previous(self) -> Option<Self> {
        Self::ALL.into_iter().rev().find(|release| *release < self)
    }

    /// The configuration versions that a host of this release runs, oldest first.
    #[must_use]
    pub const fn configuration_versions(self) -> &'static [ConfigurationVersion] {
        const fn version(major: u16, minor: u16) -> ConfigurationVersion {
            ConfigurationVersion { major, minor }
        }
        const V2012R2: &[ConfigurationVersion] = &[version(5, 0)];
        const V2016: &[ConfigurationVersion] =
            &[version(5, 0), version(6, 2), version(7, 0), version(7, 1), version(8, 0)];
        const V2019: &[ConfigurationVersion] = &[
            version(5, 0),
            version(6, 2),
            version(7, 0),
            version(7, 1),
            version(8, 0),
            version(8, 1),
            version(8, 2),
            version(8, 3),
            version(9, 0),
        ];
        const V2022: &[ConfigurationVersion] = &[
            version(8, 0),
            version(8, 1),
            version(8, 2),
            version(8, 3),
            version(9, 0),
            version(9, 1),
            version(9, 2),
            version(9, 3),
            version(10, 0),
        ];
        const V2025: &[ConfigurationVersion] = &[
            version(8, 0),
            version(8, 1),
            version(8, 2),
            version(8, 3),
            version(9, 0),
            version(9, 1),
            version(9, 2),
            version(9, 3),
            version(10, 0),
            version(10, 5),
            version(11, 0),
            version(11, 1),
            version(11, 2),
            version(12, 0),
        ];
        match self {
            Self::Older => &[],
            Self::Server2012R2 => V2012R2,
            Self::Server2016 => V2016,
            Self::Server2019 => V2019,
            Self::Server2022 => V2022,
            Self::Server2025 => V2025,
        }
    }

    /// The configuration version of a VM made on a host of this release.
    #[must_use]
    pub fn default_configuration_version(self) -> Option<ConfigurationVersion> {
        self.configuration_versions().last().copied()
    }

    /// The short name: `2012R2`, `2016` ...
    #[must_use]
    pub const fn short_name(self) -> &'static str {
        match self {
            Self::Older => "older",
            Self::Server2012R2 => "2012R2",
            Self::Server2016 => "2016",
            Self::Server2019 => "2019",
            Self::Server2022 => "2022",
            Self::Server2025 => "2025",
        }
    }

    /// Reads what a person types: `2016`, `2012R2`, `2012 r2`, `WS2019`, `Windows Server 2022`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain: String = text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
        let plain = plain.strip_prefix("windowsserver").or_else(|| plain.strip_prefix("ws")).unwrap_or(&plain);
        Self::ALL.into_iter().find(|release| release.short_name().to_lowercase() == plain)
    }
}

impl fmt::Display for Release {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Server2012R2 => formatter.write_str("Windows Server 2012 R2"),
            Self::Older => formatter.write_str("a release before Windows Server 2012 R2"),
            _ => write!(formatter, "Windows Server {}", self.short_name()),
        }
    }
}

/// A cluster functional level: 8 for 2012 R2 and one more with each release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct FunctionalLevel(pub u32);

impl FunctionalLevel {
    /// The next level.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

impl fmt::Display for FunctionalLevel {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// The configuration version of a VM, such as 5.0 or 12.0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ConfigurationVersion {
    /// The number before the point.
    pub major: u16,
    /// The number after the point.
    pub minor: u16,
}

impl fmt::Display for ConfigurationVersion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.major, self.minor)
    }
}

impl std::str::FromStr for ConfigurationVersion {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parsed = text.split_once('.').and_then(|(major, minor)| {
            let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            (digits(major) && digits(minor)).then_some(())?;
            Some(Self { major: major.parse().ok()?, minor: minor.parse().ok()? })
        });
        parsed.ok_or_else(|| format!("`{text}` is not a configuration version such as \"8.0\""))
    }
}

impl Serialize for ConfigurationVersion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ConfigurationVersion {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

impl JsonSchema for ConfigurationVersion {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ConfigurationVersion".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[0-9]{1,5}\\.[0-9]{1,5}$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_are_read_as_people_type_them() {
        let table = [
            ("2016", Some(Release::Server2016)),
            ("2012 R2", Some(Release::Server2012R2)),
            ("Windows Server 2012 r2", Some(Release::Server2012R2)),
            ("ws2025", Some(Release::Server2025)),
            ("2012", None),
            ("2026", None),
            ("", None),
        ];
        for (text, expected) in table {
            assert_eq!(Release::parse(text), expected, "{text}");
        }
    }

    #[test]
    fn levels_follow_the_official_table() {
        let levels: Vec<u32> = Release::ALL.iter().map(|release| release.level().0).collect();
        assert_eq!(levels, [8, 9, 10, 11, 12]);
        assert_eq!(Release::of_build(14393), Release::Server2016);
        assert_eq!(Release::of_build(9200), Release::Older);
        assert_eq!(Release::of_build(20349), Release::Server2022);
    }

    #[test]
    fn versions_compare_by_number() {
        let nine: ConfigurationVersion = "9.0".parse().unwrap();
        let ten: ConfigurationVersion = "10.0".parse().unwrap();
        assert!(nine < ten);
        for bad in ["", "8", "8.", ".0", "8.0.1", "x.y", "-1.0", "+8.0"] {
            assert!(bad.parse::<ConfigurationVersion>().is_err(), "{bad}");
        }
    }
}
