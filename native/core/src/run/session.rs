//! What one session brings along: who drives the run, its gates and its hooks.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Run;
use crate::plan::{Acknowledgement, Attestation};

/// The private property of the cluster that holds the lease.
pub const LEASE_PROPERTY: &str = "RollingUpgradeLease";

/// What a session brings along. A run that goes on in another session goes on with what that one brings.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Session {
    /// Who drives; absent takes no lease, as on a twin that nobody else sees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease: Option<LeaseRequest>,
    /// Rules that a person takes responsibility for in this session, beside those of the plan.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acknowledgements: Vec<Acknowledgement>,
    /// What people state in this session, beside what the plan holds; the newest word about a topic counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attestations: Vec<Attestation>,
    /// How many gates the user has added; they are numbered from 1.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub user_gates: u32,
    /// Whether evidence for a support case is gathered where the run pauses or stops.
    #[serde(default)]
    pub evidence: bool,
    /// The hooks that there are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hooks: Vec<HookPoint>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
const fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// Who asks for the lease.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LeaseRequest {
    /// The account.
    pub owner: String,
    /// The machine from which the run is driven.
    pub host: String,
    /// Whether the lease of a driver that is dead may be taken over.
    #[serde(default)]
    pub take_over: bool,
    /// Runs in the journal of that machine that no session drives any more, such as one that was stopped by Ctrl+C: a
    /// lease of theirs is no other driver's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub idle_runs: Vec<String>,
}

/// When a hook is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub enum HookPoint {
    /// Before a node goes out.
    BeforeNode,
    /// After a node is back and verified.
    AfterNode,
    /// Before the functional level is raised.
    BeforeLevel,
    /// When the run pauses because it waits for a person.
    OnPause,
    /// When the run pauses because something failed.
    OnFailure,
    /// When the run ends: completed, or all nodes new and the level not raised.
    OnEnd,
}

impl fmt::Display for HookPoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::BeforeNode => "before a node",
            Self::AfterNode => "after a node",
            Self::BeforeLevel => "before the level",
            Self::OnPause => "on pause",
            Self::OnFailure => "on failure",
            Self::OnEnd => "on end",
        })
    }
}

impl Run {
    /// Takes a session over: its lease, gates and hooks, and what people stand for in it.
    pub(super) fn open_session(&mut self, session: &Session) {
        self.options.session = session.clone();
        if session.acknowledgements.is_empty() && session.attestations.is_empty() {
            return;
        }
        let policy = &mut std::sync::Arc::make_mut(&mut self.plan).policy;
        // The first that is found counts.
        policy.acknowledgements.splice(0..0, session.acknowledgements.iter().cloned());
        policy.attestations.splice(0..0, session.attestations.iter().cloned());
    }
}
