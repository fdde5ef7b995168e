//! A saved state: refused where it is not what was saved.

use cluster_twin::Twin;
use cluster_twin::call::{Call, NodeView};
use rolling_upgrade_core::error::ErrorId;
use serde_json::{Value, json};

use crate::support::*;

fn saved_in_the_middle_of_a_drain() -> Value {
    let roles = (1..=6).map(|number| virtual_machine(number, "n1", "9.0", 8192)).collect();
    let mut twin = Shape { release: "2019", level: 10, nodes: &["n1", "n2"], witness: true, roles }.twin();
    let drain = Call::SuspendNode { node: "n1".into(), drain: true, force_drain: false, wait: false, target: None };
    let node: NodeView = call(&mut twin, &drain);
    assert_eq!(node.drain_status, 1);
    twin.step(5);
    twin.save().unwrap()
}

#[test]
fn a_drain_goes_on_where_it_was() {
    let saved = saved_in_the_middle_of_a_drain();
    assert_eq!(saved["schema"], Twin::STATE_SCHEMA);
    let mut twin = Twin::load(saved.to_string().as_bytes()).unwrap();
    let asked: Value = call(&mut twin, &Call::State);
    assert_eq!(asked, saved, "asking for the state costs no time and changes nothing");
    twin.step(600);
    assert_eq!(groups_of(&mut twin, "n1"), 0);
}

#[test]
fn what_was_not_saved_so_is_refused() {
    let saved = saved_in_the_middle_of_a_drain();
    type Damage = fn(&mut Value);
    let table: [(Damage, ErrorId); 5] = [
        (|state| state["twin"]["now"] = json!(1), ErrorId::TwinStateInvalid),
        (|state| state["digest"] = json!(""), ErrorId::TwinStateInvalid),
        (|state| state["twin"] = json!({}), ErrorId::TwinStateInvalid),
        (|state| state["schema"] = json!("rolling-upgrade/twin-state/2"), ErrorId::SchemaNewer),
        (|state| state["colour"] = json!(1), ErrorId::UnknownField),
    ];
    for (damage, id) in table {
        let mut state = saved.clone();
        damage(&mut state);
        let refused = Twin::load(state.to_string().as_bytes()).unwrap_err();
        assert_eq!(refused.id, id, "{refused}");
    }
}
