//! Properties of the cluster and of nodes, read and written.

use rolling_upgrade_core::model::{FunctionalLevel, Release, RoleKind, RoleState};
use serde_json::{Map, Value};

use super::Answer;
use crate::call::ClusterView;
use crate::error::TwinError;
use crate::ids::MachineId;
use crate::twin::Twin;

/// Properties that nothing in the twin depends on, with the level that brings them and their default
/// ("Failover cluster common properties", learn.microsoft.com).
const DEFAULTS: [(&str, u32, u32); 17] = [
    ("BlockCacheSize", 8, 0),
    ("ClusterGroupWaitDelay", 8, 120),
    ("CrossSubnetDelay", 8, 1000),
    ("CsvBalancer", 8, 1),
    ("DrainOnShutdown", 8, 1),
    ("HangRecoveryAction", 8, 3),
    ("MinimumNeverPreemptPriority", 8, 3000),
    ("MinimumPreemptorPriority", 8, 1),
    ("QuorumArbitrationTimeMax", 8, 20),
    ("RequestReplyTimeout", 8, 60),
    ("SameSubnetDelay", 8, 1000),
    ("ShutdownTimeoutInMinutes", 8, 20),
    ("QuarantineDuration", 9, 7200),
    ("QuarantineThreshold", 9, 3),
    ("ResiliencyDefaultPeriod", 9, 240),
    ("ResiliencyLevel", 9, 2),
    ("SetSMBBandwidthLimit", 11, 1),
];

/// Where the shared volumes appear on every node ("Use Cluster Shared Volumes in a failover cluster",
/// learn.microsoft.com).
pub(super) const SHARED_VOLUMES_ROOT: &str = "C:\\ClusterStorage";

impl Twin {
    pub(crate) fn cluster_view(&self) -> ClusterView {
        let facts = &self.state.cluster.facts;
        ClusterView {
            name: facts.name.clone(),
            domain: facts.domain.clone().unwrap_or_default(),
            id: facts.id.clone().unwrap_or_else(|| super::resources::identity("cluster", &facts.name)),
            functional_level: self.state.cluster.level.0,
            upgrade_version: facts.upgrade_version,
            spaces_direct: self.state.storage.spaces_direct,
            properties: self.properties(),
        }
    }

    /// A property of the cluster that nobody has to have written.
    pub(crate) fn property(&self, name: &str) -> u32 {
        let written = self.state.cluster.written.iter().find(|(written, _)| written == name);
        let written = written.and_then(|(_, value)| value.as_u64()).and_then(|value| u32::try_from(value).ok());
        let default = DEFAULTS.iter().find(|(default, _, _)| *default == name).map_or(0, |(_, _, value)| *value);
        written.unwrap_or(default)
    }

    /// `SameSubnetThreshold`: what the inventory said or somebody wrote, else the default of the level.
    pub(crate) fn same_subnet_threshold(&self) -> u32 {
        self.state.cluster.facts.same_subnet_threshold.unwrap_or(same_subnet_threshold(self.state.cluster.level))
    }

    fn properties(&self) -> Map<String, Value> {
        let (facts, quorum) = (&self.state.cluster.facts, &self.state.cluster.quorum);
        let level = self.state.cluster.level;
        let mut all = Map::new();
        let mut add = |name: &str, value: u32| all.insert(name.to_owned(), Value::from(value));
        for (name, from, value) in DEFAULTS {
            if level.0 >= from {
                add(name, value);
            }
        }
        add("AddEvictDelay", facts.add_evict_delay_seconds);
        add("ClusterEnforcedAntiAffinity", u32::from(facts.enforced_anti_affinity));
        add("DynamicQuorum", u32::from(quorum.dynamic));
        add("FixQuorum", u32::from(quorum.forced));
        add("LowerQuorumPriorityNodeId", quorum.lower_priority_node_id);
        add("WitnessDynamicWeight", u32::from(self.state.cluster.votes.witness));
        add("SameSubnetThreshold", self.same_subnet_threshold());
        add("CrossSubnetThreshold", if level < Release::Server2016.level() { 5 } else { 20 });
        let level_nine = level >= Release::Server2016.level();
        if level_nine && let Some(mode) = facts.auto_balancer_mode {
            add("AutoBalancerMode", mode);
        }
        if level_nine && (facts.auto_balancer_mode.is_some() || facts.auto_balancer_level.is_some()) {
            add("AutoBalancerLevel", facts.auto_balancer_level.unwrap_or(1));
        }
        if let Some(limit) = facts.maximum_parallel_migrations {
            add("MaximumParallelMigrations", limit);
        }
        if !self.state.storage.volumes.is_empty() {
            add("EnableSharedVolumes", 1);
            all.insert("SharedVolumesRoot".to_owned(), Value::from(SHARED_VOLUMES_ROOT));
        }
        for (name, value) in &self.state.cluster.written {
            all.insert(name.clone(), value.clone());
        }
        all
    }

