//! The machine against a small model of a cluster: every path of a step, duplicates, stops, resumes.

use serde_json::json;

use super::*;
use crate::error::{ErrorId, ErrorReport};
use crate::model::{FunctionalLevel, Inventory, Machine, NodeName, NodeState, Release, RoleName, RoleState, Timestamp};
use crate::plan::{Plan, Policy, Task};
use crate::rules::{CheckRequest, Finding, Moment, check_moment, check_step};

mod safety;

/// A cluster in which everything happens at once.
pub(super) struct Toy {
    pub(super) level: u32,
    pub(super) nodes: Vec<(NodeName, NodeState, u32)>,
    pub(super) groups: Vec<(RoleName, NodeName)>,
    pub(super) drained: Vec<NodeName>,
    pub(super) machines: Vec<(NodeName, Machine)>,
    pub(super) calls: Vec<String>,
    /// Nodes whose profile has been kept.
    pub(super) kept: Vec<NodeName>,
    /// Whether Cluster-Aware Updating is enabled, where the cluster has it; its group is `cau`.
    pub(super) updating: Option<bool>,
    /// Errors that the next calls of a command give, by the beginning of the command.
    pub(super) failures: Vec<(&'static str, u32)>,
    pub(super) volumes: Vec<SharedVolumeObserved>,
    pub(super) events: Vec<CriticalEventObserved>,
    pub(super) lease: Option<String>,
    /// Why a gate of the user is closed.
    pub(super) gate: Option<&'static str>,
    /// `StatusInformation` of every node.
    pub(super) status: u32,
    pub(super) balancer: Option<u32>,
    pub(super) policy: Policy,
    pub(super) now: i64,
}

fn machine(release: &str, build: u32) -> Machine {
    serde_json::from_value(json!({
        "release": release, "build": build, "memoryMiB": 65536, "features": ["Hyper-V"],
        "processor": {"vendor": "GenuineIntel", "logicalProcessors": 8},
    }))
    .unwrap()
}

impl Toy {
    pub(super) fn new() -> Self {
        let names = ["n1", "n2"];
        Self {
            level: 8,
            nodes: names.iter().map(|name| ((*name).into(), NodeState::Up, 9600)).collect(),
            groups: vec![("vm1".into(), "n1".into()), ("vm2".into(), "n2".into()), ("core".into(), "n1".into())],
            drained: Vec::new(),
            machines: names.iter().map(|name| ((*name).into(), machine("2012R2", 9600))).collect(),
            calls: Vec::new(),
            kept: Vec::new(),
            updating: None,
            failures: Vec::new(),
            volumes: Vec::new(),
            events: Vec::new(),
            lease: None,
            gate: None,
            status: 0,
            balancer: None,
            policy: Policy::default(),
            now: 1_000_000,
        }
    }

    fn fail(&mut self, command: &str) -> Option<ErrorReport> {
        let index = self.failures.iter().position(|(start, _)| command.starts_with(start))?;
        let (_, code) = self.failures.remove(index);
        Some(ErrorReport::new(ErrorId::ClusterRefused, "refused", "Wait.").with_win32(code))
    }

    fn carry_out(&mut self, task: &ActionTask) -> ActionResult {
        if let ActionTask::RecordProfile { profile } = task {
            self.kept.push(profile.node.clone());
        }
        if matches!(task, ActionTask::Look | ActionTask::RecordProfile { .. }) {
            return ActionResult::Succeeded;
        }
        let command = task.command();
        self.calls.push(command.clone());
        if let Some(error) = self.fail(&command) {
            return ActionResult::Failed { error };
        }
        match task {
            ActionTask::SuspendNode { node, drain } => self.suspend(node, *drain),
            ActionTask::ResumeNode { node } => {
                self.nodes.iter_mut().filter(|one| one.0 == *node).for_each(|one| one.1 = NodeState::Up);
                self.drained.retain(|one| one != node);
            }
            ActionTask::MoveRole { role, to, .. } => {
                self.groups.iter_mut().filter(|group| group.0 == *role).for_each(|group| group.1 = to.clone());
            }
            ActionTask::EvictNode { node } => {
                // Wherever the run was cut off: the profile is in the journal before the node goes.
                assert!(self.kept.contains(node), "nobody kept the profile of {node}");
                self.nodes.retain(|one| one.0 != *node);
                self.drained.retain(|one| one != node);
            }
            ActionTask::Install { machine: name, .. } => {
                self.machines.iter_mut().filter(|one| one.0 == *name).for_each(|one| one.1 = machine("2016", 14393));
            }
            ActionTask::AddNode { machine } => self.nodes.push((machine.clone(), NodeState::Up, 14393)),
            ActionTask::UpdateFunctionalLevel => self.level += 1,
            ActionTask::TakeLease { value, .. } | ActionTask::RenewLease { value } => self.lease = Some(value.clone()),
            ActionTask::ReleaseLease => self.lease = None,
            ActionTask::SetClusterProperty { value, .. } => self.balancer = u32::try_from(*value).ok(),
            ActionTask::DisableUpdatingRole => self.updating = Some(false),
            ActionTask::EnableUpdatingRole => self.updating = Some(true),
            _ => {}
        }
        ActionResult::Succeeded
    }

