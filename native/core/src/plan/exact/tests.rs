//! The answer against every placement there is, written down a second time and without cleverness.

use proptest::prelude::*;

use crate::model::{
    AffinityKind, AffinityRule, Inventory, NodeName, NodeState, Priority, Role, RoleState, VirtualMachineState,
};
use crate::plan::tests::fixture::{bare, cluster, role, vm};
use crate::plan::{Answer, Capacity, Loss, Proof, Undecided};

/// Memory of each node in the clusters that are drawn.
const NODE_GIB: u64 = 8;

/// A role as it is drawn.
#[derive(Debug, Clone)]
struct Drawn {
    memory_gib: u64,
    startup_gib: u64,
    owner: prop::sample::Index,
    possible: Option<Vec<prop::sample::Index>>,
    class: Option<u8>,
    /// 0 no VM, 1 off, 2 locked, 3 without automatic start, 4 with compatibility mode.
    kind: u8,
}

fn drawn() -> impl Strategy<Value = Drawn> {
    let index = any::<prop::sample::Index>;
    let possible = prop::option::weighted(0.25, prop::collection::vec(index(), 1..3));
    (1_u64..6, 1_u64..6, index(), possible, prop::option::weighted(0.3, 0_u8..2), 0_u8..16).prop_map(
        |(memory_gib, startup_gib, owner, possible, class, kind)| Drawn {
            memory_gib,
            startup_gib,
            owner,
            possible,
            class,
            kind,
        },
    )
}

fn rule() -> impl Strategy<Value = (u8, Vec<prop::sample::Index>, bool)> {
    (0_u8..4, prop::collection::vec(any::<prop::sample::Index>(), 2..4), prop::bool::weighted(0.2))
}

#[derive(Debug, Clone)]
struct Case {
    nodes: usize,
    roles: Vec<Drawn>,
    rules: Vec<(u8, Vec<prop::sample::Index>, bool)>,
    enforced: bool,
    racks: bool,
    old_processor: bool,
    paused: bool,
    fails: bool,
}

fn case() -> impl Strategy<Value = Case> {
    (
        2_usize..5,
        prop::collection::vec(drawn(), 1..7),
        prop::collection::vec(rule(), 0..3),
        any::<[bool; 3]>(),
        prop::bool::weighted(0.1),
        any::<bool>(),
    )
        .prop_map(|(nodes, roles, rules, [enforced, racks, old_processor], paused, fails)| Case {
            nodes,
            roles,
            rules,
            enforced,
            racks,
            old_processor,
            paused,
            fails,
        })
}

fn build(case: &Case) -> Inventory {
    let mut inventory = cluster(&vec![NODE_GIB; case.nodes]);
    inventory.cluster.enforced_anti_affinity = case.enforced;
    let names: Vec<NodeName> = inventory.nodes.iter().map(|node| node.name.clone()).collect();
    for (number, node) in inventory.nodes.iter_mut().enumerate() {
        node.fault_domain = case.racks.then(|| format!("rack{}", number % 2));
        if case.old_processor && number == 0 {
            node.machine.as_mut().unwrap().processor.feature_set = Some("haswell".to_owned());
        }
    }
    if case.paused {
        inventory.nodes[case.nodes - 1].state = NodeState::Paused;
    }
    for (number, drawn) in case.roles.iter().enumerate() {
        let owner = drawn.owner.get(&names);
        let name = format!("r{number}");
        let made = if drawn.kind == 0 {
            role(&mut inventory, &name, owner.as_str())
        } else {
            vm(&mut inventory, &name, owner.as_str(), drawn.memory_gib)
        };
        if let Some(machine) = &mut made.virtual_machine {
            machine.memory.startup_mib = drawn.startup_gib * 1024;
            machine.processor_compatibility = drawn.kind == 4;
            if drawn.kind == 1 {
                machine.state = VirtualMachineState::Off;
            }
        }
        made.locked = drawn.kind == 2;
        made.state = if drawn.kind == 1 { RoleState::Offline } else { RoleState::Online };
        made.priority = if drawn.kind == 3 { Priority::NO_AUTOMATIC_START } else { Priority::MEDIUM };
        made.possible_owners = drawn.possible.iter().flatten().map(|index| index.get(&names).clone()).collect();
        made.anti_affinity_classes = drawn.class.map(|class| format!("class{class}")).into_iter().collect();
    }
    for (number, (kind, members, soft)) in case.rules.iter().enumerate() {
        let kind = [
            AffinityKind::SameNode,
            AffinityKind::SameFaultDomain,
            AffinityKind::DifferentNode,
            AffinityKind::DifferentFaultDomain,
        ][usize::from(*kind)];
        let roles = members.iter().map(|index| format!("r{}", index.index(case.roles.len())).as_str().into()).collect();
        let name = format!("rule{number}");
        inventory.affinity_rules.push(AffinityRule {
            name,
            kind,
            roles,
            volumes: Vec::new(),
            enabled: true,
            soft: *soft,
        });
    }
    inventory
}

