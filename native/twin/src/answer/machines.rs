//! What is done to a machine rather than to the cluster: restarts and features.

use rolling_upgrade_core::model::{Machine, NodeName, NodeState, same_name};

use super::{Answer, Told, told};
use crate::call::Call;
use crate::error::TwinError;
use crate::ids::MachineId;
use crate::preparation::Preparation;
use crate::prepare::{Bench, fresh_host};
use crate::refusal::Refusal;
use crate::twin::Twin;

impl Twin {
    pub(super) fn answer_machines(&mut self, call: &Call) -> Answer<Told> {
        self.begin()?;
        match call {
            Call::RestartMachine { machine, wait } => {
                let id = self.machine_that_answers(machine)?;
                self.restart_machine(id);
                if *wait {
                    self.pass_while(None, |state| !state.machines[id].answers());
                }
                told(&self.machine_view(id))
            }
            Call::InstallFeatures { machine, features } => {
                let id = self.machine_that_answers(machine)?;
                self.install_features(id, features);
                told(&self.machine_view(id))
            }
            Call::PrepareMachine { machine, item } => {
                let id = self.machine_that_answers(machine)?;
                self.prepare_machine(id, item)?;
                told(&self.machine_view(id))
            }
            _ => Err(TwinError::NotModelled { what: format!("{call:?}") }),
        }
    }

    /// The LBFO teams of a machine with their adapters.
    pub(super) fn answer_teams(&mut self, name: &NodeName) -> Answer<Told> {
        self.begin()?;
        told(&self.state.machines[self.machine_named(name)?].teams)
    }

    /// The machine of a name, where it can be reached.
    fn machine_that_answers(&self, name: &NodeName) -> Answer<MachineId> {
        let machine = self.machine_named(name)?;
        if self.state.machines[machine].answers() {
            return Ok(machine);
        }
        Err(Refusal::Unreachable { machine: name.clone() }.into())
    }

    /// Restarts a machine. A member is drained first where `DrainOnShutdown` is set, and leaves in order: what could
    /// not move restarts on other nodes ("Failover cluster common properties", learn.microsoft.com).
    fn restart_machine(&mut self, machine: MachineId) {
        let drains = self.cluster_view().properties.get("DrainOnShutdown").is_none_or(|value| *value != 0);
        let was_up = self.state.node_state(machine) == NodeState::Up;
        if was_up && drains && self.drain(machine, false, None).is_ok() {
            self.pass_while(None, |state| {
                state.machines[machine].node.as_ref().is_some_and(|node| node.drain.is_some())
            });
        }
        self.log_machine(machine, Some(1074), "restarts on request".to_owned());
        let seconds = self.simulation.times.restart_seconds;
        if self.state.is_active(machine) {
            self.leave_in_order(machine);
            if let Some(node) = &mut self.state.machines[machine].node {
                node.crashed = true;
                if was_up {
                    node.returns_to = NodeState::Up;
                }
            }
            self.settle_quorum();
            self.begin_return(machine, self.in_seconds(seconds));
        } else {
            // No member, or one whose service does not run: nothing of the cluster depends on the machine.
            self.pass(seconds.saturating_mul(1000));
        }
        self.switches_are_cut(machine);
        self.state.machines[machine].facts.pending_restart = false;
        self.begin_new_roles(machine);
        self.refresh_machine(machine);
    }

    /// After the restart a role that was installed since setup begins with its own settings, and MPIO claims disks.
    fn begin_new_roles(&mut self, machine: MachineId) {
        let record = &self.state.machines[machine];
        let Some(before) = record.before.clone() else { return };
        let mut facts = record.facts.clone();
        if before.hyper_v.is_some() && facts.has_feature("Hyper-V") && facts.hyper_v.is_none() {
            facts.hyper_v = Some(fresh_host(&facts, &before));
        }
        self.at_the_bench(machine, facts, &before, |bench| bench.find_paths());
    }

    /// Configures one thing. Where it was so already nothing changes, not even the revision.
    fn prepare_machine(&mut self, machine: MachineId, item: &Preparation) -> Answer<()> {
        let record = &self.state.machines[machine];
        let before = record.before.clone().unwrap_or_else(|| record.facts.clone());
        let facts = record.facts.clone();
        let (prepared, changed) = self.at_the_bench(machine, facts, &before, |bench| bench.prepare(item));
        prepared?;
        if changed {
            self.refresh_machine(machine);
            self.log_machine(machine, None, format!("is being prepared: {}", item.name()));
        }
        Ok(())
    }

    /// Lets somebody work on facts of a machine, and says whether they are others than before.
    fn at_the_bench<T>(
        &mut self,
        machine: MachineId,
        mut facts: Machine,
        before: &Machine,
        work: impl FnOnce(&mut Bench<'_>) -> T,
    ) -> (T, bool) {
        let record = &mut self.state.machines[machine];
        let networks = &self.state.networks;
        let mut bench = Bench { name: &record.name, facts: &mut facts, before, teams: &mut record.teams, networks };
        let done = work(&mut bench);
        let changed = record.facts != facts;
        record.facts = facts;
        (done, changed)
    }

    /// Installs features that are not there; Hyper-V works after a restart only.
    fn install_features(&mut self, machine: MachineId, features: &[String]) {
        let facts = &mut self.state.machines[machine].facts;
        for feature in features {
            if facts.features.iter().any(|installed| same_name(installed, feature)) {
                continue;
            }
            facts.pending_restart |= same_name(feature, "Hyper-V");
            facts.features.push(feature.clone());
        }
        self.refresh_machine(machine);
        self.log_machine(machine, None, format!("has the features {}", features.join(", ")));
    }

    fn refresh_machine(&mut self, machine: MachineId) {
        let link = self.simulation.migration.link_mib_per_second;
        self.state.refresh_facts(machine, link);
        if self.state.machines[machine].facts.pending_restart {
            self.state.machines[machine].hyper_v = false;
        }
        self.touch_machine(machine);
        self.revision += 1;
    }
}