    /// The rules that can be asked of a cluster as small as this.
    fn ask(&self, moment: Moment, node: Option<&NodeName>) -> Vec<Finding> {
        let nodes = self.nodes.iter().zip(1..);
        let nodes: Vec<_> = nodes
            .map(|((name, state, build), id)| json!({"name": name, "id": id, "state": state, "build": build}))
            .collect();
        let inventory: Inventory = serde_json::from_value(json!({
            "schema": Inventory::SCHEMA, "nodes": nodes,
            "cluster": {"name": "toy", "functionalLevel": self.level},
        }))
        .unwrap();
        let rules = ["DRN-01", "ADD-07", "LVL-01", "LVL-02"].map(str::to_owned).to_vec();
        let policy = self.policy.clone();
        let request = CheckRequest { rules, policy, ..CheckRequest::new(Release::Server2016) };
        let report = match node {
            Some(node) => check_step(&inventory, &request, moment, node),
            None => check_moment(&inventory, &request, moment),
        };
        report.findings
    }

    fn suspend(&mut self, node: &NodeName, drain: bool) {
        self.nodes.iter_mut().filter(|one| one.0 == *node).for_each(|one| one.1 = NodeState::Paused);
        if drain {
            self.drained.push(node.clone());
        }
        if let Some(other) = self.nodes.iter().find(|one| one.1 == NodeState::Up).map(|one| one.0.clone())
            && drain
        {
            self.groups.iter_mut().filter(|group| group.1 == *node).for_each(|group| group.1 = other.clone());
        }
    }

    fn groups(&self, keep: impl Fn(&RoleName, &NodeName) -> bool) -> Option<Vec<GroupObserved>> {
        let groups = self.groups.iter().filter(|(name, owner)| keep(name, owner));
        let groups = groups.map(|(name, owner)| GroupObserved {
            name: name.clone(),
            owner: owner.clone(),
            state: if name == "cau" && self.updating == Some(false) { RoleState::Offline } else { RoleState::Online },
            queued: false,
        });
        Some(groups.collect())
    }

    fn nodes(&self, keep: impl Fn(&NodeName) -> bool) -> Option<Vec<NodeObserved>> {
        let nodes = self.nodes.iter().filter(|(name, ..)| keep(name));
        let nodes = nodes.map(|(name, state, build)| NodeObserved {
            name: name.clone(),
            state: *state,
            drain_status: if self.drained.contains(name) { 2 } else { 0 },
            build: *build,
            status: self.status,
            id: None,
            weight: None,
        });
        Some(nodes.collect())
    }

    fn cluster(&self) -> Option<ClusterObserved> {
        Some(ClusterObserved {
            name: "toy".to_owned(),
            functional_level: FunctionalLevel(self.level),
            auto_balancer_mode: self.balancer,
            lower_quorum_priority_node_id: None,
            same_subnet_threshold: None,
            maximum_parallel_migrations: None,
        })
    }