/// A question in words of the inventory.
struct Truth<'a> {
    inventory: &'a Inventory,
    out: Option<usize>,
    failed: Option<usize>,
    roles: Vec<&'a Role>,
    owners: Vec<usize>,
}

impl<'a> Truth<'a> {
    fn new(inventory: &'a Inventory, out: Option<usize>, failed: Option<usize>) -> Self {
        let place = |name: &NodeName| inventory.nodes.iter().position(|node| node.name == *name).unwrap();
        // The core group is none of ours.
        let roles: Vec<&Role> = inventory.roles.iter().filter(|role| !role.is_core()).collect();
        let owners = roles.iter().map(|role| place(&role.owner)).collect();
        Self { inventory, out, failed, roles, owners }
    }

    fn runs(role: &Role) -> bool {
        role.virtual_machine.as_ref().is_some_and(|machine| machine.state == VirtualMachineState::Running)
    }

    fn leaves(&self, role: usize) -> bool {
        Some(self.owners[role]) == self.out || Some(self.owners[role]) == self.failed
    }

    fn takes_part(&self, role: usize) -> bool {
        let facts = self.roles[role];
        let starts =
            facts.priority != Priority::NO_AUTOMATIC_START && (facts.state == RoleState::Online || Self::runs(facts));
        Some(self.owners[role]) != self.failed || starts
    }

    fn open(&self, node: usize) -> bool {
        Some(node) != self.out && Some(node) != self.failed && self.inventory.nodes[node].state == NodeState::Up
    }

    fn memory(&self, role: usize) -> u64 {
        let facts = self.roles[role];
        let machine = facts.virtual_machine.as_ref().filter(|_| Self::runs(facts));
        machine.map_or(0, |machine| {
            if Some(self.owners[role]) == self.failed {
                machine.memory.startup_mib
            } else {
                machine.memory.assigned_mib
            }
        })
    }

    /// Roles that rules keep on one node with this one, directly or through others.
    fn group(&self, role: usize) -> Vec<usize> {
        let mut group = vec![role];
        let mut next = 0;
        while let Some(member) = group.get(next).copied() {
            next += 1;
            for rule in self.inventory.affinity_rules.iter().filter(|rule| rule.kind == AffinityKind::SameNode) {
                if rule.roles.contains(&self.roles[member].name) {
                    let others = (0..self.roles.len()).filter(|other| rule.roles.contains(&self.roles[*other].name));
                    let new: Vec<usize> = others.filter(|other| !group.contains(other)).collect();
                    group.extend(new);
                }
            }
        }
        group
    }

