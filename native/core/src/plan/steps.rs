//! Writes a course as steps, each with its reason, its time and what is at risk.

use super::canary;
use super::estimates;
use super::layout::Layout;
use super::obstacle::name;
use super::price::Price;
use super::quorum::{Voter, voters};
use super::reasons;
use super::risk::{WorstFailure, risk, worst_failure};
use super::schedule::{self, Hosts};
use super::search::{Course, Turn, TurnReason, ranked};
use super::summary::names;
use super::turn::{Move, Why};
use super::world::{NodeFacts, World};
use super::{
    BorrowedSetting, DrainTime, Estimate, Method, NoPlacement, NodeSlots, NodeStage, OwnerLists, PlanError, Risk, Span,
    StageKind, Step, Task, TimeOf,
};
use crate::model::{FunctionalLevel, NodeName, Release};

/// The steps and what was summed up on the way.
pub(super) struct Script {
    pub(super) steps: Vec<Step>,
    pub(super) stages: Vec<NodeStage>,
    pub(super) estimate: Estimate,
    pub(super) parallel_migrations: u32,
    pub(super) slots: Vec<NodeSlots>,
}

pub(super) struct Writer<'w, 'i> {
    pub(super) world: &'w World<'i>,
    layout: Layout,
    members: Vec<Voter>,
    hosts: Hosts,
    /// What the moves of the node in hand take.
    drain: Option<DrainTime>,
    /// Roles whose owner lists name a node, by node.
    listed: Vec<Vec<usize>>,
    pub(super) script: Script,
}

/// Replays a course and writes its steps.
///
/// # Errors
/// [`PlanError::Invalid`] where a move of the course breaks a limit, which would be a bug, and
/// [`PlanError::NoPlacement`] where the policy wants a reserve for one more failure and there is none.
pub(super) fn write_steps(
    world: &World<'_>,
    course: &Course,
    last: &[Move],
    level: FunctionalLevel,
) -> Result<Script, PlanError> {
    let hosts = Hosts::new(world);
    let (fewest, slots) = slots(world, &hosts);
    let mut writer = Writer {
        world,
        layout: Layout::initial(world),
        members: members(world),
        hosts,
        drain: None,
        listed: listed(world),
        script: Script {
            steps: Vec::new(),
            stages: Vec::new(),
            estimate: Estimate::default(),
            parallel_migrations: fewest,
            slots,
        },
    };
    writer.opening();
    writer.begin();
    let mut place = 0;
    for wave in course.turns.chunk_by(|left, right| left.wave == right.wave) {
        writer.wave(course, wave, place)?;
        place += wave.len();
    }
    writer.closing(course, last, level)?;
    Ok(writer.script)
}

/// The slots that every node has, and the nodes that have more, under the names of both of their lives.
fn slots(world: &World<'_>, hosts: &Hosts) -> (u32, Vec<NodeSlots>) {
    let fewest = hosts.fewest_slots();
    let mut more = Vec::new();
    for node in (0..world.nodes.len()).filter(|node| hosts.slots(*node) > fewest) {
        let migrations = hosts.slots(node);
        more.push(NodeSlots { node: world.name(node).clone(), migrations });
        if world.name_after(node) != world.name(node) {
            more.push(NodeSlots { node: world.name_after(node).clone(), migrations });
        }
    }
    (fewest, more)
}

/// How many steps a course that does not reach the last node has; `None` where it can't be written.
pub(super) fn steps_before_the_end(world: &World<'_>, course: &Course) -> Option<u32> {
    let script = write_steps(world, course, &[], world.inventory.cluster.functional_level).ok()?;
    let closing = usize::from(world.inventory.cluster.auto_balancer_mode.is_some_and(|mode| mode > 0));
    u32::try_from(script.steps.len() - closing).ok()
}

/// The members at the beginning, without machines that are yet to join.
fn members(world: &World<'_>) -> Vec<Voter> {
    let ahead = world.beginning.ahead.iter().map(|(_, machine)| machine);
    let coming: Vec<NodeName> = world.beginning.joining.iter().chain(ahead).cloned().collect();
    voters(world.inventory, &coming)
}

