//! What a cluster is: the inventory document and the words it is made of.

mod affinity;
mod coordinator;
mod inventory;
mod limits;
mod machine;
mod name;
mod node_set;
mod profile;
mod release;
mod role;
mod storage;
mod time;
mod validate;

pub use affinity::{AffinityKind, AffinityRule, GroupSet, StartupSetting};
pub use coordinator::{Coordinator, DirectoryObject, Unanswered};
pub use inventory::{
    Cluster, DrainState, Inventory, Network, Node, NodeState, PooledMachine, Quorum, QuorumKind, UpdatedNode,
    UpdatingNode, UpdatingRole, UpdatingRun, Witness, WitnessKind,
};
pub use machine::{
    Adapter, AdapterKind, Disk, HyperVSettings, Machine, MachineList, Processor, Switch, SwitchKind, Teaming,
};
pub use name::{NodeName, RoleName, same_name};
pub use profile::{
    Certificate, ComputerAccount, Initiator, InitiatorKind, LocalGroup, MachineProfile, Multipath, MultipathDisk,
    Service, UpdateSettings,
};
pub use release::{ConfigurationVersion, FunctionalLevel, Release};
pub use role::{
    Priority, Replica, ResourceType, Role, RoleKind, RoleState, VirtualMachine, VirtualMachineMemory,
    VirtualMachineState,
};
pub use storage::{
    Health, PhysicalDisk, PoolVersion, Resiliency, SharedVolume, Storage, StoragePool, VirtualDisk, VirtualDiskStatus,
};
pub use time::Timestamp;
pub use validate::{ModelError, NODES_MAX, VIRTUAL_MACHINES_MAX};

pub use node_set::NodeSet;
pub(crate) use validate::validate as validate_inventory;