    pub(super) fn set_cluster_property(&mut self, name: &str, value: &Value) -> Answer<()> {
        let wrong = || TwinError::Property { property: name.to_owned(), value: value.to_string() };
        let number = value.as_u64().and_then(|number| u32::try_from(number).ok());
        let within = |limit: u32| number.filter(|number| *number <= limit).ok_or_else(wrong);
        self.property_can_be_written(name)?;
        let (facts, quorum) = (&mut self.state.cluster.facts, &mut self.state.cluster.quorum);
        match name {
            // Volumes that are there keep what holds them.
            "WitnessDynamicWeight" | "EnableSharedVolumes" | "SharedVolumesRoot" => return Err(wrong()),
            "AutoBalancerMode" => facts.auto_balancer_mode = Some(within(2)?),
            "AutoBalancerLevel" => facts.auto_balancer_level = Some(within(3)?.max(1)),
            "MaximumParallelMigrations" => facts.maximum_parallel_migrations = Some(within(64)?.max(1)),
            "AddEvictDelay" => facts.add_evict_delay_seconds = within(86_400)?,
            "ClusterEnforcedAntiAffinity" => facts.enforced_anti_affinity = within(1)? == 1,
            "SameSubnetThreshold" => facts.same_subnet_threshold = Some(within(u32::MAX)?.max(1)),
            "DynamicQuorum" => quorum.dynamic = within(1)? == 1,
            "FixQuorum" => quorum.forced = within(1)? == 1,
            "LowerQuorumPriorityNodeId" => quorum.lower_priority_node_id = within(u32::MAX)?,
            _ => {
                number.ok_or_else(wrong)?;
                self.state.cluster.written.retain(|(written, _)| written != name);
                self.state.cluster.written.push((name.to_owned(), value.clone()));
            }
        }
        self.revision += 1;
        self.recount_votes();
        self.balancer_switched_on();
        Ok(())
    }

    /// Refuses a property that the functional level does not have, and one of which nothing is known.
    fn property_can_be_written(&self, name: &str) -> Answer<()> {
        let level = self.state.cluster.level;
        let since = match name {
            "AutoBalancerMode" | "AutoBalancerLevel" => Some(Release::Server2016),
            _ => DEFAULTS
                .iter()
                .find(|(known, _, _)| *known == name)
                .and_then(|(_, from, _)| Release::of_level(FunctionalLevel(*from))),
        };
        match since {
            Some(since) if level >= since.level() => Ok(()),
            Some(since) => Err(TwinError::PropertyTooNew { property: name.to_owned(), level: level.0, since }),
            None if self.properties().contains_key(name) => Ok(()),
            None => Err(TwinError::NotModelled { what: format!("the property {name} of this cluster") }),
        }
    }

    pub(super) fn set_node_property(&mut self, machine: MachineId, name: &str, value: &Value) -> Answer<()> {
        let wrong = || TwinError::Property { property: name.to_owned(), value: value.to_string() };
        if name != "NodeWeight" {
            return Err(TwinError::NotModelled { what: format!("writing the property {name} of a node") });
        }
        let weight = value.as_u64().filter(|weight| *weight <= 1).ok_or_else(wrong)?;
        let others = self
            .state
            .members
            .iter()
            .filter(|member| **member != machine && self.state.is_active(**member))
            .any(|member| self.state.machines[*member].node.as_ref().is_some_and(|node| node.vote));
        if weight == 0 && !others {
            return Err(wrong());
        }
        if let Some(node) = &mut self.state.machines[machine].node {
            node.vote = weight == 1;
        }
        self.touch_machine(machine);
        self.recount_votes();
        Ok(())
    }

    /// Takes the role of Cluster-Aware Updating online or offline.
    pub(super) fn set_updating_role(&mut self, enabled: bool) {
        self.state.cluster.updating.enabled = enabled;
        let role = self.state.roles.iter().find(|(_, role)| role.kind == RoleKind::ClusterAwareUpdating);
        if let Some(role) = role.map(|(id, _)| id) {
            let record = &mut self.state.roles[role];
            if record.movement.is_none() {
                record.state = if enabled { RoleState::Online } else { RoleState::Offline };
            } else if let Some(movement) = &mut record.movement {
                movement.state = if enabled { RoleState::Online } else { RoleState::Offline };
            }
            if enabled {
                self.comes_up(role);
            }
            self.touch_role(role);
        }
        self.revision += 1;
        let text = if enabled { "enabled" } else { "disabled" };
        self.log_cluster(None, format!("the role of Cluster-Aware Updating was {text}"));
    }
}

/// 5 up to 2012 R2, 10 in 2016, 20 from 2019 on.
fn same_subnet_threshold(level: FunctionalLevel) -> u32 {
    match level.0 {
        0..=8 => 5,
        9 => 10,
        _ => 20,
    }
}