/// For each node the roles (by their position in the inventory) whose owner lists name it.
fn listed(world: &World<'_>) -> Vec<Vec<usize>> {
    let mut listed = vec![Vec::new(); world.nodes.len()];
    for (index, role) in world.inventory.roles.iter().enumerate() {
        for name in role.preferred_owners.iter().chain(&role.possible_owners) {
            if let Some(node) = world.number(name)
                && listed[node].last() != Some(&index)
            {
                listed[node].push(index);
            }
        }
    }
    listed
}

impl Writer<'_, '_> {
    pub(super) fn push(&mut self, task: Task, reason: impl Into<String>, estimate: Estimate, risk: Option<Risk>) {
        let number = self.next_number();
        self.script.estimate = self.script.estimate + estimate;
        self.script.steps.push(Step {
            number,
            task,
            reason: reason.into(),
            likely_seconds: estimate.likely_seconds,
            low_seconds: Some(estimate.low_seconds),
            high_seconds: Some(estimate.high_seconds),
            span: None,
            risk,
        });
    }

    pub(super) fn next_number(&self) -> u32 {
        u32::try_from(self.script.steps.len()).unwrap_or(u32::MAX).saturating_add(1)
    }

    fn opening(&mut self) {
        let cluster = &self.world.inventory.cluster;
        if let Some(mode) = cluster.auto_balancer_mode.filter(|mode| *mode > 0) {
            let task = Task::BorrowSetting { name: BorrowedSetting::AutoBalancerMode, value: 0 };
            let reason = format!("the balancer (mode {mode}) would move VMs against the plan");
            self.push(task, reason, estimates::SETTING, None);
        }
        for (name, value, reason) in self.world.borrowed_settings() {
            self.push(Task::BorrowSetting { name, value }, reason, estimates::SETTING, None);
        }
        if cluster.updating.present && cluster.updating.enabled {
            let reason = "an Updating Run would take out nodes while the plan does";
            self.push(Task::DisableUpdatingRole, reason, estimates::UPDATING_ROLE, None);
        }
    }

    /// Nodes that are out at the same time: all are emptied, then all are installed, then all come back.
    fn wave(&mut self, course: &Course, wave: &[Turn], place: usize) -> Result<(), PlanError> {
        let world = self.world;
        let (first_step, before) = (self.next_number(), self.script.estimate);
        let alternative = self.alternative(course, wave, place);
        for ahead in wave.iter().filter_map(|turn| Some((turn.node, world.nodes[turn.node].ahead?))) {
            self.layout.upgraded.insert(ahead.1);
            self.layout.open.insert(ahead.1);
            self.comes(world.name(ahead.0), world.name(ahead.1));
            self.restore_owners(ahead.1);
        }
        let mut drains = Vec::with_capacity(wave.len());
        for (index, turn) in wave.iter().enumerate() {
            self.drain = None;
            self.leave(course, turn, place + index)?;
            drains.push(self.drain.take());
            self.out(turn)?;
        }
        let alone = reasons::alone(world, &self.layout);
        let leaves = |node: usize| world.nodes[node].leaves || world.nodes[node].temporary;
        let returning: Vec<&Turn> = wave.iter().filter(|turn| !leaves(turn.node)).collect();
        for (index, turn) in returning.iter().enumerate() {
            self.install(turn, index > 0);
        }
        for turn in &returning {
            self.back(turn);
        }
        for turn in wave {
            let task = Task::VerifyNode { node: self.witness_of(turn.node).clone() };
            let reason = "the next step only when all nodes are up and no role is worse off than before";
            self.push(task, reason, self.time(TimeOf::Verify), None);
        }
        let estimate = difference(self.script.estimate, before);
        for ((index, turn), drain) in wave.iter().enumerate().zip(drains) {
            self.script.stages.push(NodeStage {
                node: world.name(turn.node).clone(),
                returns_as: world.name_after(turn.node).clone(),
                kind: if leaves(turn.node) && world.nodes[turn.node].ahead.is_none() {
                    StageKind::Leaves
                } else {
                    StageKind::Returns
                },
                method: self.method(turn.node),
                reason: reasons::stage(
                    world,
                    turn,
                    place + index,
                    course.turns.len() + course.remaining.len(),
                    alternative.filter(|_| index == 0),
                ) + &alone,
                wave: turn.wave,
                estimate,
                drain,
                first_step,
                last_step: self.next_number() - 1,
            });
        }
        Ok(())
    }

