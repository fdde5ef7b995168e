//! What the cluster refuses, with the Windows system error code that it gives.
//!
//! The numbers are those of WinError.h ("System Error Codes (4000-5999)", learn.microsoft.com); the texts are ours.

use rolling_upgrade_core::error::{ErrorId, ErrorReport, Reportable};
use rolling_upgrade_core::model::{ConfigurationVersion, FunctionalLevel, NodeName, Release, RoleName};
use thiserror::Error;

/// What the cluster refuses.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[expect(missing_docs, reason = "each variant's message and code say what it means; its fields are its subjects")]
pub enum Refusal {
    #[error("the cluster service does not run on any node: the cluster has no quorum")]
    ServiceStopped,
    #[error("the node {node} is not up")]
    NodeDown { node: NodeName },
    #[error("no other node is up and takes roles, so that {node} can't be drained")]
    NoOtherNode { node: NodeName },
    #[error("the node {node} is paused and takes no roles")]
    NodePaused { node: NodeName },
    #[error("the node {node} is not paused")]
    NodeNotPaused { node: NodeName },
    #[error("the node {node} is up already")]
    NodeAlreadyUp { node: NodeName },
    #[error("the node {node} is down already")]
    NodeAlreadyDown { node: NodeName },
    #[error("the node {node} can't be drained onto itself")]
    TargetIsSource { node: NodeName },
    #[error("the target node {node} does not exist or is not up")]
    TargetNotUp { node: NodeName },
    #[error("a drain of the node {node} is under way already")]
    DrainInProgress { node: NodeName },
    #[error("the virtual disk {disk} is not healthy, so that {node} may not leave the storage pool")]
    SpaceDegraded { node: NodeName, disk: String },
    #[error("a copy of data would go out of reach: {node} may not enter storage maintenance while {other} is out")]
    MaintenanceUnsafe { node: NodeName, other: String },
    #[error("the role {role} is moving, starting or stopping")]
    RoleBusy { role: RoleName },
    #[error("the role {role} waits in the queue for a move")]
    RoleQueued { role: RoleName },
    #[error("the role {role} is locked against moving")]
    RoleLocked { role: RoleName },
    #[error("the node {node} is not a possible owner of the role {role}")]
    NotPossibleOwner { role: RoleName, node: NodeName },
    #[error("no node that is up is a possible owner of the role {role}")]
    NoPossibleOwner { role: RoleName },
    #[error("the role {role} and the node {node} are incompatible: {reason}")]
    Incompatible { role: RoleName, node: NodeName, reason: String },
    #[error("the node {node} has not enough memory for the role {role}: {needed_mib} MiB needed, {free_mib} MiB free")]
    NoMemory { role: RoleName, node: NodeName, needed_mib: u64, free_mib: u64 },
    #[error("no node has enough memory for the role {role}: {needed_mib} MiB needed")]
    NoMemoryAnywhere { role: RoleName, needed_mib: u64 },
    #[error("anti-affinity is enforced and keeps the role {role} from every node")]
    AffinityConflict { role: RoleName },
    #[error("an affinity rule keeps the role {role} from the node {node}")]
    AffinityRule { role: RoleName, node: NodeName },
    #[error("the resource type {kind} is not installed on {machine}")]
    ResourceTypeMissing { machine: NodeName, kind: String },
    #[error("the node {node} is isolated from the cluster")]
    NodeIsolated { node: NodeName },
    #[error("the node {node} is in quarantine")]
    NodeQuarantined { node: NodeName },
    #[error("a change of the functional level is in progress")]
    LevelInProgress,
    #[error("the functional level was raised, and the cluster has to be stopped and started once to finish it")]
    LevelNeedsRestart,
    #[error("the change of the functional level stopped in the phase \"{phase}\" and is not complete")]
    LevelIncomplete { phase: &'static str },
    #[error("the node {node} still owns {roles} roles, such as {example}")]
    NodeOwnsRoles { node: NodeName, roles: usize, example: RoleName },
    #[error("without the node {node} the cluster would lose its quorum")]
    QuorumWouldBreak { node: NodeName },
    #[error("{machine} is a member of the cluster already")]
    AlreadyMember { machine: NodeName },
    #[error("{machine} holds what is left of a cluster")]
    Remnants { machine: NodeName },
    #[error("{machine} does not answer")]
    Unreachable { machine: NodeName },
    #[error("the feature Failover-Clustering is not installed on {machine}")]
    ClusteringMissing { machine: NodeName },
    #[error("{machine} runs {release}, which can't join a cluster of level {level}")]
    IncompatibleVersion { machine: NodeName, release: Release, level: FunctionalLevel },
    #[error("{machine} has no Hyper-V role, so that the resource type Virtual Machine can't run there")]
    HyperVMissing { machine: NodeName },
    #[error("{machine} is in {joined}; the cluster is in the domain {domain}")]
    OtherDomain { machine: NodeName, joined: String, domain: String },
    #[error("the cluster has the most nodes that it can have")]
    ClusterFull,
    #[error("{machine} is a member of the cluster and can't be cleaned")]
    StillMember { machine: NodeName },
    #[error("the node {node} is not in the active membership, which the functional level needs of every node")]
    NodeNotActive { node: NodeName },
    #[error("not every node supports the functional level {level}: {node} does not")]
    LevelUnsupported { level: FunctionalLevel, node: NodeName },
    #[error("the cluster runs with forced quorum, so that its functional level can't be raised")]
    ForcedQuorum,
    #[error("the storage pool {pool} can't be raised before the functional level is")]
    PoolBeforeLevel { pool: String },
    #[error("there is no {kind} named `{name}`")]
    ThingNotFound { kind: &'static str, name: String, code: u32 },
    #[error("the virtual machine {role} is not off")]
    VirtualMachineNotOff { role: RoleName },
    #[error("the virtual machine {role} is not running")]
    VirtualMachineNotRunning { role: RoleName },
    #[error("the virtual machine {role} has {checkpoints} checkpoints")]
    Checkpoints { role: RoleName, checkpoints: u32 },
    #[error("the virtual machine {role} is not on {host}; {owner} owns it")]
    VirtualMachineElsewhere { role: RoleName, host: NodeName, owner: NodeName },
    #[error("the guest of {role} does not answer the request to shut down")]
    GuestSilent { role: RoleName },
    #[error(
        "the configuration version of {role} stays {version}: the cluster's functional level is {level}, \
         and older nodes could not run a newer version"
    )]
    VersionBeforeLevel { role: RoleName, version: ConfigurationVersion, level: FunctionalLevel },
    #[error("{machine} can't be upgraded in place: {reason}")]
    InstallRefused { machine: NodeName, reason: &'static str },
    #[error("live migration is not enabled on {node}")]
    MigrationDisabled { node: NodeName },
    #[error("the role {role} did not move")]
    MoveFailed { role: RoleName },
    #[error("the name `{name}` is taken, or what it names is not empty")]
    Conflict { name: String, code: u32 },
    #[error("the virtual machine {role} can't start with {startup_mib} MiB: that is outside its minimum and maximum")]
    MemoryContradicts { role: RoleName, startup_mib: u64 },
    #[error("the domain refuses {machine} its old computer account")]
    AccountRefused { machine: NodeName },
    #[error("the name {machine} leads to its old address")]
    StaleName { machine: NodeName },
    #[error("the RPC server is unavailable")]
    CallFailed,
    #[error("the remote procedure call failed: its answer got lost")]
    AnswerLost,
}

impl Refusal {
    /// The Windows system error code.
    #[must_use]
    pub const fn code(&self) -> Option<u32> {
        Some(match self {
            Self::ServiceStopped => 1753,
            Self::NodeDown { .. } | Self::NoOtherNode { .. } => 5050,
            Self::NodePaused { .. } => 5070,
            Self::NodeNotPaused { .. } => 5058,
            Self::NodeAlreadyUp { .. } => 5061,
            Self::NodeAlreadyDown { .. } => 5062,
            Self::TargetIsSource { .. } => 114,
            Self::TargetNotUp { .. } => 5005,
            Self::DrainInProgress { .. } => 5962,
            Self::SpaceDegraded { .. } => 5987,
            Self::RoleBusy { .. } => 5944,
            Self::RoleQueued { .. } => 5959,
            Self::RoleLocked { .. } => 5960,
            Self::NotPossibleOwner { .. } | Self::NoPossibleOwner { .. } => 5016,
            Self::Incompatible { .. } => 5953,
            Self::NoMemory { .. } | Self::NoMemoryAnywhere { .. } => 5957,
            Self::AffinityConflict { .. } | Self::AffinityRule { .. } => 5971,
            Self::NodeIsolated { .. } => 5984,
            Self::NodeQuarantined { .. } => 5985,
            Self::LevelNeedsRestart => 5975,
            Self::LevelInProgress => 5976,
            Self::LevelIncomplete { .. } => 5977,
            Self::NodeOwnsRoles { .. } => 5072,
            Self::QuorumWouldBreak { .. } => 5939,
            Self::AlreadyMember { .. } | Self::Remnants { .. } => 5065,
            Self::Unreachable { .. } | Self::CallFailed => 1722,
            Self::AnswerLost => 1726,
            Self::AccountRefused { .. } => 2732,
            Self::StaleName { .. } => 53,
            Self::ClusteringMissing { .. } => 5932,
            Self::IncompatibleVersion { .. } => 5075,
            Self::HyperVMissing { .. } | Self::ResourceTypeMissing { .. } => 5079,
            Self::OtherDomain { .. } => 1355,
            Self::ClusterFull => 5934,
            Self::NodeNotActive { .. } => 5980,
            Self::LevelUnsupported { .. } => 5973,
            Self::ForcedQuorum => 5974,
            Self::ThingNotFound { code, .. } | Self::Conflict { code, .. } => *code,
            Self::VirtualMachineNotOff { .. } | Self::VirtualMachineNotRunning { .. } => 32_775,
            Self::MaintenanceUnsafe { .. }
            | Self::StillMember { .. }
            | Self::PoolBeforeLevel { .. }
            | Self::Checkpoints { .. }
            | Self::VirtualMachineElsewhere { .. }
            | Self::GuestSilent { .. }
            | Self::VersionBeforeLevel { .. }
            | Self::InstallRefused { .. }
            | Self::MigrationDisabled { .. }
            | Self::MemoryContradicts { .. }
            | Self::MoveFailed { .. } => return None,
        })
    }

