//! One cluster a test, and what its plan says.

use super::fixture::{bare, cluster, plan, replace, role, told, vm};
use crate::error::{ErrorId, Reportable};
use crate::model::{NodeName, PoolVersion, Release, StoragePool, VirtualMachineState};
use crate::plan::{Method, Migration, Placement, Plan, PlanError, Policy, Task, make, validate};

fn names(names: &[&str]) -> Vec<NodeName> {
    names.iter().map(|name| NodeName::from(*name)).collect()
}

fn order(plan: &Plan) -> String {
    plan.nodes.iter().map(|stage| stage.node.as_str()).collect::<Vec<_>>().join(" ")
}

#[test]
fn one_pass_in_its_order() {
    let mut inventory = cluster(&[64, 64, 64]);
    inventory.cluster.auto_balancer_mode = Some(1);
    inventory.cluster.updating.present = true;
    inventory.cluster.updating.enabled = true;
    vm(&mut inventory, "a", "n1", 8);
    vm(&mut inventory, "b", "n2", 8).preferred_owners = names(&["n2"]);
    vm(&mut inventory, "c", "n3", 8);
    vm(&mut inventory, "d", "n3", 4);
    let plan = plan(&inventory, &bare()).unwrap();
    assert_eq!(
        told(&plan),
        [
            "set AutoBalancerMode to 0",
            "disable the updating role",
            "pause n2",
            "move b n2 -> n1, live",
            "drain n2",
            "evict n2",
            "install Windows Server 2019 on n2",
            "add n2",
            "put n2 back among the owners of b",
            "verify n2",
            "pause n3",
            "move c n3 -> n2, live",
            "move d n3 -> n2, live",
            "drain n3",
            "evict n3",
            "install Windows Server 2019 on n3",
            "add n3",
            "verify n3",
            "pause n1",
            "move a n1 -> n3, live",
            "move b n1 -> n2, live",
            "drain n1",
            "evict n1",
            "install Windows Server 2019 on n1",
            "add n1",
            "verify n1",
            "move c n2 -> n1, live",
            "put AutoBalancerMode back",
            "wait for the commitment",
            "check the functional level",
            "raise the functional level to 10",
            "enable the updating role",
        ]
    );
    assert_eq!((plan.moves.bound, plan.moves.virtual_machine_moves), (5, 6));
    let first = &plan.nodes[0];
    assert_eq!((first.node.as_str(), first.first_step, first.last_step), ("n2", 3, 10));
    assert!(first.reason.contains("n1, which owns the core group, stays"), "{}", first.reason);
}

#[test]
fn a_node_that_stays_a_member() {
    let mut inventory = cluster(&[64, 64]);
    inventory.storage.spaces_direct = true;
    let pool = |name: &str, version| StoragePool {
        name: name.to_owned(),
        version: PoolVersion(version),
        health: crate::model::Health::Healthy,
        size_mib: 0,
        allocated_mib: 0,
    };
    inventory.storage.pools = vec![pool("old", Release::Server2016), pool("new", Release::Server2019)];
    let plan = plan(&inventory, &Policy { method: Method::InPlaceKeep, ..bare() }).unwrap();
    let told = told(&plan);
    assert_eq!(
        told[..9],
        [
            "pause n2",
            "drain n2",
            "storage maintenance on for n2",
            "install Windows Server 2019 on n2",
            "storage maintenance off for n2",
            "wait for storage repair",
            "resume n2",
            "verify n2",
            "pause n1",
        ]
    );
    assert_eq!(told.last().unwrap(), "update storage pool old");
    assert!(plan.steps.iter().filter(|step| step.risk.is_some()).count() == 4);
}