    fn read(&self, observe: &Observe) -> Observation {
        let nothing = Observation::default();
        match observe {
            Observe::Everything => Observation {
                cluster: self.cluster(),
                nodes: self.nodes(|_| true),
                groups: self.groups(|_, _| true),
                ..nothing
            },
            Observe::Cluster => Observation { cluster: self.cluster(), ..nothing },
            Observe::Nodes => Observation { nodes: self.nodes(|_| true), ..nothing },
            Observe::Node { node } => Observation {
                nodes: self.nodes(|name| name == node),
                groups: self.groups(|_, owner| owner == node),
                ..nothing
            },
            Observe::Groups { roles } => Observation { groups: self.groups(|name, _| roles.contains(name)), ..nothing },
            Observe::Machine { machine } => {
                let facts = self.machines.iter().find(|one| one.0 == *machine).map(|one| one.1.clone());
                let observed = MachineObserved { name: machine.clone(), reachable: facts.is_some(), facts };
                Observation { machine: Some(observed), ..nothing }
            }
            Observe::Step { moment, node } => {
                Observation { findings: Some(self.ask(*moment, node.as_ref())), ..nothing }
            }
            Observe::SharedVolumes => Observation { shared_volumes: Some(self.volumes.clone()), ..nothing },
            Observe::CriticalEvents { .. } => Observation { critical_events: Some(self.events.clone()), ..nothing },
            Observe::Lease => Observation { lease: Some(LeaseObserved { value: self.lease.clone() }), ..nothing },
            Observe::UpdatingRole => Observation { updating_role_enabled: self.updating, ..nothing },
            _ => nothing,
        }
    }

    pub(super) fn answer(&mut self, action: &Action) -> Event {
        let result = self.carry_out(&action.task);
        self.now += 100 + i64::try_from(action.wait_seconds).unwrap() * 1000;
        let mut observed = Box::new(self.read(&action.observe));
        if matches!(action.task, ActionTask::RunGate { .. }) {
            let reason = self.gate.map(str::to_owned);
            observed.gate = Some(GateObserved { open: reason.is_none(), reason });
        }
        self.event(EventKind::ActionEnded { action: action.id, result, observed })
    }

