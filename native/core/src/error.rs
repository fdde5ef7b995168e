//! The one shape in which an error leaves the core, and the catalogue of its ids.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::rules::Finding;

/// The schema name of an error report.
pub const ERROR_SCHEMA: &str = "rolling-upgrade/error/1";

/// Every error id, frozen: scripts test for these names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "PascalCase")]
pub enum ErrorId {
    /// The file does not exist.
    FileNotFound,
    /// The file exists and could not be read or written.
    FileAccessFailed,
    /// The text is not JSON.
    DocumentNotJson,
    /// The text is not YAML, or uses aliases or tags.
    DocumentNotYaml,
    /// The bytes are not UTF-8.
    DocumentNotUtf8,
    /// The document is larger than its limit.
    DocumentTooLarge,
    /// The document is nested deeper than 64 levels.
    DocumentTooDeep,
    /// The document is of another kind, or names no schema.
    SchemaMismatch,
    /// The document is of a newer schema than this build reads.
    SchemaNewer,
    /// A field is not known.
    UnknownField,
    /// A field is missing, of the wrong type, or holds a value that its type refuses.
    FieldInvalid,
    /// Two things of one kind have the same name or id.
    DuplicateName,
    /// Something refers to a node that does not exist.
    UnknownNode,
    /// A number is outside what any cluster can have.
    QuantityAbsurd,
    /// The inventory has more nodes than the limit.
    TooManyNodes,
    /// The named node does not exist in the cluster.
    NodeNotFound,
    /// The named role does not exist in the cluster.
    RoleNotFound,
    /// Nobody read the machine whose profile is asked for.
    ProfileUnread,
    /// The target version is not one that the tool knows or that the cluster can reach.
    TargetInvalid,
    /// A rule refuses; the findings say which and why.
    PreflightFailed,
    /// No placement keeps every role running.
    NoPlacement,
    /// A part of the plan fits into no maintenance window.
    WindowTooShort,
    /// The plan does not fit the cluster any more.
    PlanStale,
    /// The plan's parts contradict each other.
    PlanInvalid,
    /// The event does not fit the state of the run.
    EventUnexpected,
    /// An action failed and its retries are used up.
    ActionFailed,
    /// A step took longer than its time-out.
    StepTimedOut,
    /// A gate between two nodes stayed closed.
    GateClosed,
    /// Somebody else drives the cluster.
    LeaseHeld,
    /// A hook failed before a node or the level.
    HookFailed,
    /// The run has already ended.
    RunEnded,
    /// No run can be resumed.
    RunNotFound,
    /// Another session on the same machine drives the run.
    RunBusy,
    /// The functional level is raised, so that nothing leads back but an authoritative restore.
    NoWayBack,
    /// The level is raised only with `-Commit`.
    CommitRequired,
    /// A handle is closed or was never given.
    HandleInvalid,
    /// A panic happened under the lock of this handle; it can only be closed.
    HandleFaulted,
    /// The request to the library is not one that it knows.
    RequestInvalid,
    /// The library and the module are of different versions.
    LibraryVersionMismatch,
    /// The library file of this platform is missing beside the module.
    LibraryNotFound,
    /// The cluster refused; `win32` holds the system error code.
    ClusterRefused,
    /// A cmdlet of the twin is called in a session that has entered no twin.
    TwinNotEntered,
    /// The cmdlet or the parameter exists and is not part of the twin yet.
    TwinNotModelled,
    /// Microsoft's module is loaded in this session, so that the twin can't be entered.
    TwinConflict,
    /// The saved state can't be loaded.
    TwinStateInvalid,
    /// The twin broke one of its own invariants: a bug of ours.
    InvariantBroken,
    /// The journal is not ours.
    JournalInvalid,
    /// The journal was written by a newer version.
    JournalNewer,
    /// The journal is damaged: it was truncated or overwritten.
    JournalDamaged,
    /// The journal may be read and not written.
    JournalReadOnly,
    /// The disk of the journal is full.
    JournalDiskFull,
    /// The journal can't be written.
    JournalWriteFailed,
    /// The journal lies on a network path.
    JournalPathRefused,
    /// The call was cancelled by its ticket.
    Cancelled,
    /// The guard could not ask whether a step is safe, so that it refuses.
    GuardFailed,
    /// A panic: a bug of ours.
    InternalFault,
}

