//! The smallest changes that make a plan possible: each is made to a copy of the cluster, which is planned again.
//!
//! Settings come first, as they cost nothing; then stopping VMs, those of the lowest priority first and no more than
//! have to be; then a node of the release that the upgrade goes to, with as little memory as does.

use super::beginning::{Beginning, add_node};
use super::obstacle::{FixedRole, ObstacleKind};
use super::reasons::memory;
use super::search::is_feasible;
use super::world::World;
use super::{NoPlacement, Policy};
use crate::model::{
    AffinityRule, Inventory, Machine, NodeName, Release, Role, RoleName, RoleState, Switch, SwitchKind, Teaming,
    VirtualMachine, VirtualMachineState,
};

/// VMs that are looked at as ones to stop.
const STOPPED_MAX: usize = 256;
/// VMs that are named; a longer list is no small change.
const NAMED_MAX: usize = 8;

/// Where planning again looks.
struct Trial<'a> {
    inventory: &'a Inventory,
    policy: &'a Policy,
    target: Release,
    beginning: &'a Beginning,
    cancelled: &'a dyn Fn() -> bool,
}

/// Sentences that say what makes a plan possible, each of them tried; empty where nothing that was tried does.
pub(super) fn changes(
    inventory: &Inventory,
    policy: &Policy,
    target: Release,
    beginning: &Beginning,
    found: Option<&NoPlacement>,
    cancelled: &dyn Fn() -> bool,
) -> Vec<String> {
    let trial = Trial { inventory, policy, target, beginning, cancelled };
    let mut told: Vec<String> = Vec::new();
    if let Some(found) = found {
        told.extend(trial.setting(found));
    }
    told.extend(trial.stopped());
    told.extend(trial.node());
    told
}

