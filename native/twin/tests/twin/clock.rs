//! Virtual time: what a call costs, and what moves the clock.

use cluster_twin::Simulation;
use cluster_twin::call::Call;
use serde_json::Value;

use crate::support::*;

/// What a call costs, in milliseconds, where each call is charged so much.
#[test]
fn each_call_costs_its_charge_and_only_waiting_costs_more() {
    let all = || Call::Nodes { names: Vec::new() };
    for charge in [0, 250, 3000] {
        let roles = vec![virtual_machine(1, "n1", "9.0", 8192)];
        let shape = Shape { release: "2019", level: 10, nodes: &["n1", "n2"], witness: true, roles };
        let simulation = Simulation { call_milliseconds: charge, ..Simulation::default() };
        let mut twin = twin_of(&shape.document(), &simulation);
        let mut cost = |wish: &Call| {
            let before = twin.elapsed_milliseconds();
            call::<Value>(&mut twin, wish);
            twin.elapsed_milliseconds() - before
        };
        for free in [Call::Clock, Call::Inventory, Call::Account, Call::State] {
            assert_eq!(cost(&free), 0, "{free:?}");
        }
        assert_eq!(cost(&all()), charge);
        assert_eq!(cost(&move_to("VM1", "n2")), charge, "nobody waits for it");
        assert_eq!(cost(&Call::Step { seconds: 60 }), 60_000);
        assert!(cost(&suspend("n2")) > charge + 2000, "it waits for the drain");
        cost(&Call::Aside { on: true });
        assert_eq!(cost(&all()), 0, "what a run asks beside its own calls");
        cost(&Call::Aside { on: false });
        assert_eq!(cost(&all()), charge);
    }
}