/// PowerShell's error categories, those of them that are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum ErrorCategory {
    /// The bug category.
    NotSpecified,
    /// A document or an argument has a wrong value.
    InvalidData,
    /// An argument is wrong.
    InvalidArgument,
    /// The operation does not fit the present state.
    InvalidOperation,
    /// The named thing does not exist.
    ObjectNotFound,
    /// There is not enough of something.
    ResourceUnavailable,
    /// A limit is exceeded.
    LimitsExceeded,
    /// A time-out.
    OperationTimeout,
    /// Stopped on request.
    OperationStopped,
    /// Reading failed.
    ReadError,
    /// Writing failed.
    WriteError,
    /// Not part of this build.
    NotImplemented,
    /// The cluster could not be reached.
    ConnectionError,
    /// Something exists twice.
    ResourceExists,
}

impl ErrorId {
    /// All ids in the order of their declaration.
    pub const ALL: &'static [Self] = &[
        Self::FileNotFound,
        Self::FileAccessFailed,
        Self::DocumentNotJson,
        Self::DocumentNotYaml,
        Self::DocumentNotUtf8,
        Self::DocumentTooLarge,
        Self::DocumentTooDeep,
        Self::SchemaMismatch,
        Self::SchemaNewer,
        Self::UnknownField,
        Self::FieldInvalid,
        Self::DuplicateName,
        Self::UnknownNode,
        Self::QuantityAbsurd,
        Self::TooManyNodes,
        Self::NodeNotFound,
        Self::RoleNotFound,
        Self::ProfileUnread,
        Self::TargetInvalid,
        Self::PreflightFailed,
        Self::NoPlacement,
        Self::WindowTooShort,
        Self::PlanStale,
        Self::PlanInvalid,
        Self::EventUnexpected,
        Self::ActionFailed,
        Self::StepTimedOut,
        Self::GateClosed,
        Self::LeaseHeld,
        Self::HookFailed,
        Self::RunEnded,
        Self::RunNotFound,
        Self::RunBusy,
        Self::NoWayBack,
        Self::CommitRequired,
        Self::HandleInvalid,
        Self::HandleFaulted,
        Self::RequestInvalid,
        Self::LibraryVersionMismatch,
        Self::LibraryNotFound,
        Self::ClusterRefused,
        Self::TwinNotEntered,
        Self::TwinNotModelled,
        Self::TwinConflict,
        Self::TwinStateInvalid,
        Self::InvariantBroken,
        Self::JournalInvalid,
        Self::JournalNewer,
        Self::JournalDamaged,
        Self::JournalReadOnly,
        Self::JournalDiskFull,
        Self::JournalWriteFailed,
        Self::JournalPathRefused,
        Self::Cancelled,
        Self::GuardFailed,
        Self::InternalFault,
    ];

    /// The category that PowerShell shows.
    #[must_use]
    pub const fn category(self) -> ErrorCategory {
        match self {
            Self::FileNotFound | Self::NodeNotFound | Self::RoleNotFound | Self::RunNotFound => {
                ErrorCategory::ObjectNotFound
            }
            Self::FileAccessFailed => ErrorCategory::ReadError,
            Self::DocumentNotJson
            | Self::DocumentNotYaml
            | Self::DocumentNotUtf8
            | Self::SchemaMismatch
            | Self::SchemaNewer
            | Self::UnknownField
            | Self::FieldInvalid
            | Self::UnknownNode
            | Self::QuantityAbsurd
            | Self::PlanInvalid
            | Self::TwinStateInvalid
            | Self::JournalInvalid
            | Self::JournalNewer
            | Self::JournalDamaged => ErrorCategory::InvalidData,
            Self::DuplicateName => ErrorCategory::ResourceExists,
            Self::DocumentTooLarge | Self::DocumentTooDeep | Self::TooManyNodes => ErrorCategory::LimitsExceeded,
            Self::TargetInvalid | Self::RequestInvalid | Self::JournalPathRefused => ErrorCategory::InvalidArgument,
            Self::NoPlacement | Self::WindowTooShort | Self::ProfileUnread | Self::LeaseHeld => {
                ErrorCategory::ResourceUnavailable
            }
            Self::PreflightFailed
            | Self::PlanStale
            | Self::EventUnexpected
            | Self::ActionFailed
            | Self::GateClosed
            | Self::HookFailed
            | Self::RunEnded
            | Self::RunBusy
            | Self::NoWayBack
            | Self::CommitRequired
            | Self::HandleInvalid
            | Self::HandleFaulted
            | Self::ClusterRefused
            | Self::TwinNotEntered
            | Self::TwinConflict
            | Self::GuardFailed
            | Self::LibraryVersionMismatch => ErrorCategory::InvalidOperation,
            Self::StepTimedOut => ErrorCategory::OperationTimeout,
            Self::LibraryNotFound => ErrorCategory::ObjectNotFound,
            Self::TwinNotModelled => ErrorCategory::NotImplemented,
            Self::JournalWriteFailed | Self::JournalReadOnly | Self::JournalDiskFull => ErrorCategory::WriteError,
            Self::Cancelled => ErrorCategory::OperationStopped,
            Self::InvariantBroken | Self::InternalFault => ErrorCategory::NotSpecified,
        }
    }
}

