//! The campaign of configuration versions where something goes wrong: whatever befalls one VM stops only that VM, and
//! no VM that ran is left off.

use cluster_twin::crash::{MemoryDisk, Session};
use cluster_twin::{Simulation, Twin};
use rolling_upgrade_core::error::ErrorId;
use rolling_upgrade_core::generate::{GenerateOptions, generate};
use rolling_upgrade_core::model::{Inventory, Release, VirtualMachineState};
use rolling_upgrade_core::plan::{Policy, make_version_campaign};
use rolling_upgrade_core::rules::{Finding, Moment};
use rolling_upgrade_core::run::{Action, ActionTask, Observation, Observe, RunState};
use serde_json::json;

use crate::support::{self, Instead};

const MACHINES: usize = 4;
/// Access is denied: nothing that passes by itself.
const DENIED: u32 = 5;
/// The RPC server is unavailable.
const UNAVAILABLE: u32 = 1722;

/// Four VMs of Windows Server 2016 on a cluster that has been upgraded to 2019.
fn upgraded() -> Inventory {
    let options = GenerateOptions {
        nodes: 4,
        virtual_machines: MACHINES as u32,
        seed: 7,
        from: Release::Server2016,
        memory_use_percent: Some(30),
    };
    let mut inventory = generate(&options).unwrap();
    inventory.cluster.functional_level = Release::Server2019.level();
    for node in &mut inventory.nodes {
        node.build = Some(Release::Server2019.build());
        node.machine.iter_mut().for_each(|machine| machine.release = Release::Server2019);
    }
    inventory
}

fn session(policy: &Policy) -> Session<MemoryDisk> {
    let inventory = upgraded();
    let plan = make_version_campaign(&inventory, policy).unwrap();
    let twin = Twin::new(&inventory, &Simulation::default(), 1).unwrap();
    Session::begin(twin, MemoryDisk::default(), plan.into()).unwrap()
}

/// A refusal that is about no single VM.
fn refuse(observed: &mut Observation) {
    let finding: Finding = serde_json::from_value(json!({
        "rule": "VMV-04", "severity": "block", "outcome": "fired", "subject": {"kind": "cluster", "name": "all"},
        "message": "A node of the old release has come back.", "remedy": "Upgrade it.", "confidence": "documented",
    }))
    .unwrap();
    observed.findings = Some(vec![finding]);
}

/// Drives from where the session stands to where the run rests.
fn drive(session: &mut Session<MemoryDisk>, interfere: impl FnMut(&Action) -> Instead) -> RunState {
    let first = session.first();
    support::drive(session, first, interfere)
}

/// How many VMs run, and how many have a version of the new release.
fn running_and_raised(session: &mut Session<MemoryDisk>) -> (usize, usize) {
    let old = upgraded();
    let now = session.twin.inventory();
    let machines = |inventory: &Inventory| {
        inventory.roles.iter().filter_map(|role| role.virtual_machine.clone()).collect::<Vec<_>>()
    };
    let (before, after) = (machines(&old), machines(&now));
    let running = after.iter().filter(|machine| machine.state == VirtualMachineState::Running).count();
    let raised =
        before.iter().zip(&after).filter(|(one, other)| other.configuration_version > one.configuration_version);
    (running, raised.count())
}

/// The commands of a VM's turn.
const COMMANDS: [&str; 3] = ["Stop-VM", "Update-VMVersion", "Start-ClusterGroup"];

#[test]
fn a_call_that_fails_for_good_stops_only_its_vm() {
    for (command, raised) in COMMANDS.into_iter().zip([MACHINES - 1, MACHINES - 1, MACHINES]) {
        let mut session = session(&Policy::default());
        let mut first = true;
        let state = drive(&mut session, |action| match action.task.command().contains(command) {
            true if std::mem::take(&mut first) => Instead::Fail(DENIED),
            _ => Instead::CarryOut,
        });
        let status = session.status();
        assert_eq!(state, RunState::Completed, "{command}: {:?}", status.reason);
        let left = status.left_undone.join("; ");
        assert!(left.contains("refused with 5") && status.left_undone.len() == 1, "{command}: {left}");
        // What can't be started is off, and says how to start it.
        let off = usize::from(command == "Start-ClusterGroup");
        assert_eq!(left.contains("Start it with Start-ClusterGroup"), off > 0, "{left}");
        assert_eq!(running_and_raised(&mut session), (MACHINES - off, raised), "{command}: {left}");
    }
}

#[test]
fn a_call_that_fails_for_a_while_is_made_again() {
    for command in COMMANDS {
        let mut session = session(&Policy::default());
        let mut failures = 2;
        let state = drive(&mut session, |action| {
            if failures == 0 || !action.task.command().contains(command) {
                return Instead::CarryOut;
            }
            failures -= 1;
            Instead::Fail(UNAVAILABLE)
        });
        let status = session.status();
        assert_eq!((state, status.left_undone.len()), (RunState::Completed, 0), "{command}: {:?}", status.left_undone);
        assert_eq!(running_and_raised(&mut session), (MACHINES, MACHINES), "{command}");
    }
}

#[test]
fn a_campaign_that_is_stopped_while_a_vm_is_off_starts_it_first() {
    for command in ["Update-VMVersion", "Start-ClusterGroup"] {
        let mut session = session(&Policy::default());
        let mut first = true;
        let state = drive(&mut session, |action| match action.task.command().contains(command) {
            true if std::mem::take(&mut first) => Instead::Stop,
            _ => Instead::CarryOut,
        });
        assert_eq!(state, RunState::Stopped);
        assert_eq!(running_and_raised(&mut session).0, MACHINES, "{command}: {:?}", session.status().left_undone);
        assert_eq!(drive(&mut session, |_| Instead::CarryOut), RunState::Completed);
        let left = session.status().left_undone;
        assert_eq!(running_and_raised(&mut session), (MACHINES, MACHINES), "{command}: {left:?}");
    }
}

#[test]
fn rules_that_refuse_for_all_while_a_vm_is_off_pause_the_run_when_it_runs_again() {
    // Every fact is too old for the next VM, so that the rules are asked again before each call.
    let mut session = session(&Policy { fact_age_seconds: 0, ..Policy::default() });
    let mut shut_down = false;
    let state = drive(&mut session, |action| {
        let asked = matches!(action.observe, Observe::Step { moment: Moment::VirtualMachineVersions, .. });
        shut_down |= matches!(action.task, ActionTask::ShutDownVirtualMachine { .. });
        if asked && shut_down { Instead::Read(refuse) } else { Instead::CarryOut }
    });
    let reason = session.status().reason.unwrap();
    assert_eq!((state, reason.id), (RunState::Paused, ErrorId::PreflightFailed), "{}", reason.message);
    assert_eq!(running_and_raised(&mut session), (MACHINES, 0), "{:?}", session.status().left_undone);
    assert_eq!(drive(&mut session, |_| Instead::CarryOut), RunState::Completed);
    let left = session.status().left_undone;
    assert_eq!(running_and_raised(&mut session), (MACHINES, MACHINES), "{left:?}");
}