    fn subject(&self) -> Option<String> {
        match self {
            Self::NodeDown { node }
            | Self::NoOtherNode { node }
            | Self::NodePaused { node }
            | Self::NodeNotPaused { node }
            | Self::NodeAlreadyUp { node }
            | Self::NodeAlreadyDown { node }
            | Self::TargetIsSource { node }
            | Self::TargetNotUp { node }
            | Self::DrainInProgress { node }
            | Self::SpaceDegraded { node, .. }
            | Self::MaintenanceUnsafe { node, .. }
            | Self::NodeOwnsRoles { node, .. }
            | Self::QuorumWouldBreak { node }
            | Self::NodeNotActive { node }
            | Self::NodeIsolated { node }
            | Self::NodeQuarantined { node }
            | Self::LevelUnsupported { node, .. }
            | Self::MigrationDisabled { node } => Some(node.to_string()),
            Self::RoleBusy { role }
            | Self::RoleQueued { role }
            | Self::RoleLocked { role }
            | Self::NotPossibleOwner { role, .. }
            | Self::NoPossibleOwner { role }
            | Self::Incompatible { role, .. }
            | Self::NoMemory { role, .. }
            | Self::NoMemoryAnywhere { role, .. }
            | Self::AffinityConflict { role }
            | Self::AffinityRule { role, .. }
            | Self::VirtualMachineNotOff { role }
            | Self::VirtualMachineNotRunning { role }
            | Self::Checkpoints { role, .. }
            | Self::VirtualMachineElsewhere { role, .. }
            | Self::GuestSilent { role }
            | Self::VersionBeforeLevel { role, .. }
            | Self::MemoryContradicts { role, .. }
            | Self::MoveFailed { role } => Some(role.to_string()),
            Self::AlreadyMember { machine }
            | Self::Remnants { machine }
            | Self::Unreachable { machine }
            | Self::ClusteringMissing { machine }
            | Self::IncompatibleVersion { machine, .. }
            | Self::HyperVMissing { machine }
            | Self::ResourceTypeMissing { machine, .. }
            | Self::OtherDomain { machine, .. }
            | Self::StillMember { machine }
            | Self::AccountRefused { machine }
            | Self::StaleName { machine }
            | Self::InstallRefused { machine, .. } => Some(machine.to_string()),
            Self::ThingNotFound { name, .. } | Self::Conflict { name, .. } => Some(name.clone()),
            Self::PoolBeforeLevel { pool } => Some(pool.clone()),
            Self::ServiceStopped
            | Self::CallFailed
            | Self::AnswerLost
            | Self::ClusterFull
            | Self::ForcedQuorum
            | Self::LevelInProgress
            | Self::LevelNeedsRestart
            | Self::LevelIncomplete { .. } => None,
        }
    }