#[test]
fn new_hardware_goes_first_and_takes_the_old_place_in_every_list() {
    let mut inventory = cluster(&[64, 64, 64]);
    replace(&mut inventory, "n3", "n9", 128);
    inventory.roles[0].owner = NodeName::from("n2");
    for (name, owner) in [("a", "n1"), ("b", "n1"), ("c", "n2"), ("d", "n2"), ("e", "n3"), ("f", "n3"), ("g", "n3")] {
        vm(&mut inventory, name, owner, 8);
    }
    inventory.roles[7].preferred_owners = names(&["n3", "N1"]);
    inventory.roles[7].possible_owners = names(&["n1", "n3"]);
    let made = plan(&inventory, &bare()).unwrap();
    assert_eq!(order(&made), "n3 n2 n1", "3 VMs are about as few as 2, and n9 stands ready");
    assert_eq!(made.nodes[0].returns_as, NodeName::from("n9"));
    assert!(made.moves.above_bound[0].contains("its new hardware stands ready"), "{:?}", made.moves.above_bound);
    let lists: Vec<String> = made
        .steps
        .iter()
        .filter_map(|step| match &step.task {
            Task::RestoreOwners { node, roles } => {
                Some(format!("{node}: {:?} {:?}", told_names(&roles[0].preferred), told_names(&roles[0].possible)))
            }
            _ => None,
        })
        .collect();
    assert_eq!(lists, ["n9: \"n9 n1\" \"n1 n9\"", "n1: \"n9 n1\" \"n1 n9\""]);
    let strict = plan(&inventory, &Policy { placement: Placement::Fewest, ..bare() }).unwrap();
    assert_eq!(order(&strict), "n1 n3 n2");
    assert_eq!(strict.moves.virtual_machine_moves, strict.moves.bound);
}

fn told_names(names: &[NodeName]) -> String {
    names.iter().map(NodeName::as_str).collect::<Vec<_>>().join(" ")
}

#[test]
fn an_order_is_followed_and_its_price_is_told() {
    let mut inventory = cluster(&[64, 64, 64]);
    for name in ["a", "b", "c"] {
        vm(&mut inventory, name, "n1", 8);
    }
    let policy = Policy { node_order: names(&["N1"]), placement: Placement::Fewest, ..bare() };
    let plan = plan(&inventory, &policy).unwrap();
    assert_eq!(order(&plan), "n1 n3 n2");
    assert_eq!(plan.moves.above_bound, ["3 moves: n1 goes first as the policy's order says, and is not the emptiest"]);
}

#[test]
fn roles_travel_as_they_can() {
    let mut inventory = cluster(&[64, 64]);
    vm(&mut inventory, "live", "n2", 8);
    vm(&mut inventory, "off", "n2", 60).virtual_machine.as_mut().unwrap().state = VirtualMachineState::Off;
    vm(&mut inventory, "quick", "n2", 8).virtual_machine.as_mut().unwrap().quick_migration = true;
    role(&mut inventory, "files", "n2");
    let plan = plan(&inventory, &Policy { placement: Placement::Fewest, ..bare() }).unwrap();
    let mut ways: Vec<(String, Migration)> = plan
        .steps
        .iter()
        .filter_map(|step| match &step.task {
            Task::MoveRole { role, migration, from, .. } if from.as_str() == "n2" => {
                Some((role.to_string(), *migration))
            }
            _ => None,
        })
        .collect();
    ways.sort_by(|left, right| left.0.cmp(&right.0));
    let expected = [
        ("files", Migration::Failover),
        ("live", Migration::Live),
        ("off", Migration::Quick),
        ("quick", Migration::Quick),
    ];
    assert_eq!(ways, expected.map(|(name, migration)| (name.to_owned(), migration)));
}