    fn nodes(&self, role: usize) -> Vec<usize> {
        let (facts, home) = (self.roles[role], self.owners[role]);
        let group = self.group(role);
        let apart = group.iter().any(|other| self.owners[*other] != home);
        let bound = apart && !group.iter().any(|other| self.leaves(*other) && self.takes_part(*other));
        if !self.leaves(role) && (self.failed.is_some() || facts.locked || bound || !self.open(home)) {
            return vec![home];
        }
        let set = |node: usize| &self.inventory.nodes[node].machine.as_ref().unwrap().processor.feature_set;
        let cold = Some(home) == self.failed;
        let machine = facts.virtual_machine.as_ref();
        let fits = |node: &usize| {
            let live = !cold && Self::runs(facts);
            let processor =
                !live || machine.is_some_and(|machine| machine.processor_compatibility) || set(home) == set(*node);
            let may = facts.may_be_owned_by(&self.inventory.nodes[*node].name) && processor && (!facts.locked || cold);
            self.open(*node) && (may || *node == home)
        };
        (0..self.inventory.nodes.len()).filter(fits).collect()
    }

    fn domain(&self, node: usize) -> String {
        let facts = &self.inventory.nodes[node];
        facts.fault_domain.clone().unwrap_or_else(|| facts.name.to_string())
    }

    fn valid(&self, at: &[Option<usize>]) -> bool {
        (0..self.inventory.nodes.len()).all(|node| self.has_room(at, node)) && self.rules_hold(at)
    }

    fn has_room(&self, at: &[Option<usize>], node: usize) -> bool {
        let here: Vec<usize> = (0..at.len()).filter(|role| at[*role] == Some(node)).collect();
        let comes = here.iter().any(|role| self.owners[*role] != node && self.memory(*role) > 0);
        !comes || here.iter().map(|role| self.memory(*role)).sum::<u64>() <= NODE_GIB * 1024
    }

    fn rules_hold(&self, at: &[Option<usize>]) -> bool {
        let pairs = (0..at.len()).flat_map(|one| (0..one).map(move |other| (one, other)));
        pairs.filter(|(one, other)| at[*one].is_some() && at[*other].is_some()).all(|(one, other)| {
            let (left, right) = (at[one].unwrap(), at[other].unwrap());
            let moved = |role: &usize| at[*role].is_some_and(|node| node != self.owners[*role]);
            // Roles that belong on one node are bound as soon as any of them moves, the others as soon as one of two.
            if left != right && self.group(one).contains(&other) && self.group(one).iter().any(moved) {
                return false;
            }
            if !moved(&one) && !moved(&other) {
                return true;
            }
            let shared = |class: &String| self.roles[other].anti_affinity_classes.contains(class);
            let tied = self.inventory.cluster.enforced_anti_affinity
                && self.roles[one].anti_affinity_classes.iter().any(shared);
            let both = |rule: &&AffinityRule| {
                rule.roles.contains(&self.roles[one].name) && rule.roles.contains(&self.roles[other].name)
            };
            !(tied && left == right)
                && self.inventory.affinity_rules.iter().filter(both).all(|rule| match rule.kind {
                    AffinityKind::SameNode => true,
                    AffinityKind::SameFaultDomain => self.domain(left) == self.domain(right),
                    AffinityKind::DifferentNode => rule.soft || left != right,
                    AffinityKind::DifferentFaultDomain => rule.soft || self.domain(left) != self.domain(right),
                })
        })
    }

    /// Whether any placement is valid, by trying all.
    fn possible(&self) -> bool {
        let choices: Vec<Vec<Option<usize>>> = (0..self.roles.len())
            .map(|role| match self.takes_part(role) {
                true => self.nodes(role).into_iter().map(Some).collect(),
                false => vec![None],
            })
            .collect();
        let mut at = vec![None; choices.len()];
        self.try_all(&choices, &mut at, 0)
    }

