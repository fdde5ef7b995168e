//! A run that can't go on gives the node back that it has only paused, the maintenance of its disks first.

use cluster_twin::crash::{MemoryDisk, Session};
use cluster_twin::{Simulation, Twin};
use rolling_upgrade_core::model::{NodeState, Release};
use rolling_upgrade_core::plan::{Policy, make};
use rolling_upgrade_core::run::{ActionTask, RunState};

use crate::scenarios::scenario;
use crate::support::{Instead, drive};

/// The node does not exist: nothing that passes by itself.
const LASTING: u32 = 5939;

#[test]
fn the_maintenance_of_its_disks_is_left_before_the_node_is_resumed() {
    let inventory = scenario("s2d-2022");
    let plan = make(&inventory, Release::Server2025, &Policy { soak_seconds: 0, ..Policy::default() }).unwrap();
    let node = plan.nodes[0].node.clone();
    let twin = Twin::new(&inventory, &Simulation::default(), 1).unwrap();
    let mut session = Session::begin(twin, MemoryDisk::default(), plan.into()).unwrap();
    let mut commands = Vec::new();
    let first = session.first();
    let state = drive(&mut session, first, |action| match action.task {
        ActionTask::EvictNode { .. } => Instead::Fail(LASTING),
        ActionTask::Look => Instead::CarryOut,
        _ => {
            commands.push(action.task.command());
            Instead::CarryOut
        }
    });
    let reason = session.status().reason.unwrap();
    assert_eq!((state, reason.win32), (RunState::Paused, Some(LASTING)), "{}", reason.message);
    let place = |wanted: &str| commands.iter().rposition(|command| command.contains(wanted)).unwrap();
    let resumed = format!("Resume-ClusterNode -Name {node} -Failback NoFailback");
    assert!(place("| Enable-StorageMaintenanceMode") < place("| Disable-StorageMaintenanceMode"), "{commands:#?}");
    assert!(place("| Disable-StorageMaintenanceMode") < place(&resumed), "{commands:#?}");
    assert!(session.twin.inventory().nodes.iter().all(|node| node.state == NodeState::Up));
    // Its disks are brought up to date before its turn begins anew.
    session.twin.step(3600);
    let first = session.first();
    let state = drive(&mut session, first, |_| Instead::CarryOut);
    assert_eq!(state, RunState::Completed, "{:?}", session.status().reason);
}