/// An error as a document: what crosses the C ABI and what `--format json` prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ErrorReport {
    /// Always [`ERROR_SCHEMA`].
    pub schema: String,
    /// The stable id.
    pub id: ErrorId,
    /// The category that PowerShell shows.
    pub category: ErrorCategory,
    /// What happened, as a fragment in lower case without a full stop.
    pub message: String,
    /// The thing that the error is about: a node, a field's path, a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// What to do, as a sentence.
    pub remedy: String,
    /// The messages of the errors underneath, outermost first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub causes: Vec<String>,
    /// The Windows system error code, where the error has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub win32: Option<u32>,
    /// What the rules found, where they are the reason: those that refuse and the others.
    #[serde(default, skip_serializing_if = "<[Finding]>::is_empty")]
    pub findings: Box<[Finding]>,
}

impl ErrorReport {
    /// Makes a report of `id`.
    pub fn new(id: ErrorId, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            schema: ERROR_SCHEMA.to_owned(),
            id,
            category: id.category(),
            message: message.into(),
            subject: None,
            remedy: remedy.into(),
            causes: Vec::new(),
            win32: None,
            findings: Box::default(),
        }
    }

    /// Names what the error is about.
    #[must_use]
    pub fn about(mut self, subject: impl Into<String>) -> Self {
        self.subject = Some(subject.into());
        self
    }

    /// Keeps the message of an error underneath.
    #[must_use]
    pub fn caused_by(mut self, cause: impl std::fmt::Display) -> Self {
        self.causes.push(cause.to_string());
        self
    }

    /// Adds what the rules found.
    #[must_use]
    pub fn with_findings(mut self, findings: &[Finding]) -> Self {
        self.findings = findings.into();
        self
    }

    /// Adds the Windows system error code.
    #[must_use]
    pub fn with_win32(mut self, code: u32) -> Self {
        self.win32 = Some(code);
        self
    }
}

impl std::fmt::Display for ErrorReport {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}", self.message)
    }
}

impl std::error::Error for ErrorReport {}

/// An error that can say itself as an [`ErrorReport`].
pub trait Reportable {
    /// The report: an exhaustive match in each implementation, so that a new variant needs id and remedy.
    fn report(&self) -> ErrorReport;
}