    /// The node that would have gone instead of the first of a wave, and what it holds: the cheapest of the others.
    fn alternative(&self, course: &Course, wave: &[Turn], place: usize) -> Option<(usize, Price)> {
        let world = self.world;
        let later =
            course.turns[place + wave.len()..].iter().map(|turn| turn.node).chain(course.remaining.iter().copied());
        let later: Vec<usize> = later.filter(|node| !world.nodes[*node].temporary).collect();
        let first = ranked(world, &self.layout, &later, self.layout.settled(world).is_empty()).first().copied();
        let alone = wave.first().is_some_and(|turn| turn.why == TurnReason::Temporary);
        first.filter(|_| !alone).map(|node| (node, self.layout.price(world, node)))
    }

    /// The node that is looked at when a turn ends: the one that came, or another where none did.
    fn witness_of(&self, node: usize) -> &NodeName {
        let facts = &self.world.nodes[node];
        if (facts.leaves && facts.ahead.is_none()) || facts.temporary {
            let upgraded = self.layout.open.and(&self.layout.upgraded);
            let other = upgraded.iter().next().or_else(|| self.layout.open.iter().next());
            return other.map_or(self.world.name(node), |other| name(self.world, &self.layout, other));
        }
        self.world.name_after(node)
    }

    /// How a node gets its new operating system: new hardware can't keep the old node's membership.
    fn method(&self, node: usize) -> Method {
        let NodeFacts { leaves, temporary, .. } = self.world.nodes[node];
        let (leaves, replaced) = (leaves || temporary, self.world.nodes[node].replacement.is_some());
        // Setup goes forward alone: an older release is always a clean installation.
        if replaced || leaves || self.world.beginning.back { Method::CleanEvict } else { self.world.policy.method }
    }

    /// The moves of a node's turn, with the canaries of the first new node before the rest.
    fn leave(&mut self, course: &Course, turn: &Turn, place: usize) -> Result<(), PlanError> {
        let (aside, mut leave) = self.asides(&turn.moves);
        self.moves(&aside, None)?;
        let first = course
            .turns
            .first()
            .map(|turn| turn.node)
            .filter(|node| place == 1 && self.layout.upgraded.len() == 1 && self.layout.upgraded.contains(*node));
        if let Some(first) = first {
            let (canaries, rest) = canary::part(self.world, &leave, first);
            if schedule::keeps_the_limits(self.world, &mut self.layout, canaries.iter().chain(&rest)) {
                leave = rest;
                self.soak(&canaries, turn.node, first)?;
            }
        }
        let reason = "no role comes here any more while its own leave";
        self.push(Task::PauseNode { node: self.world.name(turn.node).clone() }, reason, self.time(TimeOf::Pause), None);
        self.layout.open.remove(turn.node);
        self.moves(&leave, Some(turn.node))
    }

    /// Moves that make room elsewhere come before the pause, so that no other move overtakes them; those that need the
    /// room of one that leaves come when it has left.
    fn asides(&mut self, moves: &[Move]) -> (Vec<Move>, Vec<Move>) {
        let is_aside = |step: &Move| matches!(step.why, Why::MakesRoom { .. } | Why::Early);
        let parts: (Vec<Move>, Vec<Move>) = moves.iter().partition(|step| is_aside(step));
        if schedule::keeps_the_limits(self.world, &mut self.layout, parts.0.iter().chain(&parts.1)) {
            return parts;
        }
        let first = moves.iter().position(|step| !is_aside(step)).unwrap_or(moves.len());
        (moves[..first].to_vec(), moves[first..].to_vec())
    }

