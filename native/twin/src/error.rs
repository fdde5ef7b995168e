//! Errors of the twin: what is not there, what the cluster refuses, and bugs of our own.

use rolling_upgrade_core::error::{ErrorId, ErrorReport, Reportable};
use rolling_upgrade_core::model::{NodeName, Release, RoleName};
use thiserror::Error;

use crate::refusal::Refusal;

/// Why a twin can't be made or a call can't be answered.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TwinError {
    /// No node of the cluster has this name.
    #[error("the cluster `{cluster}` has no node named `{node}`")]
    NodeNotFound {
        /// The cluster.
        cluster: String,
        /// The name.
        node: NodeName,
    },
    /// No machine that the twin knows has this name.
    #[error("there is no machine named `{machine}`")]
    MachineNotFound {
        /// The name.
        machine: NodeName,
    },
    /// No role of the cluster has this name.
    #[error("the cluster `{cluster}` has no role named `{role}`")]
    RoleNotFound {
        /// The cluster.
        cluster: String,
        /// The name.
        role: RoleName,
    },
    /// The cluster refuses.
    #[error("{0}")]
    Refused(#[from] Refusal),
    /// The inventory names a node or machine that it does not hold.
    #[error("{subject} names `{node}`, which the inventory does not hold")]
    UnknownNode {
        /// The role, volume or machine.
        subject: String,
        /// The unknown name.
        node: NodeName,
    },
    /// Two machines or two roles have one name.
    #[error("two {kind} are named `{name}`")]
    Duplicate {
        /// What they are.
        kind: &'static str,
        /// The name.
        name: String,
    },
    /// No node's facts are known.
    #[error("no node of the inventory tells the facts of its machine")]
    NoFacts,
    /// The simulation names something that the inventory does not hold.
    #[error("the simulation names the {kind} `{name}`, which the inventory does not hold")]
    SimulationSubject {
        /// What it names.
        kind: &'static str,
        /// The name.
        name: String,
    },
    /// A property that can't be written, or a value that it can't have.
    #[error("the property `{property}` can't be set to {value}")]
    Property {
        /// The property.
        property: String,
        /// The value.
        value: String,
    },
    /// A property of the cluster that its functional level does not have yet.
    #[error(
        "the property `{property}` does not exist at functional level {level}: {since} brings it, at level {}",
        .since.level().0
    )]
    PropertyTooNew {
        /// The property.
        property: String,
        /// The functional level of the cluster.
        level: u32,
        /// The release that brings the property.
        since: Release,
    },
    /// A property or operation that the twin does not model.
    #[error("the twin does not model {what}")]
    NotModelled {
        /// What is not modelled.
        what: String,
    },
    /// An invariant is broken.
    #[error("the invariant `{invariant}` is broken at {milliseconds} ms: {detail}")]
    Broken {
        /// The invariant's name.
        invariant: &'static str,
        /// Virtual time since the beginning.
        milliseconds: u64,
        /// What was found.
        detail: String,
    },
    /// An answer that can't be told in JSON.
    #[error("the answer can't be written: {reason}")]
    Answer {
        /// Why.
        reason: String,
    },
}

impl Reportable for TwinError {
    fn report(&self) -> ErrorReport {
        let text = self.to_string();
        match self {
            Self::NodeNotFound { node, .. } => ErrorReport::new(
                ErrorId::NodeNotFound,
                text,
                "Get-ClusterNode lists the names; an evicted node is no member any more.",
            )
            .about(node.as_str())
            .with_win32(5042),
            Self::MachineNotFound { machine } => ErrorReport::new(
                ErrorId::NodeNotFound,
                text,
                "Name a node, an evicted machine or one that stands ready in the inventory's `machines`.",
            )
            .about(machine.as_str())
            .with_win32(53),
            Self::RoleNotFound { role, .. } => {
                ErrorReport::new(ErrorId::RoleNotFound, text, "Get-ClusterGroup lists the names.")
                    .about(role.as_str())
                    .with_win32(5013)
            }
            Self::Refused(refusal) => refusal.report(),
            Self::UnknownNode { node, .. } => {
                ErrorReport::new(ErrorId::UnknownNode, text, "Name one of the nodes under `nodes`, or add the node.")
                    .about(node.as_str())
            }
            Self::Duplicate { name, .. } => {
                ErrorReport::new(ErrorId::DuplicateName, text, "Rename or remove one of the two.").about(name)
            }
            Self::NoFacts => ErrorReport::new(
                ErrorId::FieldInvalid,
                text,
                "Capture the cluster again with at least one node that answers.",
            )
            .about("nodes[].machine"),
            Self::SimulationSubject { name, .. } => {
                ErrorReport::new(ErrorId::FieldInvalid, text, "Correct the name in the simulation.").about(name)
            }
            Self::Property { property, .. } => {
                ErrorReport::new(ErrorId::RequestInvalid, text, "Give the property a value that it can have.")
                    .about(property)
                    .with_win32(87)
            }
            Self::PropertyTooNew { property, .. } => ErrorReport::new(
                ErrorId::RequestInvalid,
                text,
                "Leave it alone until the functional level of the cluster has been raised.",
            )
            .about(property)
            .with_win32(87),
            Self::NotModelled { what } => ErrorReport::new(
                ErrorId::TwinNotModelled,
                text,
                "Leave it out of the rehearsal; docs/conformance.md lists what the twin answers.",
            )
            .about(what),
            Self::Broken { invariant, .. } => ErrorReport::new(
                ErrorId::InvariantBroken,
                text,
                "This is a bug of ours: please report it with the inventory, the simulation and the seed.",
            )
            .about(*invariant),
            Self::Answer { .. } => ErrorReport::new(
                ErrorId::InternalFault,
                text,
                "This is a bug of ours: please report it with the call that was made.",
            ),
        }
    }
}
