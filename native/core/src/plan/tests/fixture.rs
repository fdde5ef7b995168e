//! Clusters for the tests, and a replay of plans that knows nothing of how they were made.

use std::collections::BTreeMap;

use crate::document::read_inventory;
use crate::model::{AffinityKind, AffinityRule, Inventory, NodeName, Release, Role, RoleName, VirtualMachineState};
use crate::plan::beginning::Beginning;
use crate::plan::make::{check_order, compose, level_change};
use crate::plan::{Plan, PlanError, Policy, Purpose, Task, validate};

/// A cluster of 2016 nodes with so much memory each, a witness, and the core group on the first.
pub(crate) fn cluster(memory_gib: &[u64]) -> Inventory {
    let nodes: Vec<String> = (1..)
        .zip(memory_gib)
        .map(|(id, gib)| format!(r#"{{"name":"n{id}","id":{id},"machine":{}}}"#, machine("2016", *gib)))
        .collect();
    let text = format!(
        r#"{{"schema":"rolling-upgrade/inventory/1",
        "cluster":{{"name":"c","functionalLevel":9,"quorum":{{"witness":{{"kind":"fileShare","resource":"w"}}}}}},
        "nodes":[{}],
        "roles":[{{"name":"Cluster Group","id":"core","kind":"cluster","owner":"n1"}}]}}"#,
        nodes.join(",")
    );
    read_inventory(text.as_bytes()).unwrap()
}

fn machine(release: &str, memory_gib: u64) -> String {
    format!(
        r#"{{"release":"{release}","build":14393,"memoryMiB":{},"processor":{{"vendor":"GenuineIntel",
        "featureSet":"skylake","logicalProcessors":64}},"switches":[{{"name":"vm"}}]}}"#,
        memory_gib * 1024
    )
}

/// Puts a running VM of so much memory on a node.
pub(crate) fn vm<'a>(inventory: &'a mut Inventory, name: &str, owner: &str, memory_gib: u64) -> &'a mut Role {
    let text = format!(
        r#"{{"name":"{name}","id":"{name}","kind":"virtualMachine","owner":"{owner}","virtualMachine":{{
        "id":"{name}","configurationVersion":"8.0","switches":["vm"],
        "memory":{{"assignedMiB":{0},"startupMiB":{0}}}}}}}"#,
        memory_gib * 1024
    );
    inventory.roles.push(serde_json::from_str(&text).unwrap());
    inventory.roles.last_mut().unwrap()
}

/// Puts a cluster shared volume beside the roles, which a node coordinates.
pub(crate) fn volume(inventory: &mut Inventory, name: &str, owner: &str) {
    let text = format!(r#"{{"name":"{name}","friendlyName":"{name}","owner":"{owner}"}}"#);
    inventory.storage.shared_volumes.push(serde_json::from_str(&text).unwrap());
}

/// A rule in force between roles and shared volumes.
pub(crate) fn rule(inventory: &mut Inventory, kind: AffinityKind, roles: &[&str], volumes: &[&str]) {
    inventory.affinity_rules.push(AffinityRule {
        name: "r".to_owned(),
        kind,
        roles: roles.iter().map(|role| RoleName::from(*role)).collect(),
        volumes: volumes.iter().map(|volume| (*volume).to_owned()).collect(),
        enabled: true,
        soft: false,
    });
}

/// Puts a role that is no VM on a node.
pub(crate) fn role<'a>(inventory: &'a mut Inventory, name: &str, owner: &str) -> &'a mut Role {
    let text = format!(r#"{{"name":"{name}","id":"{name}","kind":"fileServer","owner":"{owner}"}}"#);
    inventory.roles.push(serde_json::from_str(&text).unwrap());
    inventory.roles.last_mut().unwrap()
}