    fn soak(&mut self, canaries: &[Move], leaving: usize, first: usize) -> Result<(), PlanError> {
        let seconds = self.world.policy.soak_seconds;
        if canaries.is_empty() || seconds == 0 {
            return self.moves(canaries, Some(leaving));
        }
        self.moves(canaries, Some(leaving))?;
        let node = self.world.name_after(first).clone();
        let reason = format!("{node} is the first of the new release; it takes more when these VMs have run there");
        self.push(Task::Soak { node, seconds }, reason, estimates::exactly(seconds), None);
        Ok(())
    }

    /// Empty, and evicted where the method says so.
    fn out(&mut self, turn: &Turn) -> Result<(), PlanError> {
        let world = self.world;
        let (leaving, machine) = (world.name(turn.node).clone(), world.name_after(turn.node));
        let sweep = "the drain takes what the plan does not name: the core group, coordinators of shared volumes";
        self.push(Task::DrainNode { node: leaving.clone() }, sweep, self.time(TimeOf::Sweep), None);
        if world.inventory.storage.spaces_direct {
            let reason = "its disks go away in an orderly way, and only while every volume keeps a copy";
            let task = Task::EnableStorageMaintenance { node: leaving.clone() };
            self.push(task, reason, estimates::MAINTENANCE, None);
        }
        self.set_member(turn.node, false);
        self.rules_hold()?;
        let worst = worst_failure(world, &self.layout);
        self.reserve(&worst)?;
        let risk = risk(world, &self.layout, &self.members, &worst);
        if risk.votes < risk.votes_needed {
            let part = format!("steps[{}]", self.script.steps.len());
            return Err(PlanError::Invalid {
                part,
                problem: "the cluster would lose its quorum while the node is out",
            });
        }
        if self.method(turn.node) == Method::InPlaceKeep {
            return Ok(());
        }
        let evict = if let NodeFacts { leaves: true, .. } | NodeFacts { temporary: true, .. } = world.nodes[turn.node] {
            "it leaves for good, as the policy says"
        } else if leaving == *machine {
            "a node is rebuilt outside the cluster; it can come back with the old release as well"
        } else {
            "its hardware is replaced; the old machine stays as it is until the new one is in"
        };
        self.push(Task::EvictNode { node: leaving }, evict, self.time(TimeOf::Evict), Some(risk));
        Ok(())
    }

    /// Installed; `meanwhile`: while another of its wave is, so that it takes no time of its own.
    fn install(&mut self, turn: &Turn, meanwhile: bool) {
        let world = self.world;
        let method = self.method(turn.node);
        let release = world.target.unwrap_or(Release::Older);
        let (node, machine) = (world.name(turn.node).clone(), world.name_after(turn.node).clone());
        let mut reason = match method {
            Method::InPlaceKeep => format!("{release} in place; it stays a member and owns nothing"),
            Method::CleanEvict => format!("a clean installation of {release}, with all that {node} had"),
            Method::InPlaceEvict => format!("an upgrade in place to {release}, with all that {node} had"),
        };
        let mut time = self.time(TimeOf::Install);
        if meanwhile {
            reason += "; at the same time as the one before";
            time = estimates::NOTHING;
        }
        let risk = (method == Method::InPlaceKeep).then(|| self.risk_now());
        self.push(Task::InstallNode { node, machine, release, method }, reason, time, risk);
    }

    /// Back in the cluster, its storage whole, its places in owner lists restored.
    fn back(&mut self, turn: &Turn) {
        let node = turn.node;
        let (leaving, machine) = (self.world.name(node).clone(), self.world.name_after(node).clone());
        let keeps = self.method(node) == Method::InPlaceKeep;
        self.layout.upgraded.insert(node);
        if !keeps {
            self.layout.open.insert(node);
            self.set_member(node, true);
            let risk = self.risk_now();
            let reason = "it joins at the old functional level; old and new nodes work side by side";
            let task = Task::AddNode { machine: machine.clone() };
            self.push(task, reason, self.joining(), Some(risk));
        }
        if self.world.inventory.storage.spaces_direct {
            let reason = "its disks take part again";
            let task = Task::DisableStorageMaintenance { node: machine };
            self.push(task, reason, estimates::MAINTENANCE, None);
            let reason = "the next node may go only when every volume has all its copies";
            self.push(Task::AwaitStorageRepair, reason, self.time(TimeOf::Repair), None);
        }
        if keeps {
            self.layout.open.insert(node);
            self.set_member(node, true);
            let risk = self.risk_now();
            let reason = "roles may come again; none fails back by itself";
            self.push(Task::ResumeNode { node: leaving }, reason, self.time(TimeOf::Resume), Some(risk));
        } else {
            self.restore_owners(node);
        }
    }