#[test]
fn a_role_without_a_node_is_named_with_the_reason_and_the_smallest_change() {
    type Change = fn(&mut crate::model::Inventory);
    let table: [(&str, Change, &str, &str); 8] = [
        (
            "memory",
            |it| it.nodes[0].machine.as_mut().unwrap().memory_mib = 30 * 1024,
            "n1 lacks 2048 MiB",
            "Free 2048 MiB on n1",
        ),
        (
            "owners",
            |it| it.roles[1].possible_owners = names(&["n2"]),
            "not among its possible owners",
            "Add n1 to the possible",
        ),
        ("locked", |it| it.roles[1].locked = true, "locked against moving", "Unlock role big"),
        ("media", |it| machine(it).local_media = vec!["C:\\a.iso".into()], "C:\\a.iso", "Detach C:\\a.iso"),
        (
            "switch",
            |it| machine(it).switches = vec!["dmz".into()],
            "no virtual switch `dmz`",
            "Make a virtual switch `dmz` on n1",
        ),
        ("version", |it| machine(it).configuration_version = "9.0".parse().unwrap(), "version 9.0", "Add a node"),
        (
            "features",
            |it| machine(it).booted_feature_set = Some("milan".into()),
            "other processor features (skylake)",
            "Turn on processor compatibility",
        ),
        ("down", |it| it.nodes[0].quarantined = true, "n1 is not up", "Add a node"),
    ];
    for (case, change, why, remedy) in table {
        let mut inventory = cluster(&[64, 64]);
        vm(&mut inventory, "big", "n2", 32);
        change(&mut inventory);
        let policy = Policy { node_order: names(&["n2"]), ..bare() };
        let error = plan(&inventory, &policy).unwrap_err();
        let report = error.report();
        assert_eq!((report.id, report.subject.as_deref()), (ErrorId::NoPlacement, Some("big")), "{case}");
        assert!(report.message.contains(why), "{case}: {}", report.message);
        assert!(report.remedy.contains(remedy), "{case}: {}", report.remedy);
    }
}

fn machine(inventory: &mut crate::model::Inventory) -> &mut crate::model::VirtualMachine {
    inventory.roles[1].virtual_machine.as_mut().unwrap()
}

#[test]
fn processor_compatibility_and_a_vm_that_is_off_need_no_equal_features() {
    let mut inventory = cluster(&[64, 64]);
    inventory.nodes[0].machine.as_mut().unwrap().processor.feature_set = Some("haswell".into());
    vm(&mut inventory, "compatible", "n2", 8).virtual_machine.as_mut().unwrap().processor_compatibility = true;
    vm(&mut inventory, "off", "n2", 8).virtual_machine.as_mut().unwrap().state = VirtualMachineState::Off;
    assert!(plan(&inventory, &Policy { node_order: names(&["n2"]), ..bare() }).is_ok());
    inventory.nodes[0].machine.as_mut().unwrap().processor.vendor = "AuthenticAMD".into();
    assert!(plan(&inventory, &Policy { node_order: names(&["n2"]), ..bare() }).is_err());
}

#[test]
fn one_vm_goes_aside_where_only_fragments_are_free() {
    let mut inventory = cluster(&[64, 64, 64]);
    vm(&mut inventory, "a", "n1", 40);
    vm(&mut inventory, "b", "n1", 10);
    vm(&mut inventory, "c", "n2", 44);
    vm(&mut inventory, "large", "n3", 24);
    let policy = Policy { node_order: names(&["n3"]), placement: Placement::Fewest, ..bare() };
    let plan = plan(&inventory, &policy).unwrap();
    let told = told(&plan);
    assert_eq!(told[..3], ["move b n1 -> n2, live", "pause n3", "move large n3 -> n1, live"]);
}

#[test]
fn anti_affinity_is_a_wish_or_a_limit() {
    let mut inventory = cluster(&[64, 64, 64]);
    for (name, owner) in [("a", "n1"), ("b", "n2"), ("c", "n3")] {
        vm(&mut inventory, name, owner, 4).anti_affinity_classes = vec!["db".into()];
    }
    assert!(plan(&inventory, &bare()).is_ok());
    inventory.cluster.enforced_anti_affinity = true;
    let error = plan(&inventory, &bare()).unwrap_err().report();
    assert!(error.message.contains("anti-affinity class `db`"), "{}", error.message);
    assert!(error.remedy.contains("ClusterEnforcedAntiAffinity"), "{}", error.remedy);
    inventory.roles.retain(|role| role.name.as_str() != "c");
    vm(&mut inventory, "d", "n3", 4);
    assert!(plan(&inventory, &bare()).is_ok());
}