    fn try_all(&self, choices: &[Vec<Option<usize>>], at: &mut Vec<Option<usize>>, depth: usize) -> bool {
        let Some(here) = choices.get(depth) else { return self.valid(at) };
        here.iter().any(|node| {
            at[depth] = *node;
            self.try_all(choices, at, depth + 1)
        })
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

    #[test]
    fn the_answer_is_that_of_trying_everything(case in case()) {
        let inventory = build(&case);
        let policy = bare();
        let capacity = Capacity::new(&inventory, &policy);
        let name = |node: usize| vec![inventory.nodes[node].name.clone()];
        let (out, failed) = (name(0), if case.fails { name(1) } else { Vec::new() });
        let truth = Truth::new(&inventory, Some(0), case.fails.then_some(1));
        let loss = Loss { out: &out, failed: &failed };
        let mut steps = u64::MAX;
        let answer = capacity.ask(loss, &mut steps);
        let expected = truth.possible();
        let mut again = u64::MAX;
        match &answer {
            Answer::Placed(found) => {
                let mut at: Vec<Option<usize>> =
                    (0..truth.roles.len()).map(|role| truth.takes_part(role).then(|| truth.owners[role])).collect();
                let node = |name: &NodeName| inventory.nodes.iter().position(|node| node.name == *name).unwrap();
                for step in &found.moves {
                    let role = truth.roles.iter().position(|role| role.name == step.role).unwrap();
                    prop_assert_eq!(at[role], Some(node(&step.from)));
                    at[role] = Some(node(&step.to));
                    prop_assert!(truth.has_room(&at, node(&step.to)), "{:?} on the way", step);
                }
                for (role, at) in at.iter().enumerate().filter_map(|(role, at)| Some((role, (*at)?))) {
                    prop_assert!(truth.nodes(role).contains(&at), "{} on node {}", truth.roles[role].name, at);
                }
                prop_assert!(truth.valid(&at));
                prop_assert_eq!(capacity.holds(loss, &mut again), Some(true));
            }
            Answer::Impossible(found) => {
                prop_assert!(!expected, "{}", found);
                prop_assert_eq!(capacity.holds(loss, &mut again), Some(false));
            }
            Answer::Undecided(why) => prop_assert_eq!((*why, expected), (Undecided::Order, true)),
        }
    }
}

/// Why the roles of `n1` have no place when it fails.
fn proof(inventory: &Inventory) -> (Proof, String) {
    let (policy, failed) = (bare(), [NodeName::from("n1")]);
    let mut steps = policy.search_steps;
    match Capacity::new(inventory, &policy).ask(Loss { out: &[], failed: &failed }, &mut steps) {
        Answer::Impossible(found) => (found.proof.clone(), found.to_string()),
        other => panic!("{other:?}"),
    }
}

/// VMs of these sizes on `n1`, and so much memory on the other two nodes.
fn gaps(sizes: &[u64], others: [u64; 2]) -> Inventory {
    let mut inventory = cluster(&[64, others[0], others[1]]);
    for (number, gib) in sizes.iter().enumerate() {
        vm(&mut inventory, &format!("v{number}"), "n1", *gib);
    }
    inventory
}

#[test]
fn what_can_be_counted_is_counted() {
    let (found, told) = proof(&gaps(&[9, 8], [9, 7]));
    assert!(matches!(found, Proof::Sum { needed: 17_408, room: 16_384, .. }), "{told}");
    let (found, told) = proof(&gaps(&[5, 5, 5], [9, 7]));
    assert!(matches!(&found, Proof::Pigeonhole { roles, .. } if roles.len() == 3), "{told}");
}

#[test]
fn what_can_not_be_counted_is_tried() {
    // The two large ones need a node each; then 4 and 2 GiB are left for two of 3.
    let (found, told) = proof(&gaps(&[5, 5, 3, 3], [9, 7]));
    assert!(matches!(&found, Proof::Exhausted { roles, .. } if roles.len() == 4), "{told}");
    // A role that restarts without memory has nothing to do with it, and is left out of the reason.
    let mut inventory = gaps(&[5, 5, 3, 3], [9, 7]);
    role(&mut inventory, "files", "n1");
    let (found, told) = proof(&inventory);
    assert!(matches!(&found, Proof::Exhausted { roles, .. } if roles.len() == 4), "{told}");
}
