//! Answers to calls: one file for each group of cmdlets.

mod access_points;
mod affinity;
mod fault_domains;
mod groups;
mod guests;
mod hosted;
mod machines;
mod membership;
mod nodes;
mod owners;
mod parameters;
mod properties;
mod reading;
mod resources;
mod storage;
mod whole;

use rolling_upgrade_core::error::{ErrorReport, Reportable};
use rolling_upgrade_core::model::{NodeName, RoleName};
use serde::Serialize;
use serde_json::Value;

use crate::call::{Call, ClockView};
use crate::error::TwinError;
use crate::ids::{MachineId, RoleId};
use crate::refusal::Refusal;
use crate::twin::Twin;

pub(crate) type Answer<T> = Result<T, TwinError>;

/// What a call answers: a view as JSON, ready to be sent. Nobody looks into it on the way, and the views of 8,000
/// groups are long.
#[derive(Debug)]
pub(crate) struct Told(String);

impl Told {
    fn nothing() -> Self {
        Self("null".to_owned())
    }
}

fn told<T: Serialize + ?Sized>(view: &T) -> Answer<Told> {
    serde_json::to_string(view).map(Told).map_err(|error| TwinError::Answer { reason: error.to_string() })
}

impl Twin {
    /// Answers a call with the view that its documentation names.
    ///
    /// # Errors
    /// The cluster refuses (`win32` holds the system error code), something is not there, or an invariant is broken.
    pub fn call(&mut self, call: &Call) -> Result<Value, ErrorReport> {
        let text = self.call_for_text(call)?;
        serde_json::from_str(&text).map_err(|error| TwinError::Answer { reason: error.to_string() }.report())
    }

    /// The same, with the view as JSON text.
    ///
    /// # Errors
    /// Those of [`Self::call`].
    pub fn call_for_text(&mut self, call: &Call) -> Result<String, ErrorReport> {
        let answered = self.answer(call);
        self.check_after_event();
        if let Some(broken) = &self.broken {
            return Err(broken.report());
        }
        answered.map(|told| told.0).map_err(|error| error.report())
    }

