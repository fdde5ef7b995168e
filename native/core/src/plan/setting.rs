//! Settings of the cluster that a plan borrows: changed for the run, and back at its end.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::Cluster;

/// A setting that is borrowed, by the name that the cluster has for it.
///
/// Which of the hosts' own settings stand in for one that the cluster does not have is not asked: a host takes its
/// settings with it when it is installed anew, so the plan keeps to what they allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub enum BorrowedSetting {
    /// Whether the cluster moves VMs by itself.
    AutoBalancerMode,
    /// How many live migrations each node takes part in.
    MaximumParallelMigrations,
    /// How many heartbeats may be missed.
    SameSubnetThreshold,
    /// The private property of the resource type of VMs that lets them go to hosts that a check of the destination
    /// refuses. A cluster that does not have it makes the check ("Upgrade a Storage Spaces Direct cluster to Windows
    /// Server 2019", learn.microsoft.com).
    SkipMigrationDestinationCheck,
}

impl BorrowedSetting {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::AutoBalancerMode,
        Self::MaximumParallelMigrations,
        Self::SameSubnetThreshold,
        Self::SkipMigrationDestinationCheck,
    ];

    /// The resource type whose private property it is; `None` where it is a property of the cluster itself.
    #[must_use]
    pub const fn resource_type(self) -> Option<&'static str> {
        match self {
            Self::SkipMigrationDestinationCheck => Some("Virtual Machine"),
            Self::AutoBalancerMode | Self::MaximumParallelMigrations | Self::SameSubnetThreshold => None,
        }
    }

    /// Puts its value into what is known of a cluster, where an inventory tells it.
    pub(super) fn note(self, value: u64, cluster: &mut Cluster) {
        let value = u32::try_from(value).ok();
        let place = match self {
            Self::AutoBalancerMode => &mut cluster.auto_balancer_mode,
            Self::MaximumParallelMigrations => &mut cluster.maximum_parallel_migrations,
            Self::SameSubnetThreshold => &mut cluster.same_subnet_threshold,
            Self::SkipMigrationDestinationCheck => return,
        };
        *place = value.or(*place);
    }
}

impl fmt::Display for BorrowedSetting {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::AutoBalancerMode => "AutoBalancerMode",
            Self::MaximumParallelMigrations => "MaximumParallelMigrations",
            Self::SameSubnetThreshold => "SameSubnetThreshold",
            Self::SkipMigrationDestinationCheck => "SkipMigrationDestinationCheck",
        })
    }
}
