//! Constraints of places and votes: each where it decides what a plan does, and where it leaves none.

use super::fixture::{bare, cluster, plan, told, vm};
use crate::error::{ErrorId, Reportable};
use crate::model::{Inventory, NodeName};
use crate::plan::{Method, Placement, Policy, Step, Task};

fn first(order: &[&str]) -> Policy {
    let node_order = order.iter().map(|name| NodeName::from(*name)).collect();
    Policy { node_order, placement: Placement::Fewest, ..bare() }
}

fn sites(inventory: &mut Inventory, sites: &[&str]) {
    for (node, site) in inventory.nodes.iter_mut().zip(sites) {
        node.site = Some((*site).to_owned());
    }
}

/// Of two nodes that would cost the same, the one in the site of the VM is taken, however much fuller it is.
#[test]
fn a_role_stays_in_its_site_where_that_costs_no_move() {
    let mut inventory = cluster(&[64, 64, 64, 64]);
    vm(&mut inventory, "web", "n1", 4);
    vm(&mut inventory, "large", "n2", 32);
    let elsewhere = told(&plan(&inventory, &first(&["n1"])).unwrap());
    assert!(elsewhere.contains(&"move web n1 -> n3, live".to_owned()), "{elsewhere:?}");
    sites(&mut inventory, &["Bonn", "bonn", "Kiel", "Kiel"]);
    let made = plan(&inventory, &first(&["n1"])).unwrap();
    let near = told(&made);
    assert!(near.contains(&"move web n1 -> n2, live".to_owned()), "{near:?}");
    let web = |step: &&Step| matches!(&step.task, Task::MoveRole { role, .. } if role.as_str() == "web");
    let told = made.steps.iter().find(web).unwrap();
    assert!(told.reason.ends_with("; the alternative: n3, which is in another site"), "{}", told.reason);
    // It is a wish: where the site has no room, the VM goes to the other one.
    inventory.nodes[1].machine.as_mut().unwrap().memory_mib = 34 * 1024;
    let far = super::fixture::told(&plan(&inventory, &first(&["n1"])).unwrap());
    assert!(far.contains(&"move web n1 -> n3, live".to_owned()), "{far:?}");
}

/// With static votes a node that stays a member while it is down still counts: one of two is no majority.
#[test]
fn no_step_costs_the_quorum() {
    let mut inventory = cluster(&[64, 64]);
    let keep = Policy { method: Method::InPlaceKeep, ..bare() };
    assert!(plan(&inventory, &keep).is_ok());
    inventory.cluster.quorum.dynamic = false;
    inventory.cluster.quorum.witness = None;
    let report = plan(&inventory, &keep).unwrap_err().report();
    assert_eq!(report.id, ErrorId::PlanInvalid);
    assert!(report.message.contains("lose its quorum while the node is out"), "{}", report.message);
    // Evicted, it has no vote that could be missing.
    assert!(plan(&inventory, &bare()).is_ok());
}