    fn answer(&mut self, call: &Call) -> Answer<Told> {
        match call {
            Call::Clock => told(&self.clock()),
            Call::Inventory => told(&self.inventory()),
            Call::Account => told(&self.account()),
            Call::State => told(&self.save()?),
            Call::GuestAnswers { role } => told(&self.guest_answers(self.role_named(role)?)),
            Call::Validate { include, ignore, list } => told(&self.validate(include, ignore, *list)),
            Call::Aside { on } => {
                self.aside = *on;
                Ok(Told::nothing())
            }
            Call::Step { seconds } => {
                self.step(*seconds);
                told(&self.clock())
            }
            _ if reads(call) => self.answer_reading(call),
            _ => {
                let answer = self.answer_doing(call)?;
                self.fault_in_an_answer()?;
                Ok(answer)
            }
        }
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> ClockView {
        ClockView { now: self.now(), elapsed_milliseconds: self.now, revision: self.revision }
    }

    /// Moves the clock; what is due on the way happens.
    pub fn step(&mut self, seconds: u64) {
        self.pass(seconds.saturating_mul(1000));
    }

    fn answer_doing(&mut self, call: &Call) -> Answer<Told> {
        match call {
            Call::SuspendNode { .. }
            | Call::ResumeNode { .. }
            | Call::RemoveNode { .. }
            | Call::AddNode { .. }
            | Call::ClearNode { .. }
            | Call::Install { .. } => self.answer_nodes(call),
            Call::StartNode { .. } | Call::StopNode { .. } | Call::StartCluster | Call::StopCluster => {
                self.answer_service(call)
            }
            Call::MoveGroup { .. }
            | Call::MoveVirtualMachine { .. }
            | Call::StartGroup { .. }
            | Call::StopGroup { .. }
            | Call::SetOwnerNodes { .. }
            | Call::SetGroupProperty { .. } => self.answer_groups(call),
            Call::AddGroup { .. } | Call::RemoveGroup { .. } | Call::AddVirtualMachineRole { .. } => {
                self.answer_group_membership(call)
            }
            Call::SetQuorum { .. }
            | Call::SetParameters { .. }
            | Call::StartResource { .. }
            | Call::StopResource { .. } => self.answer_whole(call),
            Call::CreateAffinityRule { .. }
            | Call::SetAffinityRule { .. }
            | Call::RemoveAffinityRule { .. }
            | Call::ChangeAffinityRule { .. } => self.answer_affinity(call),
            Call::RestartMachine { .. } | Call::InstallFeatures { .. } | Call::PrepareMachine { .. } => {
                self.answer_machines(call)
            }
            Call::StopVirtualMachine { .. }
            | Call::StartVirtualMachine { .. }
            | Call::SuspendVirtualMachine { .. }
            | Call::ResumeVirtualMachine { .. }
            | Call::SetVirtualMachine { .. }
            | Call::UpdateVirtualMachineVersion { .. } => self.answer_guests(call),
            _ => self.answer_cluster(call),
        }
    }

    /// What every call costs, and that the twin still answers.
    pub(crate) fn begin(&mut self) -> Answer<()> {
        if self.aside {
            return self.broken.clone().map_or(Ok(()), Err);
        }
        self.pass(self.simulation.call_milliseconds);
        self.fault_in_a_call()?;
        self.broken.clone().map_or(Ok(()), Err)
    }

    /// The same for calls that the cluster service answers.
    pub(crate) fn begin_cluster(&mut self) -> Answer<()> {
        self.begin()?;
        if self.state.cluster.stopped {
            return Err(Refusal::ServiceStopped.into());
        }
        Ok(())
    }

    /// The node of a name.
    pub(crate) fn node_named(&self, name: &NodeName) -> Answer<MachineId> {
        self.state
            .machines_by_name
            .get(name)
            .copied()
            .filter(|machine| self.state.machines[*machine].node.is_some())
            .ok_or_else(|| TwinError::NodeNotFound {
                cluster: self.state.cluster.facts.name.clone(),
                node: name.clone(),
            })
    }

    /// The members of some names, which mostly come in the order of the members: each is looked for behind the one
    /// before it.
    pub(crate) fn nodes_named(&self, names: &[NodeName]) -> Answer<Vec<MachineId>> {
        let members = &self.state.members;
        let mut next = 0;
        let named = names.iter().map(|name| {
            if let Some(member) = members.get(next).filter(|member| self.machine_name(**member) == name) {
                next += 1;
                return Ok(*member);
            }
            let machine = self.node_named(name)?;
            next = members.iter().position(|member| *member == machine).map_or(0, |place| place + 1);
            Ok(machine)
        });
        named.collect()
    }

    /// The machine of a name, member or not.
    pub(crate) fn machine_named(&self, name: &NodeName) -> Answer<MachineId> {
        let found = self.state.machines_by_name.get(name).copied();
        found.ok_or_else(|| TwinError::MachineNotFound { machine: name.clone() })
    }

    /// The role of a name.
    pub(crate) fn role_named(&self, name: &RoleName) -> Answer<RoleId> {
        self.state.roles_by_name.get(name).copied().ok_or_else(|| TwinError::RoleNotFound {
            cluster: self.state.cluster.facts.name.clone(),
            role: name.clone(),
        })
    }
}

/// Whether a call only reads.
const fn reads(call: &Call) -> bool {
    matches!(
        call,
        Call::Cluster
            | Call::Nodes { .. }
            | Call::Groups { .. }
            | Call::Resources { .. }
            | Call::Networks
            | Call::ResourceTypes
            | Call::NetworkInterfaces
            | Call::SharedVolumes
            | Call::Quorum
            | Call::OwnerNodes { .. }
            | Call::OwnerLists { .. }
            | Call::SupportedVersions
            | Call::AffinityRules
            | Call::GroupSets
            | Call::VirtualMachines { .. }
            | Call::Host { .. }
            | Call::StoragePools
            | Call::VirtualDisks
            | Call::PhysicalDisks { .. }
            | Call::StorageJobs
            | Call::Parameters { .. }
            | Call::Updating
            | Call::MachineFacts { .. }
            | Call::Hosted { .. }
            | Call::Teams { .. }
            | Call::Events { .. }
            | Call::CriticalEvents { .. }
    )
}