    /// No affinity rule is broken that was not broken before.
    fn rules_hold(&self) -> Result<(), PlanError> {
        let initial = || Layout::initial(self.world);
        if self.world.ties.is_empty() || self.layout.newly_broken(self.world, &initial()).is_none() {
            return Ok(());
        }
        let part = format!("steps[{}]", self.script.steps.len());
        Err(PlanError::Invalid { part, problem: "an affinity rule is broken after the moves" })
    }

    pub(super) fn risk_now(&self) -> Risk {
        let worst = worst_failure(self.world, &self.layout);
        risk(self.world, &self.layout, &self.members, &worst)
    }

    pub(super) fn set_member(&mut self, node: usize, up: bool) {
        let id = self.world.inventory.nodes[node].id;
        let keeps = self.method(node) == Method::InPlaceKeep;
        let weight = self.members.iter().find(|member| member.id == id).is_none_or(|member| member.weight);
        self.members.retain(|member| member.id != id);
        if up || keeps {
            // An evicted node comes back with a vote; one that stays a member keeps what it has, also while it is down.
            self.members.push(Voter { id, weight: weight || !keeps, up });
        }
    }

    fn reserve(&self, worst: &WorstFailure) -> Result<(), PlanError> {
        let (true, Some(node), Some(role)) = (self.world.policy.require_reserve, worst.node, worst.stopped.first())
        else {
            return Ok(());
        };
        let found = NoPlacement::after_failure(self.world, &self.layout, *role, node);
        Err(PlanError::NoPlacement(Box::new(found)))
    }

    fn restore_owners(&mut self, node: usize) {
        let world = self.world;
        // A node that is out, or gone, can't be named; its own turn puts it back.
        let named = |names: &[NodeName]| -> Vec<NodeName> {
            let member = |it: &usize| self.members.iter().any(|member| member.id == world.inventory.nodes[*it].id);
            let present = names.iter().filter_map(|owner| world.number(owner)).filter(member);
            present.map(|it| name(world, &self.layout, it).clone()).collect()
        };
        let roles: Vec<OwnerLists> = self.listed[node]
            .iter()
            .map(|index| &world.inventory.roles[*index])
            .map(|role| OwnerLists {
                role: role.name.clone(),
                preferred: named(&role.preferred_owners),
                possible: named(&role.possible_owners),
            })
            .collect();
        if roles.is_empty() {
            return;
        }
        let estimate = estimates::OWNER_LIST.times(roles.len());
        let task = Task::RestoreOwners { node: world.name_after(node).clone(), roles };
        self.push(task, "an evict takes a node off every list of owners", estimate, None);
    }

    /// Orders moves, writes and replays them, those of shared volumes after those of roles where the limits let them;
    /// `leaving` is the node that is emptied.
    fn moves(&mut self, moves: &[Move], leaving: Option<usize>) -> Result<(), PlanError> {
        let is_volume = |step: &Move| self.world.roles[step.role as usize].is_volume;
        let (volumes, roles): (Vec<Move>, Vec<Move>) = moves.iter().partition(|step| is_volume(step));
        if volumes.is_empty() || !schedule::keeps_the_limits(self.world, &mut self.layout, roles.iter().chain(&volumes))
        {
            return self.scheduled(moves, leaving);
        }
        self.scheduled(&roles, leaving)?;
        self.scheduled(&volumes, leaving)
    }

