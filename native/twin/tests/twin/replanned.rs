//! A plan that is made anew in the middle of an upgrade: after each node.

use cluster_twin::{Simulation, Twin, rehearse_on};
use rolling_upgrade_core::model::{NodeName, Release};
use rolling_upgrade_core::plan::{Plan, Policy, make};
use rolling_upgrade_core::run::RunState;

use crate::scenarios::scenario;

/// A plan that ends after so many of its steps.
fn until(plan: &Plan, steps: u32) -> Plan {
    let mut part = plan.clone();
    part.steps.truncate(steps as usize);
    part.nodes.retain(|stage| stage.first_step <= steps);
    part
}

fn nodes(plan: &Plan) -> Vec<NodeName> {
    let mut nodes: Vec<NodeName> = plan.nodes.iter().map(|stage| stage.node.clone()).collect();
    nodes.sort();
    nodes
}

#[test]
fn a_plan_made_anew_after_a_node_takes_the_others_and_ends_the_upgrade() {
    let (inventory, target) = (scenario("cluster01-2019"), Release::Server2022);
    let plan = make(&inventory, target, &Policy::default()).unwrap();
    assert!(plan.nodes.len() > 2 && plan.remaining.is_empty());
    // Before the first node and after each but the last one.
    let ends = plan.nodes[..plan.nodes.len() - 1].iter().map(|stage| stage.last_step);
    for (done, steps) in std::iter::once(plan.nodes[0].first_step - 1).chain(ends).enumerate() {
        let mut twin = Twin::new(&inventory, &Simulation::default(), 1).unwrap();
        rehearse_on(&mut twin, until(&plan, steps), 1, false).unwrap();
        let rest = make(&twin.inventory(), target, &Policy::default())
            .unwrap_or_else(|error| panic!("no plan after step {steps}: {error}"));
        let mut others: Vec<NodeName> = plan.nodes[done..].iter().map(|stage| stage.node.clone()).collect();
        others.sort();
        assert_eq!(nodes(&rest), others, "after step {steps}");
        let ended = rehearse_on(&mut twin, rest, 1, true).unwrap();
        assert_eq!(ended.status.state, RunState::Completed, "after step {steps}: {}", ended.text());
        assert!(ended.nodes.iter().all(|node| node.release == target), "{}", ended.text());
        assert!(ended.account.outages.iter().all(|outage| outage.down_milliseconds == 0), "{}", ended.text());
    }
}
