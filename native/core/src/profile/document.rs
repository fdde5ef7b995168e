//! The profile of a node: one machine and what the cluster knows of it, before it leaves.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::error::{ErrorId, ErrorReport, Reportable};
use crate::model::{AffinityRule, Inventory, Machine, Network, Node, NodeName, RoleName, Timestamp};

/// What a node was before it left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NodeProfile {
    /// Always `rolling-upgrade/node-profile/1`.
    pub schema: String,
    /// The name of the cluster.
    pub cluster: String,
    /// The node.
    pub node: NodeName,
    /// When the facts were read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub captured_at: Option<Timestamp>,
    /// The machine.
    pub machine: Machine,
    /// What the cluster forgets when the node is evicted.
    pub membership: Membership,
}

/// What the cluster forgets when a node is evicted.
///
/// Source: Remove-ClusterNode and Add-ClusterNode (learn.microsoft.com, FailoverClusters).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Membership {
    /// Its id; a node that joins again gets the next free one.
    pub id: u32,
    /// `NodeWeight`.
    pub vote: bool,
    /// The fault domain above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault_domain: Option<String>,
    /// Its site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// Whether `LowerQuorumPriorityNodeID` names it.
    #[serde(default)]
    pub lower_quorum_priority: bool,
    /// Roles whose list of possible owners names it, each with the whole list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub possible_owner_of: Vec<OwnerEntry>,
    /// Roles whose list of preferred owners names it, each with the whole list in its order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub preferred_owner_of: Vec<OwnerEntry>,
    /// Affinity rules of the cluster.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub affinity_rules: Vec<AffinityRule>,
    /// Cluster networks with the roles that they have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub networks: Vec<Network>,
}

/// A role and a list of its owners.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct OwnerEntry {
    /// The role.
    pub role: RoleName,
    /// The nodes.
    pub owners: Vec<NodeName>,
}

/// Why there is no profile of a node.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ProfileError {
    /// The inventory has no such node.
    #[error("the cluster {cluster} has no node `{node}`")]
    NoSuchNode {
        /// The cluster.
        cluster: String,
        /// The name.
        node: NodeName,
    },
    /// The machine did not answer.
    #[error("the facts of `{node}` are not known, so that nothing would show whether it comes back as it was")]
    Unread {
        /// The node.
        node: NodeName,
    },
}

impl Reportable for ProfileError {
    fn report(&self) -> ErrorReport {
        let text = self.to_string();
        match self {
            Self::NoSuchNode { node, .. } => {
                ErrorReport::new(ErrorId::NodeNotFound, text, "Name a node of the cluster; Get-ClusterNode lists them.")
                    .about(node.as_str())
            }
            Self::Unread { node } => ErrorReport::new(
                ErrorId::ProfileUnread,
                text,
                "Have the node answer (Invoke-Command, CIM), and record its profile before it is evicted.",
            )
            .about(node.as_str()),
        }
    }
}

impl NodeProfile {
    /// The schema name of the document.
    pub const SCHEMA: &'static str = "rolling-upgrade/node-profile/1";

    /// The profile of a node, from an inventory.
    ///
    /// # Errors
    /// The inventory has no such node, or nobody read its machine.
    pub fn of(inventory: &Inventory, name: &NodeName) -> Result<Self, ProfileError> {
        let cluster = &inventory.cluster;
        let node = inventory
            .node(name)
            .ok_or_else(|| ProfileError::NoSuchNode { cluster: cluster.name.clone(), node: name.clone() })?;
        let machine = node.machine.clone().ok_or_else(|| ProfileError::Unread { node: node.name.clone() })?;
        Ok(Self {
            schema: Self::SCHEMA.to_owned(),
            cluster: cluster.name.clone(),
            node: node.name.clone(),
            captured_at: machine.observed_at.or(inventory.captured_at),
            machine,
            membership: Membership::of(inventory, node),
        })
    }
}

impl Membership {
    fn of(inventory: &Inventory, node: &Node) -> Self {
        let lists = |owners: fn(&crate::model::Role) -> &Vec<NodeName>| {
            let naming = inventory.roles.iter().filter(|role| owners(role).contains(&node.name));
            naming.map(|role| OwnerEntry { role: role.name.clone(), owners: owners(role).clone() }).collect()
        };
        Self {
            id: node.id,
            vote: node.vote,
            fault_domain: node.fault_domain.clone(),
            site: node.site.clone(),
            lower_quorum_priority: inventory.cluster.quorum.lower_priority_node_id == node.id,
            possible_owner_of: lists(|role| &role.possible_owners),
            preferred_owner_of: lists(|role| &role.preferred_owners),
            affinity_rules: inventory.affinity_rules.clone(),
            networks: inventory.networks.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::read_inventory;

    fn inventory() -> Inventory {
        let text = serde_json::json!({
            "schema": "rolling-upgrade/inventory/1",
            "capturedAt": "2026-01-01T00:00:00Z",
            "cluster": {"name": "C1", "functionalLevel": 9, "quorum": {"lowerPriorityNodeId": 2}},
            "nodes": [
                {"name": "n1", "id": 1, "site": "North", "machine": {"release": "2016", "build": 14393,
                    "processor": {"vendor": "GenuineIntel", "logicalProcessors": 8}, "memoryMiB": 65536}},
                {"name": "n2", "id": 2, "vote": false}
            ],
            "roles": [
                {"name": "VM1", "id": "11111111-1111-1111-1111-111111111111", "kind": "generic", "owner": "n1",
                    "preferredOwners": ["n2", "n1"], "possibleOwners": ["n1", "n2"]},
                {"name": "VM2", "id": "22222222-2222-2222-2222-222222222222", "kind": "generic", "owner": "n2",
                    "possibleOwners": ["n2"]}
            ],
        });
        read_inventory(text.to_string().as_bytes()).unwrap()
    }

    #[test]
    fn it_holds_what_an_eviction_forgets() {
        let profile = NodeProfile::of(&inventory(), &NodeName::from("N1")).unwrap();
        let membership = &profile.membership;
        assert_eq!((membership.id, membership.vote, membership.site.as_deref()), (1, true, Some("North")));
        assert_eq!(membership.possible_owner_of.len(), 1);
        assert_eq!(membership.preferred_owner_of[0].owners, ["n2", "n1"].map(NodeName::from));
        assert!(!membership.lower_quorum_priority);
        assert_eq!(profile.captured_at, inventory().captured_at);
        let text = serde_json::to_string(&profile).unwrap();
        assert_eq!(serde_json::from_str::<NodeProfile>(&text).unwrap(), profile);
    }

    #[test]
    fn a_node_that_nobody_read_has_no_profile() {
        let of = |name: &str| NodeProfile::of(&inventory(), &NodeName::from(name)).unwrap_err().report().id;
        assert_eq!(of("n2"), ErrorId::ProfileUnread);
        assert_eq!(of("n3"), ErrorId::NodeNotFound);
    }
}