    fn scheduled(&mut self, moves: &[Move], leaving: Option<usize>) -> Result<(), PlanError> {
        let world = self.world;
        let planned = schedule::schedule(world, &mut self.layout, &self.hosts, moves);
        if leaving.is_some() && !moves.is_empty() {
            self.drain = Some(self.drain.unwrap_or_default() + planned.time);
        }
        let times = planned.spans.into_iter().zip(planned.adds);
        for ((step, after), (span, adds)) in planned.moves.iter().zip(planned.after).zip(times) {
            let facts = &world.roles[step.role as usize];
            let (from, to) = (usize::from(step.from), usize::from(step.to));
            let allowed = self.layout.allowed(world, step.role).and(&self.layout.open);
            let moves_from_owner = self.layout.owner[step.role as usize] == step.from;
            if !moves_from_owner || !allowed.contains(to) || !self.layout.has_room(world, step.role, to) {
                let part = format!("steps[{}]", self.script.steps.len());
                return Err(PlanError::Invalid { part, problem: "the move goes to a node that can't take the role" });
            }
            let from_name = name(world, &self.layout, from).clone();
            let to_name = name(world, &self.layout, to).clone();
            let alternative = reasons::alternative(world, &self.layout, step, &allowed);
            self.layout.relocate(world, step.role, to);
            let reason = reasons::of_move(world, &self.layout, step, leaving, allowed.len(), &alternative);
            let role = world.role(step.role).name.clone();
            let reason = match after.as_slice() {
                _ if facts.is_volume => format!("an affinity rule names the volume; {reason}"),
                [] => reason,
                roles => format!("{reason}; after {}, which its group set waits for", names(world, roles)),
            };
            let task = if facts.is_volume {
                Task::MoveSharedVolume { volume: role.to_string(), from: from_name, to: to_name }
            } else {
                let waits_for = after.into_iter().map(|role| world.role(role).name.clone()).collect();
                Task::MoveRole { role, from: from_name, to: to_name, migration: facts.migration, waits_for }
            };
            self.push_move(task, reason, adds, span);
        }
        Ok(())
    }

    fn push_move(&mut self, task: Task, reason: String, adds: Estimate, span: Span) {
        self.push(task, reason, adds, None);
        if let Some(step) = self.script.steps.last_mut() {
            step.span = Some(span);
        }
    }

    fn closing(&mut self, course: &Course, last: &[Move], level: FunctionalLevel) -> Result<(), PlanError> {
        self.moves(last, None)?;
        let inventory = self.world.inventory;
        if inventory.cluster.auto_balancer_mode.is_some_and(|mode| mode > 0) {
            let task = Task::RestoreSetting { name: BorrowedSetting::AutoBalancerMode };
            self.push(task, "the plan's moves are done", estimates::SETTING, None);
        }
        for (name, _, _) in self.world.borrowed_settings() {
            self.push(
                Task::RestoreSetting { name },
                "it was raised for the plan's moves alone",
                estimates::SETTING,
                None,
            );
        }
        if self.world.beginning.back {
            self.updating_again();
            return Ok(());
        }
        if !course.remaining.is_empty() {
            // The level, the pools and the updating role belong to the plan that takes the last node.
            return Ok(());
        }
        self.level_soak(course);
        let reason = "all nodes are new and the way back is still open; what follows can't be undone";
        self.push(Task::AwaitCommit, reason, estimates::NOTHING, None);
        let reason = "asks every node whether it is ready, and changes nothing";
        self.push(Task::CheckFunctionalLevel, reason, estimates::CHECK_LEVEL, None);
        let reason = format!(
            "from {} to {level}; nodes of the old release can't join any more",
            inventory.cluster.functional_level
        );
        self.push(Task::RaiseFunctionalLevel { level }, reason, self.time(TimeOf::Level), None);
        let target = self.world.target;
        for pool in inventory.storage.pools.iter().filter(|pool| target.is_some_and(|target| pool.version.0 < target)) {
            let reason = "a pool may follow once the level is raised; online, and one way";
            self.push(Task::UpdateStoragePool { pool: pool.name.clone() }, reason, self.time(TimeOf::Pool), None);
        }
        self.updating_again();
        Ok(())
    }
}

pub(super) fn difference(after: Estimate, before: Estimate) -> Estimate {
    Estimate {
        low_seconds: after.low_seconds - before.low_seconds,
        likely_seconds: after.likely_seconds - before.likely_seconds,
        high_seconds: after.high_seconds - before.high_seconds,
    }
}