#[test]
fn a_reserve_that_is_required_and_not_there() {
    let mut inventory = cluster(&[64, 64, 64]);
    for (name, owner) in [("a", "n1"), ("b", "n2"), ("c", "n3")] {
        vm(&mut inventory, name, owner, 30);
    }
    let made = plan(&inventory, &bare()).unwrap();
    let risks: Vec<_> = made.steps.iter().filter_map(|step| step.risk.as_ref()).collect();
    assert_eq!(risks[0].stopped_by_one_more_failure.len(), 1);
    assert_eq!((risks[0].votes, risks[0].votes_needed, risks[0].survives_one_more_failure), (3, 2, true));
    assert_eq!(risks[0].headroom_mib, (128 - 90) * 1024);
    assert!(risks[1].stopped_by_one_more_failure.is_empty());
    let error = plan(&inventory, &Policy { require_reserve: true, ..bare() }).unwrap_err().report();
    assert_eq!(error.id, ErrorId::NoPlacement);
    assert!(error.message.starts_with("if node "), "{}", error.message);
}

#[test]
fn arguments_that_make_no_sense_are_refused_before_the_rules() {
    let inventory = cluster(&[64, 64]);
    let refused = |target, order: &[&str]| {
        let policy = Policy { node_order: names(order), ..bare() };
        let report = make(&inventory, target, &policy).unwrap_err().report();
        (report.id, report.remedy)
    };
    let next = "Ask for 2019, which is what one pass reaches.".to_owned();
    assert_eq!(refused(Release::Server2016, &[]), (ErrorId::TargetInvalid, next.clone()));
    assert_eq!(refused(Release::Server2012R2, &[]), (ErrorId::TargetInvalid, next));
    assert_eq!(refused(Release::Server2022, &[]).0, ErrorId::PreflightFailed);
    let twice = refused(Release::Server2019, &["n2", "N2"]);
    assert_eq!(twice, (ErrorId::RequestInvalid, "Name each node once.".to_owned()));
    let close = refused(Release::Server2019, &["n2", "n3"]);
    assert_eq!(close, (ErrorId::NodeNotFound, "Did you mean n1 or n2?".to_owned()));
}

#[test]
fn rules_that_refuse_are_told() {
    let mut inventory = cluster(&[64, 64]);
    inventory.nodes[1].machine.as_mut().unwrap().pending_restart = true;
    let error = make(&inventory, Release::Server2019, &Policy::default()).unwrap_err();
    let PlanError::Refused { findings } = &error else { panic!("{error}") };
    assert!(findings.iter().any(|finding| finding.rule == "PRE-15"));
    assert_eq!(error.report().id, ErrorId::PreflightFailed);
}

#[test]
fn a_pass_that_has_begun_goes_on_with_the_nodes_that_are_left() {
    let mut inventory = cluster(&[64, 64, 64]);
    for (name, owner) in [("a", "n1"), ("b", "n2"), ("c", "n3")] {
        vm(&mut inventory, name, owner, 8);
    }
    inventory.nodes[1].machine.as_mut().unwrap().release = Release::Server2019;
    let policy = Policy { placement: Placement::Fewest, ..bare() };
    let plan = crate::plan::make::compose(
        &inventory,
        crate::plan::make::level_change(&inventory, Release::Server2019).unwrap(),
        &policy,
        Vec::new(),
        &crate::plan::beginning::NOTHING,
        &|| false,
    )
    .unwrap();
    assert_eq!(order(&plan), "n3 n1");
    assert_eq!((plan.moves.bound, plan.moves.virtual_machine_moves), (2, 2));
}

#[test]
fn a_plan_that_contradicts_itself_is_invalid() {
    let inventory = cluster(&[64, 64]);
    let whole = plan(&inventory, &bare()).unwrap();
    let table: [fn(&mut Plan); 7] = [
        |plan| plan.steps.clear(),
        |plan| plan.steps[1].number = 7,
        |plan| plan.steps.retain(|step| step.task != Task::AwaitCommit),
        |plan| {
            let commit = plan.steps.iter_mut().find(|step| step.task == Task::AwaitCommit);
            commit.unwrap().task = Task::CheckFunctionalLevel;
        },
        |plan| plan.change.to_level = plan.change.to_level.next(),
        |plan| plan.nodes[0].last_step = 99,
        |plan| plan.nodes[1].node = plan.nodes[0].node.clone(),
    ];
    for (case, change) in table.into_iter().enumerate() {
        let mut broken = whole.clone();
        change(&mut broken);
        assert_eq!(validate(&broken).unwrap_err().report().id, ErrorId::PlanInvalid, "case {case}");
    }
}