    const fn remedy(&self) -> &'static str {
        match self {
            Self::ServiceStopped | Self::ForcedQuorum => "Bring back nodes until the cluster has a majority of votes.",
            Self::NodeDown { .. } | Self::NodeNotActive { .. } | Self::TargetNotUp { .. } => {
                "Start or resume the node, or evict it for good."
            }
            Self::NoOtherNode { .. } | Self::NodePaused { .. } => "Resume another node first.",
            Self::NodeNotPaused { .. } | Self::NodeAlreadyUp { .. } | Self::NodeAlreadyDown { .. } => {
                "Nothing is left to do; Get-ClusterNode shows the state."
            }
            Self::TargetIsSource { .. } => "Name another target node, or none.",
            Self::DrainInProgress { .. } | Self::RoleBusy { .. } | Self::RoleQueued { .. } => {
                "Wait until it has ended, then try again."
            }
            Self::SpaceDegraded { .. } | Self::MaintenanceUnsafe { .. } => {
                "Wait until Get-StorageJob lists nothing and every virtual disk is healthy."
            }
            Self::RoleLocked { .. } => "Find what locked the role, such as a backup, and wait for its end.",
            Self::NotPossibleOwner { .. } | Self::NoPossibleOwner { .. } => {
                "Extend the possible owners with Set-ClusterOwnerNode, or choose another node."
            }
            Self::Incompatible { .. } | Self::HyperVMissing { .. } | Self::MigrationDisabled { .. } => {
                "Make the node like the others, or choose another node."
            }
            Self::NoMemory { .. } | Self::NoMemoryAnywhere { .. } => {
                "Free memory: move or stop other virtual machines, or add a node."
            }
            Self::AffinityRule { .. } => "Choose another node, or disable the rule: Set-ClusterAffinityRule.",
            Self::ResourceTypeMissing { .. } => "Install what brings the resource type, or choose another node.",
            Self::NodeIsolated { .. } => "Repair its cluster network; Get-ClusterNode shows when it is back.",
            Self::NodeQuarantined { .. } => {
                "Find out why it left three times, then run Start-ClusterNode -ClearQuarantine."
            }
            Self::LevelInProgress => "Wait until it has ended, then look at Get-Cluster.",
            Self::LevelNeedsRestart => "Run Stop-Cluster and Start-Cluster in a maintenance window.",
            Self::LevelIncomplete { .. } => "Run Update-ClusterFunctionalLevel again.",
            Self::AffinityConflict { .. } => "Switch ClusterEnforcedAntiAffinity off for the run, or add a node.",
            Self::NodeOwnsRoles { .. } => "Drain the node first: Suspend-ClusterNode -Drain.",
            Self::QuorumWouldBreak { .. } => "Repair the quorum first; the last node leaves with Remove-Cluster.",
            Self::Remnants { .. } => "Clear it: Clear-ClusterNode.",
            Self::AlreadyMember { .. } => "Nothing is left to do; Get-ClusterNode shows the node.",
            Self::Unreachable { .. } => "Wait until its installation has ended, or repair the connection.",
            Self::ClusteringMissing { .. } => "Install-WindowsFeature -Name Failover-Clustering",
            Self::IncompatibleVersion { .. } => "Install the release of the cluster's level or the one after it.",
            Self::OtherDomain { .. } => "Join the machine to the cluster's domain.",
            Self::ClusterFull => "Evict a node first.",
            Self::StillMember { .. } => "Evict the node first.",
            Self::LevelUnsupported { .. } => "Upgrade or evict the nodes of the older release first.",
            Self::PoolBeforeLevel { .. } => "Run Update-ClusterFunctionalLevel first.",
            Self::ThingNotFound { .. } => "List the names and correct the spelling.",
            Self::VirtualMachineNotOff { .. } => "Shut the guest down: Stop-VM.",
            Self::VirtualMachineNotRunning { .. } => "Get-VM shows its state.",
            Self::Checkpoints { .. } => "Delete or merge the checkpoints.",
            Self::VirtualMachineElsewhere { .. } => "Name the node that owns the role.",
            Self::GuestSilent { .. } => "Repair the shutdown integration service, or shut the guest down from within.",
            Self::VersionBeforeLevel { .. } => "Finish the pass and raise the functional level first.",
            Self::AccountRefused { .. } => "Let the account be used again: owner, or the policy of trusted creators.",
            Self::StaleName { .. } => "Correct the DNS record of the machine, then try again.",
            Self::CallFailed => "Try again after a while.",
            Self::AnswerLost => "Look at the present state first: the call may have been carried out.",
            Self::MoveFailed { .. } => "The event log says why; repair it and move the role again.",
            Self::Conflict { .. } => "Take another name, or remove its resources with it: -RemoveResources.",
            Self::MemoryContradicts { .. } => "Give a startup memory between the minimum and the maximum.",
            Self::InstallRefused { .. } => "Pause and drain the node, or evict it, and begin again.",
        }
    }
}

impl Reportable for Refusal {
    fn report(&self) -> ErrorReport {
        let mut report = ErrorReport::new(ErrorId::ClusterRefused, self.to_string(), self.remedy());
        report.subject = self.subject();
        report.win32 = self.code();
        report
    }
}