impl Trial<'_> {
    fn works(&self, change: impl FnOnce(&mut Inventory)) -> bool {
        let mut changed = self.inventory.clone();
        change(&mut changed);
        self.plans(&changed, self.policy)
    }

    fn plans(&self, inventory: &Inventory, policy: &Policy) -> bool {
        let world = World::after(inventory, policy, Some(self.target), self.beginning);
        !(self.cancelled)() && is_feasible(&world, self.cancelled)
    }

    /// The first setting that is enough.
    fn setting(&self, found: &NoPlacement) -> Option<String> {
        let role = &found.role;
        match &found.fixed {
            Some(FixedRole::Locked) => {
                let unlocked = self.works(|it| change_role(it, role, |role| role.locked = false));
                return unlocked.then(|| format!("Unlock role {role} for the run."));
            }
            Some(FixedRole::LocalMedia(media)) => {
                let without = |it: &mut Inventory| change_machine(it, role, |machine| machine.local_media.clear());
                return self
                    .works(without)
                    .then(|| format!("Detach {} from VM {role}, or shut it down for the run.", media.join(", ")));
            }
            None => {}
        }
        if found.by_failure {
            let without = Policy { require_reserve: false, ..self.policy.clone() };
            return self
                .plans(self.inventory, &without)
                .then(|| "Plan without a reserve for one more failure.".to_owned());
        }
        found.obstacles.iter().find_map(|obstacle| self.lifted(role, &obstacle.node, &obstacle.why))
    }

    /// What is in the way on one node, taken away.
    fn lifted(&self, role: &RoleName, node: &NodeName, why: &ObstacleKind) -> Option<String> {
        match why {
            ObstacleKind::AntiAffinity(_) => self
                .works(|it| it.cluster.enforced_anti_affinity = false)
                .then(|| "Set ClusterEnforcedAntiAffinity to 0 for the run.".to_owned()),
            ObstacleKind::AffinityRule(name) => self.without_rule(name),
            ObstacleKind::Together(other, why) => {
                self.lifted(other, node, why).or_else(|| self.lifted(role, node, &ObstacleKind::AwayFromOthers))
            }
            ObstacleKind::AwayFromOthers => {
                let binding = |rule: &&AffinityRule| rule.enabled && rule.roles.contains(role);
                self.inventory.affinity_rules.iter().filter(binding).find_map(|rule| self.without_rule(&rule.name))
            }
            ObstacleKind::ProcessorFeatures(_) => self
                .works(|it| change_machine(it, role, |machine| machine.processor_compatibility = true))
                .then(|| format!("Turn on processor compatibility for VM {role}; it has to be off for that.")),
            ObstacleKind::Switch(name) => {
                let made = |it: &mut Inventory| {
                    let machine =
                        it.nodes.iter_mut().find(|one| one.name == *node).and_then(|one| one.machine.as_mut());
                    let Some(machine) = machine else { return };
                    machine.switches.push(Switch {
                        name: name.clone(),
                        kind: SwitchKind::default(),
                        teaming: Teaming::default(),
                        members: Vec::new(),
                        bandwidth_mode: None,
                        single_root: None,
                    });
                };
                self.works(made).then(|| format!("Make a virtual switch `{name}` on {node}."))
            }
            ObstacleKind::NotPossibleOwner => self
                .works(|it| change_role(it, role, |role| role.possible_owners.push(node.clone())))
                .then(|| format!("Add {node} to the possible owners of role {role}.")),
            _ => None,
        }
    }

    fn without_rule(&self, name: &str) -> Option<String> {
        let lifted = self.works(|it| {
            it.affinity_rules.iter_mut().filter(|rule| rule.name == name).for_each(|rule| rule.enabled = false);
        });
        lifted.then(|| format!("Disable affinity rule `{name}` for the run."))
    }

    /// As few VMs as have to be stopped, of the lowest priority first, of these the largest.
    fn stopped(&self) -> Option<String> {
        let running = |role: &&Role| {
            role.virtual_machine.as_ref().is_some_and(|machine| machine.state == VirtualMachineState::Running)
        };
        let mut able: Vec<&Role> = self.inventory.roles.iter().filter(running).collect();
        able.sort_by_key(|role| (role.priority, std::cmp::Reverse(role.memory_mib()), &role.name));
        let names: Vec<RoleName> = able.into_iter().take(STOPPED_MAX).map(|role| role.name.clone()).collect();
        let count = smallest(names.len() as u64, |count| self.runs_without(&names[..usize::try_from(count).ok()?]))?;
        let mut stopped = names[..usize::try_from(count).ok()?].to_vec();
        if stopped.len() > NAMED_MAX {
            return None;
        }
        for name in stopped.clone() {
            let fewer: Vec<RoleName> = stopped.iter().filter(|other| **other != name).cloned().collect();
            if !fewer.is_empty() && self.runs_without(&fewer) == Some(true) {
                stopped = fewer;
            }
        }
        let listed: Vec<&str> = stopped.iter().map(RoleName::as_str).collect();
        let taken = self.inventory.roles.iter().filter(|role| stopped.contains(&role.name));
        let taken = memory(taken.map(Role::memory_mib).sum());
        Some(format!("Stop {} ({taken}) for the run.", listed.join(", ")))
    }

    fn runs_without(&self, names: &[RoleName]) -> Option<bool> {
        Some(self.works(|it| {
            for role in it.roles.iter_mut().filter(|role| names.contains(&role.name)) {
                role.state = RoleState::Offline;
                if let Some(machine) = &mut role.virtual_machine {
                    machine.state = VirtualMachineState::Off;
                }
            }
        }))
    }

    /// One more node, like the largest that there is but for its memory: as little as does, in whole GiB.
    fn node(&self) -> Option<String> {
        let like = self.inventory.nodes.iter().filter_map(|node| node.machine.as_ref());
        let like = like.max_by_key(|machine| machine.memory_mib)?;
        let total: u64 = self.inventory.roles.iter().map(Role::memory_mib).sum();
        let kept = self.policy.kept_by_host_mib(self.inventory);
        let name = NodeName::from("one node more");
        let holds = |gib: u64| {
            let machine = Machine { release: self.target, memory_mib: kept + gib * 1024, ..like.clone() };
            Some(self.works(|it| add_node(it, &name, Some(machine))))
        };
        let overhead = self.policy.virtual_machine_overhead_mib * self.inventory.roles.len() as u64;
        let gib = smallest((total + overhead).div_ceil(1024), holds)?;
        Some(format!("Add a node of the new release with {gib} GiB for VMs (spareNodes or temporaryNodes)."))
    }
}

/// The smallest number from 1 to `most` that is enough; nothing where none is.
fn smallest(most: u64, enough: impl Fn(u64) -> Option<bool>) -> Option<u64> {
    let (mut low, mut high) = (0, 1);
    while !enough(high.min(most))? {
        if high >= most {
            return None;
        }
        (low, high) = (high, high * 2);
    }
    high = high.min(most);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if enough(middle)? { high = middle } else { low = middle }
    }
    Some(high)
}

fn change_role(inventory: &mut Inventory, name: &RoleName, change: impl FnOnce(&mut Role)) {
    if let Some(role) = inventory.roles.iter_mut().find(|role| role.name == *name) {
        change(role);
    }
}

fn change_machine(inventory: &mut Inventory, name: &RoleName, change: impl FnOnce(&mut VirtualMachine)) {
    let role = inventory.roles.iter_mut().find(|role| role.name == *name);
    if let Some(machine) = role.and_then(|role| role.virtual_machine.as_mut()) {
        change(machine);
    }
}