    pub(super) fn event(&self, event: EventKind) -> Event {
        Event { at: Timestamp::from_milliseconds(self.now), event }
    }
}

pub(super) fn stage(node: &str, first_step: u32) -> serde_json::Value {
    json!({
        "node": node, "returnsAs": node, "method": "cleanEvict", "reason": "", "firstStep": first_step,
        "lastStep": first_step + 6, "estimate": {"lowSeconds": 0, "likelySeconds": 0, "highSeconds": 0},
    })
}

pub(super) fn plan() -> Plan {
    let mut tasks = Vec::new();
    for (node, other, role) in [("n1", "n2", "vm1"), ("n2", "n1", "vm2")] {
        let (node, other): (NodeName, NodeName) = (node.into(), other.into());
        tasks.push(Task::PauseNode { node: node.clone() });
        tasks.push(Task::MoveRole {
            role: role.into(),
            from: node.clone(),
            to: other,
            migration: crate::plan::Migration::Live,
            waits_for: Vec::new(),
        });
        tasks.push(Task::DrainNode { node: node.clone() });
        tasks.push(Task::EvictNode { node: node.clone() });
        tasks.push(Task::InstallNode {
            node: node.clone(),
            machine: node.clone(),
            release: Release::Server2016,
            method: crate::plan::Method::CleanEvict,
        });
        tasks.push(Task::AddNode { machine: node.clone() });
        tasks.push(Task::VerifyNode { node });
    }
    tasks.extend([
        Task::AwaitCommit,
        Task::CheckFunctionalLevel,
        Task::RaiseFunctionalLevel { level: FunctionalLevel(9) },
    ]);
    let steps: Vec<_> = tasks
        .iter()
        .enumerate()
        .map(|(index, task)| json!({"number": index + 1, "task": task, "reason": "because", "likelySeconds": 10}))
        .collect();
    serde_json::from_value(json!({
        "schema": "rolling-upgrade/plan/1", "purpose": "upgrade", "cluster": "toy", "inventoryDigest": "",
        "change": {"fromRelease": "2012R2", "toRelease": "2016", "fromLevel": 8, "toLevel": 9},
        "policy": {}, "moves": {"virtualMachineMoves": 2, "bound": 2, "boundReason": "", "movedMiB": 0, "failovers": 0},
        "estimate": {"lowSeconds": 0, "likelySeconds": 0, "highSeconds": 0}, "nodes": [stage("n1", 1), stage("n2", 8)],
        "steps": steps,
    }))
    .unwrap()
}

pub(super) fn new_run(commit: bool) -> Run {
    Run::start(plan(), RunOptions { run_id: "r".to_owned(), commit, ..RunOptions::default() }).unwrap()
}

/// Drives the run until it gives no action; panics where it does not end.
pub(super) fn drive(run: &mut Run, toy: &mut Toy, first: EventKind) -> RunStatus {
    let mut advance = run.advance(&toy.event(first)).unwrap();
    for _ in 0..1000 {
        let Some(action) = advance.action else { return advance.status };
        advance = run.advance(&toy.answer(&action)).unwrap();
    }
    panic!("the run does not end: {}", advance.status.activity);
}

const EVICT_AND_BACK: [&str; 6] = [
    "Suspend-ClusterNode -Name n1",
    "Move-ClusterVirtualMachineRole -Name vm1 -Node n2 -MigrationType Live -Wait 0",
    "Suspend-ClusterNode -Name n1 -Drain",
    "Remove-ClusterNode -Name n1 -Force",
    "on n1: install Windows Server 2016, with all that n1 had",
    "Add-ClusterNode -Name n1",
];

#[test]
fn a_run_ends_reversible_and_goes_on_with_the_commitment() {
    let (mut run, mut toy) = (new_run(false), Toy::new());
    let status = drive(&mut run, &mut toy, EventKind::Started);
    assert_eq!(status.state, RunState::AwaitingCommit);
    assert_eq!((status.moves, status.nodes_done.len(), toy.level), (2, 2, 8));
    assert_eq!(toy.calls[..6], EVICT_AND_BACK);
    assert_eq!(drive(&mut run, &mut toy, EventKind::Resumed { commit: false }).state, RunState::AwaitingCommit);
    let status = drive(&mut run, &mut toy, EventKind::Resumed { commit: true });
    assert_eq!((status.state, toy.level), (RunState::Completed, 9));
    assert_eq!(
        toy.calls[toy.calls.len() - 2..],
        ["Update-ClusterFunctionalLevel -WhatIf", "Update-ClusterFunctionalLevel -Force"]
    );
    let error = run.advance(&toy.event(EventKind::Resumed { commit: true })).unwrap_err();
    assert_eq!(error, RunError::Ended { state: RunState::Completed });
}

/// Killed before, or after, each action: the run that is made anew from its events ends like the uninterrupted one, and
/// no call that happened is made again.
#[test]
fn a_run_that_is_cut_off_anywhere_does_nothing_twice() {
    let (mut reference, mut toy) = (new_run(true), Toy::new());
    drive(&mut reference, &mut toy, EventKind::Started);
    let expected = toy.calls.clone();
    for cut in 1..200 {
        for happened in [false, true] {
            let (mut run, mut toy) = (new_run(true), Toy::new());
            let mut events = vec![toy.event(EventKind::Started)];
            let mut action = run.advance(&events[0]).unwrap().action;
            for _ in 1..cut {
                let Some(next) = action else { break };
                let event = toy.answer(&next);
                action = run.advance(&event).unwrap().action;
                events.push(event);
            }
            let Some(in_doubt) = action else { return };
            if happened {
                toy.carry_out(&in_doubt.task);
            }
            let mut again = new_run(true);
            for event in &events {
                again.advance(event).unwrap();
            }
            assert_eq!(again.outstanding(), Some(&in_doubt));
            let status = drive(&mut again, &mut toy, EventKind::Resumed { commit: true });
            assert_eq!(status.state, RunState::Completed, "cut at {cut}");
            // The check is the one call that may be repeated: it changes nothing.
            let calls: Vec<_> = toy.calls.iter().filter(|call| !call.ends_with("-WhatIf")).collect();
            let expected: Vec<_> = expected.iter().filter(|call| !call.ends_with("-WhatIf")).collect();
            assert_eq!(calls, expected, "cut at {cut}, happened: {happened}");
        }
    }
    panic!("the run has more actions than the test cuts");
}

/// The run stops the role itself, so that it does not wait for it after each node; also where it was cut off between.
#[test]
fn the_updating_role_is_not_missed_while_it_is_disabled() {
    let mut plan = plan();
    let step = |task: Task| crate::plan::Step { task, ..plan.steps[0].clone() };
    let (first, last) = (step(Task::DisableUpdatingRole), step(Task::EnableUpdatingRole));
    plan.steps.insert(0, first);
    plan.steps.push(last);
    for (number, step) in (1..).zip(&mut plan.steps) {
        step.number = number;
    }
    for cut_off in [false, true] {
        let mut toy = Toy { updating: Some(true), ..Toy::new() };
        toy.groups.push(("cau".into(), "n2".into()));
        let mut run =
            Run::start(plan.clone(), RunOptions { run_id: "r".to_owned(), commit: true, ..RunOptions::default() })
                .unwrap();
        if cut_off {
            let mut action = run.advance(&toy.event(EventKind::Started)).unwrap().action.unwrap();
            while action.task != ActionTask::DisableUpdatingRole {
                action = run.advance(&toy.answer(&action)).unwrap().action.unwrap();
            }
            toy.answer(&action);
        }
        let begin = if cut_off { EventKind::Resumed { commit: true } } else { EventKind::Started };
        let status = drive(&mut run, &mut toy, begin);
        assert_eq!((status.state, toy.updating), (RunState::Completed, Some(true)), "{:?}", status.waiting_for);
        let calls = toy.calls.iter().filter(|call| call.contains("CauClusterRole"));
        assert_eq!(calls.collect::<Vec<_>>(), ["Disable-CauClusterRole -Force", "Enable-CauClusterRole -Force"]);
    }
}

#[test]
fn an_answer_that_comes_twice_changes_nothing() {
    let (mut run, mut toy) = (new_run(false), Toy::new());
    let action = run.advance(&toy.event(EventKind::Started)).unwrap().action.unwrap();
    let event = toy.answer(&action);
    let first = run.advance(&event).unwrap();
    let before = run.clone();
    let second = run.advance(&event).unwrap();
    assert!(second.action.is_none() && second.lines.is_empty());
    assert_eq!(second.status, first.status);
    assert_eq!(run, before);
    let unknown = EventKind::ActionEnded { action: 99, result: ActionResult::Succeeded, observed: Box::default() };
    assert!(matches!(run.advance(&toy.event(unknown)), Err(RunError::UnknownAction { action: 99, .. })));
}

#[test]
fn what_passes_is_tried_again_and_what_does_not_pauses() {
    let (mut run, mut toy) = (new_run(false), Toy::new());
    toy.failures = vec![("Remove-ClusterNode", 1753), ("Suspend-ClusterNode -Name n1 -Drain", 5987)];
    assert_eq!(drive(&mut run, &mut toy, EventKind::Started).state, RunState::AwaitingCommit);
    assert_eq!(toy.calls.iter().filter(|call| call.starts_with("Remove-ClusterNode -Name n1")).count(), 2);

    let (mut run, mut toy) = (new_run(false), Toy::new());
    toy.failures = vec![("Remove-ClusterNode", 5939)];
    let status = drive(&mut run, &mut toy, EventKind::Started);
    let reason = status.reason.unwrap();
    assert_eq!((status.state, reason.id, reason.win32), (RunState::Paused, ErrorId::ActionFailed, Some(5939)));
    let status = drive(&mut run, &mut toy, EventKind::Resumed { commit: false });
    assert_eq!((status.state, status.reason), (RunState::AwaitingCommit, None));
}

#[test]
fn a_stop_starts_nothing_new_and_a_late_answer_is_no_event() {
    let (mut run, mut toy) = (new_run(false), Toy::new());
    let mut action = run.advance(&toy.event(EventKind::Started)).unwrap().action.unwrap();
    while action.task == ActionTask::Look {
        action = run.advance(&toy.answer(&action)).unwrap().action.unwrap();
    }
    let stopped = run.advance(&toy.event(EventKind::StopRequested)).unwrap();
    assert_eq!((stopped.status.state, stopped.action), (RunState::Stopped, None));
    assert!(stopped.lines[0].text.contains("Suspend-ClusterNode -Name n1"));
    assert!(run.advance(&toy.answer(&action)).unwrap().action.is_none());
    assert_eq!(drive(&mut run, &mut toy, EventKind::Resumed { commit: false }).state, RunState::AwaitingCommit);
    assert_eq!(toy.calls[..6], EVICT_AND_BACK);
}

#[test]
fn a_cluster_that_changed_pauses_the_run_before_anything_is_done() {
    let (mut run, mut toy) = (new_run(false), Toy::new());
    toy.level = 9;
    let status = drive(&mut run, &mut toy, EventKind::Started);
    assert_eq!((status.state, status.reason.unwrap().id), (RunState::Paused, ErrorId::PlanStale));
    assert!(toy.calls.is_empty());
}

#[test]
fn a_machine_that_returns_unready_is_named_and_waited_for() {
    let (mut run, mut toy) = (new_run(false), Toy::new());
    toy.machines[0].1.features.push("Multipath-IO".to_owned());
    let mut advance = run.advance(&toy.event(EventKind::Started)).unwrap();
    let mut looks = 0;
    for _ in 0..200 {
        let Some(action) = advance.action.take() else { break };
        if advance.status.waiting_for.as_deref().is_some_and(|what| what.contains("RDY-02")) {
            looks += 1;
            if looks == 3 {
                toy.machines[0].1.features.push("Multipath-IO".to_owned());
            }
        }
        advance = run.advance(&toy.answer(&action)).unwrap();
    }
    assert_eq!((advance.status.state, looks), (RunState::AwaitingCommit, 3));
}

#[test]
fn the_rules_are_asked_again_before_a_node_goes() {
    let (mut run, mut toy) = (new_run(false), Toy::new());
    let mut action = run.advance(&toy.event(EventKind::Started)).unwrap().action.unwrap();
    while !matches!(action.observe, Observe::Step { moment: Moment::Suspend, .. }) {
        action = run.advance(&toy.answer(&action)).unwrap().action.unwrap();
    }
    toy.nodes[1].1 = NodeState::Down;
    let refused = run.advance(&toy.answer(&action)).unwrap();
    let reason = refused.status.reason.unwrap();
    assert_eq!((refused.status.state, reason.id), (RunState::Paused, ErrorId::PreflightFailed));
    assert_eq!(reason.findings.iter().map(|finding| finding.rule.as_str()).collect::<Vec<_>>(), ["DRN-01"]);
    assert!(reason.message.starts_with("DRN-01: ") && toy.calls.is_empty(), "{}", reason.message);
    toy.nodes[1].1 = NodeState::Up;
    assert_eq!(drive(&mut run, &mut toy, EventKind::Resumed { commit: false }).state, RunState::AwaitingCommit);
}

#[test]
fn the_rules_are_asked_again_before_the_level() {
    for (state, build, rule) in [(NodeState::Down, 14393, "LVL-01"), (NodeState::Up, 9600, "LVL-02")] {
        let (mut run, mut toy) = (new_run(false), Toy::new());
        drive(&mut run, &mut toy, EventKind::Started);
        let mut advance = run.advance(&toy.event(EventKind::Resumed { commit: true })).unwrap();
        while let Some(action) = advance.action {
            // After every node was verified and right before the rules are asked.
            if matches!(action.observe, Observe::Step { moment: Moment::Level, .. }) {
                (toy.nodes[0].1, toy.nodes[0].2) = (state, build);
            }
            advance = run.advance(&toy.answer(&action)).unwrap();
        }
        let status = advance.status;
        let reason = status.reason.unwrap();
        assert_eq!(reason.id, ErrorId::PreflightFailed, "{}", reason.message);
        assert_eq!((status.state, reason.findings[0].rule.as_str()), (RunState::Paused, rule));
        assert!(!toy.calls.iter().any(|call| call.starts_with("Update-")), "{:?}", toy.calls);
    }
}

#[test]
fn what_the_policy_acknowledges_holds_before_a_step_too() {
    let mut plan = plan();
    plan.policy.acknowledgements =
        serde_json::from_value(json!([{"rule": "LVL-02", "reason": "a laboratory", "by": "ops"}])).unwrap();
    let mut run =
        Run::start(plan, RunOptions { run_id: "r".to_owned(), commit: false, ..RunOptions::default() }).unwrap();
    let mut toy = Toy { policy: run.plan().policy.clone(), ..Toy::new() };
    drive(&mut run, &mut toy, EventKind::Started);
    toy.nodes[0].2 = 9600;
    assert_eq!(drive(&mut run, &mut toy, EventKind::Resumed { commit: true }).state, RunState::Completed);
}
