//! Suspend-, Resume-, Remove-, Add-, Start-, Stop-, Clear-ClusterNode, and the operator's installation.

use rolling_upgrade_core::model::NodeName;

use super::{Answer, Told, told};
use crate::assumption::Assumption;
use crate::call::Call;
use crate::error::TwinError;
use crate::failback::Failback;
use crate::refusal::Refusal;
use crate::twin::Twin;

impl Twin {
    pub(super) fn answer_nodes(&mut self, call: &Call) -> Answer<Told> {
        match call {
            Call::SuspendNode { node, drain, force_drain, wait, target } => {
                self.begin_cluster()?;
                self.suspend_node(node, *drain, *force_drain, *wait, target.as_ref())?;
                told(&self.node_view(self.node_named(node)?))
            }
            Call::ResumeNode { node, failback } => {
                self.begin_cluster()?;
                let machine = self.node_named(node)?;
                if failback.is_none() {
                    self.assumptions.rely(Assumption::BareResume);
                }
                let failback = match failback {
                    None | Some(0) => Failback::None,
                    Some(1) => Failback::Immediate,
                    Some(2) => Failback::Policy,
                    Some(other) => {
                        let value = other.to_string();
                        return Err(TwinError::Property { property: "failback".to_owned(), value });
                    }
                };
                self.resume(machine, failback)?;
                told(&self.node_view(machine))
            }
            Call::RemoveNode { node, ignore_storage_connectivity_loss: _ } => {
                self.begin_cluster()?;
                let machine = self.node_named(node)?;
                self.evict(machine)?;
                Ok(Told::nothing())
            }
            Call::AddNode { machines, no_storage: _ } => self.add_nodes(machines),
            Call::ClearNode { machine } => {
                self.begin()?;
                let id = self.machine_named(machine)?;
                if self.state.machines[id].node.is_some() {
                    return Err(Refusal::StillMember { machine: machine.clone() }.into());
                }
                if !self.state.machines[id].answers() {
                    return Err(Refusal::Unreachable { machine: machine.clone() }.into());
                }
                if let Some(remnants) = &mut self.state.machines[id].facts.profile.cluster_remnants {
                    *remnants = false;
                }
                self.log_clean_up(id);
                Ok(Told::nothing())
            }
            Call::Install { machine, replaces, release, in_place } => {
                self.begin()?;
                let id = self.machine_named(machine)?;
                let replaces = replaces.as_ref().map(|name| self.machine_named(name)).transpose()?;
                self.install(id, replaces, *release, *in_place)?;
                Ok(Told::nothing())
            }
            _ => Err(TwinError::NotModelled { what: format!("{call:?}") }),
        }
    }

    pub(super) fn answer_service(&mut self, call: &Call) -> Answer<Told> {
        match call {
            Call::StartCluster => {
                self.begin()?;
                self.start_cluster()?;
                told(&self.cluster_view())
            }
            Call::StopCluster => {
                self.begin_cluster()?;
                self.stop_cluster();
                Ok(Told::nothing())
            }
            Call::StartNode { node, clear_quarantine, force_quorum } => {
                self.begin()?;
                let machine = self.node_named(node)?;
                if *force_quorum {
                    self.force_quorum();
                }
                self.start_service(machine, *clear_quarantine)?;
                told(&self.node_view(machine))
            }
            Call::StopNode { node } => {
                self.begin_cluster()?;
                let machine = self.node_named(node)?;
                self.stop_service(machine)?;
                told(&self.node_view(machine))
            }
            _ => Err(TwinError::NotModelled { what: format!("{call:?}") }),
        }
    }

    fn suspend_node(
        &mut self,
        node: &NodeName,
        drain: bool,
        force: bool,
        wait: bool,
        target: Option<&NodeName>,
    ) -> Answer<()> {
        let machine = self.node_named(node)?;
        if !drain {
            self.pause(machine)?;
            return Ok(());
        }
        let target = match target {
            None => None,
            Some(name) => match self.node_named(name) {
                Ok(target) => Some(target),
                Err(_) => return Err(Refusal::TargetNotUp { node: name.clone() }.into()),
            },
        };
        self.drain(machine, force, target)?;
        if wait {
            self.pass_while(None, |state| {
                state.machines[machine].node.as_ref().is_some_and(|record| record.drain.is_some())
            });
        }
        Ok(())
    }

    fn add_nodes(&mut self, names: &[NodeName]) -> Answer<Told> {
        self.begin_cluster()?;
        let machines = names.iter().map(|name| self.machine_named(name)).collect::<Answer<Vec<_>>>()?;
        // Nothing joins where one of them can't: the wizard checks all before it adds the first.
        for machine in &machines {
            if let Some(refusal) = self.join_obstacle(*machine)
                && !matches!(refusal, Refusal::IncompatibleVersion { .. })
            {
                return Err(refusal.into());
            }
        }
        for machine in &machines {
            self.join(*machine)?;
        }
        let views: Vec<_> = machines.iter().map(|machine| self.node_view(*machine)).collect();
        told(&views)
    }
}
