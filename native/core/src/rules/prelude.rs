//! What every rule needs to write itself down.

pub(super) use super::Topic;
pub(super) use super::facts::{Facts, Host, counted, listed};
pub(super) use super::findings::Findings;
pub(super) use super::rule::{Moment, Rule, Stage};
pub(super) use super::{Confidence, Severity, Subject};

/// The guide to the whole upgrade, which most rules come from.
pub(super) const ROLLING_UPGRADE_PAGE: &str =
    "Cluster operating system rolling upgrade (learn.microsoft.com, Windows Server)";
/// The page on configuration versions.
pub(super) const VERSIONS_PAGE: &str =
    "Upgrade virtual machine version in Hyper-V on Windows or Windows Server (learn.microsoft.com, Windows Server)";
/// The page on votes, of clusters and of pools.
pub(super) const QUORUM_PAGE: &str = "Understanding cluster and pool quorum (learn.microsoft.com, Windows Server)";
/// The page on configuring votes.
pub(super) const MANAGE_QUORUM_PAGE: &str = "Configure and manage quorum (learn.microsoft.com, Windows Server)";
/// The page on the maintenance of Storage Spaces Direct servers.
pub(super) const MAINTAIN_PAGE: &str =
    "Taking a Storage Spaces Direct server offline for maintenance (learn.microsoft.com, Windows Server)";

/// Asked in the whole check only.
pub(super) const UPGRADE: &[Moment] = &[Moment::Upgrade];