/// Puts a machine beside the cluster that takes the place of a node.
pub(crate) fn replace(inventory: &mut Inventory, node: &str, name: &str, memory_gib: u64) {
    let text = format!(r#"{{"name":"{name}","replaces":"{node}","machine":{}}}"#, machine("2019", memory_gib));
    inventory.machines.push(serde_json::from_str(&text).unwrap());
}

/// Puts a machine of the new release beside the cluster that takes no node's place.
pub(crate) fn spare(inventory: &mut Inventory, name: &str, memory_gib: u64) {
    let text = format!(r#"{{"name":"{name}","machine":{}}}"#, machine("2019", memory_gib));
    inventory.machines.push(serde_json::from_str(&text).unwrap());
}

/// A policy that leaves hosts and VMs no reserve, so that sums are round.
pub(crate) fn bare() -> Policy {
    Policy { host_reserve_mib: 0, virtual_machine_overhead_mib: 0, ..Policy::default() }
}

/// A plan to 2019 without asking the rules, which have tests of their own; replayed before it is returned.
pub(crate) fn plan(inventory: &Inventory, policy: &Policy) -> Result<Plan, PlanError> {
    check_order(inventory, policy)?;
    let change = level_change(inventory, Release::Server2019)?;
    let beginning = Beginning::of(inventory, policy)?;
    let whole = beginning.joined(inventory, Release::Server2019);
    let plan = compose(&whole, change, policy, Vec::new(), &beginning, &|| false)?;
    validate(&plan).unwrap();
    Replay::of(inventory, policy, &plan);
    Ok(plan)
}

/// The tasks of a plan as words, roles and nodes by name.
pub(crate) fn told(plan: &Plan) -> Vec<String> {
    let text = crate::plan::text(plan);
    let steps = text.lines().filter(|line| line.get(..5).is_some_and(|number| number.trim().parse::<u32>().is_ok()));
    let words = steps.map(|line| line[7..].split([':', '[']).next().unwrap_or_default().trim().to_owned());
    words.collect()
}

/// What is where while a plan is replayed, by name.
struct Replay<'a> {
    inventory: &'a Inventory,
    policy: &'a Policy,
    members: BTreeMap<NodeName, Member>,
    owners: BTreeMap<RoleName, NodeName>,
    /// Who coordinates each shared volume that a rule names.
    volumes: BTreeMap<String, NodeName>,
    /// How often each node went out.
    out: BTreeMap<NodeName, u32>,
}

struct Member {
    /// Its name at the beginning.
    origin: NodeName,
    release: Release,
    memory_mib: u64,
    paused: bool,
}

impl<'a> Replay<'a> {
    /// Replays a plan and panics at the first step that breaks a limit.
    fn of(inventory: &'a Inventory, policy: &'a Policy, plan: &Plan) {
        let members = inventory.nodes.iter().map(|node| {
            let machine = node.machine.as_ref().unwrap();
            let (release, memory_mib) = (machine.release, machine.memory_mib);
            (node.name.clone(), Member { origin: node.name.clone(), release, memory_mib, paused: false })
        });
        let owners = inventory.roles.iter().map(|role| (role.name.clone(), role.owner.clone()));
        let named =
            |name: &String| inventory.affinity_rules.iter().any(|rule| rule.enabled && rule.volumes.contains(name));
        let volumes = inventory.storage.shared_volumes.iter().filter(|volume| named(&volume.name));
        let mut replay = Self {
            inventory,
            policy,
            members: members.collect(),
            owners: owners.collect(),
            volumes: volumes.map(|volume| (volume.name.clone(), volume.owner.clone())).collect(),
            out: BTreeMap::new(),
        };
        let (mut moves, mut failovers, mut raised) = (0, 0, 0);
        assert_eq!(plan.purpose, Purpose::Upgrade);
        for step in &plan.steps {
            replay.step(&step.task);
            match &step.task {
                Task::MoveRole { role, .. } if replay.role(role).virtual_machine.is_some() => moves += 1,
                Task::MoveRole { .. } => failovers += 1,
                Task::RaiseFunctionalLevel { .. } => raised += 1,
                _ => {}
            }
            for role in replay.planned() {
                assert!(replay.members.contains_key(&replay.owners[&role.name]), "{} is nowhere", role.name);
            }
        }
        assert_eq!(raised, 1, "the level is raised once");
        assert_eq!((plan.moves.virtual_machine_moves, plan.moves.failovers), (moves, failovers));
        assert!(moves >= plan.moves.bound, "{moves} moves, bound {}", plan.moves.bound);
        let explained: u64 = plan.moves.above_bound.iter().map(|reason| leading_number(reason)).sum();
        assert_eq!(moves - plan.moves.bound, explained, "{:?}", plan.moves.above_bound);
        let explained: u64 = plan.moves.above_bound_mib.iter().map(|reason| leading_number(reason)).sum();
        let (moved, bound) = (plan.moves.moved_mib, plan.moves.bound_mib);
        assert_eq!(moved.checked_sub(bound), Some(explained), "{:?}", plan.moves.above_bound_mib);
        for node in &inventory.nodes {
            let out = replay.out.get(&node.name).copied().unwrap_or(0);
            let retired = policy.retired_nodes.contains(&node.name);
            assert_eq!(out, u32::from(!retired), "{} goes out once", node.name);
            assert!(!retired || !replay.members.contains_key(&node.name), "{} leaves", node.name);
        }
        assert!(replay.members.values().all(|member| member.release == plan.change.to_release && !member.paused));
        let likely: u64 = plan.steps.iter().map(|step| step.likely_seconds).sum();
        assert_eq!(plan.estimate.likely_seconds, likely);
    }

    fn role(&self, name: &RoleName) -> &'a Role {
        self.inventory.roles.iter().find(|role| role.name == *name).unwrap()
    }

    fn planned(&self) -> impl Iterator<Item = &'a Role> + use<'a> {
        self.inventory.roles.iter().filter(|role| !role.is_core())
    }

    fn step(&mut self, task: &Task) {
        match task {
            Task::PauseNode { node } => self.members.get_mut(node).unwrap().paused = true,
            Task::ResumeNode { node } => self.members.get_mut(node).unwrap().paused = false,
            Task::DrainNode { node } => {
                let left: Vec<_> = self.planned().filter(|role| self.owners[&role.name] == *node).collect();
                assert!(left.is_empty(), "{node} is drained and owns {}", left.len());
                assert!(!self.volumes.values().any(|owner| owner == node), "{node} coordinates a volume of a rule");
                self.together();
                for role in self.inventory.roles.iter().filter(|role| role.is_core()) {
                    let other = self.members.iter().find(|(_, member)| !member.paused).unwrap().0.clone();
                    self.owners.insert(role.name.clone(), other);
                }
            }
            Task::EvictNode { node } => {
                assert!(self.members.remove(node).unwrap().paused, "{node} is evicted and not paused");
            }
            Task::InstallNode { node, machine, release, .. } => {
                *self.out.entry(node.clone()).or_default() += 1;
                if let Some(member) = self.members.get_mut(machine) {
                    member.release = *release;
                }
                assert!(self.inventory.machine(machine).is_some(), "{machine} is nowhere");
            }
            Task::AddNode { machine } => {
                let replaced = self.inventory.machines.iter().find(|pooled| pooled.name == *machine);
                let origin = replaced.and_then(|pooled| pooled.replaces.clone()).unwrap_or_else(|| machine.clone());
                let memory_mib = self.inventory.machine(machine).unwrap().memory_mib;
                let member = Member { origin, release: Release::Server2019, memory_mib, paused: false };
                assert!(self.members.insert(machine.clone(), member).is_none());
            }
            Task::MoveRole { role, from, to, .. } => self.relocate(role, from, to),
            Task::MoveSharedVolume { volume, from, to } => {
                assert!(self.volumes[volume] == *from && from != to && !self.members[to].paused);
                self.apart(volume, to);
                self.volumes.insert(volume.clone(), to.clone());
            }
            _ => {}
        }
    }

    fn relocate(&mut self, name: &RoleName, from: &NodeName, to: &NodeName) {
        let role = self.role(name);
        assert_eq!(self.owners[name], *from, "{name} is not where the step says");
        assert!(from != to && !role.locked);
        let member = &self.members[to];
        assert!(!member.paused, "{name} goes to {to}, which is paused");
        assert!(role.may_be_owned_by(&member.origin), "{name} may not be owned by {to}");
        if let Some(machine) = &role.virtual_machine {
            assert!(member.release.configuration_versions().contains(&machine.configuration_version));
            assert!(machine.state == VirtualMachineState::Off || machine.local_media.is_empty());
        }
        let there = || self.inventory.roles.iter().filter(|other| self.owners[&other.name] == *to);
        let overhead = |role: &Role| match role.memory_mib() {
            0 => 0,
            memory => memory + self.policy.virtual_machine_overhead_mib,
        };
        let used: u64 = there().map(overhead).sum();
        let room = member.memory_mib - self.policy.host_reserve_mib;
        assert!(overhead(role) == 0 || used + overhead(role) <= room, "{name} overfills {to}");
        if self.inventory.cluster.enforced_anti_affinity {
            let classes = &role.anti_affinity_classes;
            assert!(!there().any(|other| other.anti_affinity_classes.iter().any(|class| classes.contains(class))));
        }
        self.fits(role, to);
        self.apart(role.name.as_str(), to);
        self.owners.insert(name.clone(), to.clone());
    }

    /// Switches, and the processor that the VM was started on.
    fn fits(&self, role: &Role, to: &NodeName) {
        let Some(guest) = &role.virtual_machine else { return };
        let machine = |name: &NodeName| self.inventory.machine(name).unwrap();
        let replaced = |name: &NodeName| self.inventory.machine(&self.members[name].origin).unwrap();
        for switch in &guest.switches {
            let has = [machine(to), replaced(to)].iter().any(|machine| machine.switch(switch).is_some());
            assert!(has, "{to} has no switch {switch} for {}", role.name);
        }
        let set = |name: &NodeName| machine(name).processor.feature_set.clone();
        let alike = guest.processor_compatibility || guest.state == VirtualMachineState::Off;
        assert!(alike || set(&role.owner) == set(to), "{} can't run on {to}", role.name);
    }

    /// What a rule names, roles and shared volumes, with its owner.
    fn named(&self, rule: &AffinityRule) -> Vec<(String, &NodeName)> {
        let roles = rule.roles.iter().map(|role| (role.to_string(), &self.owners[role]));
        let volumes = rule.volumes.iter().map(|volume| (volume.clone(), &self.volumes[volume]));
        roles.chain(volumes).collect()
    }

    /// What rules keep apart is apart after every single move.
    fn apart(&self, moved: &str, to: &NodeName) {
        for rule in self.inventory.affinity_rules.iter().filter(|rule| rule.enabled && !rule.soft) {
            let named = self.named(rule);
            if !named.iter().any(|(name, _)| name == moved) {
                continue;
            }
            for (other, there) in named.iter().filter(|(name, _)| name != moved) {
                match rule.kind {
                    AffinityKind::DifferentNode => assert!(*there != to, "{}: {other} is on {to}", rule.name),
                    AffinityKind::DifferentFaultDomain => {
                        assert!(self.domain(there) != self.domain(to), "{}: {other} is near {to}", rule.name);
                    }
                    AffinityKind::SameNode | AffinityKind::SameFaultDomain => {}
                }
            }
        }
    }

    /// What rules keep together, and was together at the beginning, is so when a node is empty.
    fn together(&self) {
        for rule in self.inventory.affinity_rules.iter().filter(|rule| rule.enabled) {
            let place = |name: &NodeName| match rule.kind {
                AffinityKind::SameNode => name.to_string(),
                _ => self.domain(name),
            };
            let one = |owners: Vec<&NodeName>| {
                let mut places: Vec<String> = owners.into_iter().map(place).collect();
                places.dedup();
                places.len() == 1
            };
            let volume = |name: &String| {
                let volumes = &self.inventory.storage.shared_volumes;
                &volumes.iter().find(|volume| volume.name == *name).unwrap().owner
            };
            let before = rule.roles.iter().map(|role| &self.role(role).owner).chain(rule.volumes.iter().map(volume));
            let bound = matches!(rule.kind, AffinityKind::SameNode | AffinityKind::SameFaultDomain);
            if bound && one(before.collect()) {
                let now = self.named(rule).into_iter().map(|(_, owner)| owner).collect();
                assert!(one(now), "{} is broken", rule.name);
            }
        }
    }

    fn domain(&self, name: &NodeName) -> String {
        let node = self.members.get(name).map_or(name, |member| &member.origin);
        let domain = self.inventory.node(node).and_then(|node| node.fault_domain.clone());
        domain.map_or_else(|| format!("node {node}"), |domain| format!("domain {domain}"))
    }
}

fn leading_number(reason: &str) -> u64 {
    reason.split(' ').next().and_then(|number| number.parse().ok()).unwrap()
}
