//! The machine from which the upgrade is driven.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{NodeName, Release, Timestamp};

/// The machine from which the upgrade is driven; each fact is absent where nobody read it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Coordinator {
    /// Its short name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<NodeName>,
    /// The release of its failover clustering tools.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tools_release: Option<Release>,
    /// Whether it is itself a virtual machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_virtual: Option<bool>,
    /// The file of the journal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub journal_path: Option<String>,
    /// The nodes on which the account is an administrator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub administrator_on: Option<Vec<NodeName>>,
    /// How long the Kerberos ticket can be renewed from now on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket_seconds: Option<u64>,
    /// Whether the account is a group managed service account, which renews by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_managed_account: Option<bool>,
    /// Whether the session was opened with CredSSP.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cred_ssp: Option<bool>,
    /// Whether the session was opened by remoting from another machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remote_session: Option<bool>,
    /// Cmdlets that nobody answered from here, though an upgrade needs them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unanswered: Vec<Unanswered>,
    /// Its domain in DNS form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// When these facts were read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observed_at: Option<Timestamp>,
}

/// The cmdlets of a module that a machine did not answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Unanswered {
    /// The module, such as `Hyper-V`.
    pub module: String,
    /// The machine, or the name of the cluster.
    pub machine: NodeName,
}

/// What the directory and the name service say of the cluster's own names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DirectoryObject {
    /// The name of the cluster, or of a client access point.
    pub name: String,
    /// Whether it is the cluster name object; else it is a virtual computer object.
    #[serde(default)]
    pub cluster_name: bool,
    /// Whether the account exists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exists: Option<bool>,
    /// Whether it is enabled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// Whether the cluster name object may write it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub writable: Option<bool>,
    /// The addresses that its name resolves to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved_addresses: Option<Vec<String>>,
    /// The addresses that it ought to resolve to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<String>,
}
