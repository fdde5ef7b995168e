//! Runs that are killed and resumed at random moments, with faults, and what has to hold of each in the end.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use rolling_upgrade_core::error::{ErrorReport, Reportable};
use rolling_upgrade_core::model::{NodeName, NodeState};
use rolling_upgrade_core::plan;
use rolling_upgrade_core::run::{ActionTask, EventKind, RunState, RunStatus};

use super::judge::{End, judge_end};
use super::{Ending, Outcome, Violation, World};
use crate::crash::{Journal, Kept, MemoryDisk, Moment, Session};
use crate::driver::{event, not_online};
use crate::twin::Twin;

/// The stream of the generator that kills are drawn from.
const STREAM: u64 = 3;
/// The most nodes and VMs of a cluster on which runs are killed.
const NODES_MAX: u32 = 4;
const VIRTUAL_MACHINES_MAX: u32 = 8;
/// The most kills of one run.
const KILLS_MAX: u32 = 5;
/// How often somebody resumes a run that has paused.
const RESUMES_MAX: u32 = 8;
/// The longest time between a kill, or a pause, and the session that goes on.
const AWAY_SECONDS_MAX: u32 = 6 * 3600;
/// More transitions than a run of this size has that comes to an end.
const TRANSITIONS_MAX: u64 = 30_000;

/// Draws a small world and where its run is killed, runs it to where it rests for good, and judges what is left.
///
/// # Errors
/// A promise is broken: an invariant of the twin, a role that is down without a reason, a node that is forgotten
/// paused, a lost quorum, a borrowed setting, or a journal that tells what did not happen.
pub fn survive(seed: u64) -> Result<Outcome, Violation> {
    let broken = |report: &ErrorReport| Violation { seed, what: report.to_string() };
    let world = World::draw_up_to(seed, NODES_MAX, VIRTUAL_MACHINES_MAX).map_err(|error| broken(&error.report()))?;
    let plan = match plan::make(&world.inventory, world.target, &world.policy) {
        Ok(plan) => plan,
        Err(error) => {
            let ending = Ending::Refused(error.report().id);
            return Ok(Outcome { ending, events: 0, faults: Vec::new() });
        }
    };
    let twin = Twin::new(&world.inventory, &world.simulation, seed).map_err(|error| broken(&error.report()))?;
    let session = Session::begin(twin, MemoryDisk::default(), plan.into()).map_err(|report| broken(&report))?;
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    random.set_stream(STREAM);
    let mut story = Story { kills: random.next_u32() % (KILLS_MAX + 1), random, resumes: 0 };
    let mut ended = story.tell(session).map_err(|report| broken(&report))?;
    ended.twin.check().map_err(|error| broken(&error.report()))?;
    examine(seed, &world, &mut ended)?;
    let ending = if ended.status().state == RunState::Completed { Ending::Completed } else { Ending::Paused };
    Ok(Outcome { ending, events: ended.twin.events(), faults: ended.twin.account().faults })
}

struct Story {
    random: ChaCha8Rng,
    kills: u32,
    resumes: u32,
}

impl Story {
    fn below(&mut self, limit: u32) -> u32 {
        self.random.next_u32() % limit.max(1)
    }

    /// Drives sessions until the run is complete, or paused once too often.
    fn tell(&mut self, mut session: Session<MemoryDisk>) -> Result<Session<MemoryDisk>, ErrorReport> {
        loop {
            let away = u64::from(self.below(AWAY_SECONDS_MAX));
            if self.drive(&mut session)? {
                session.twin.step(away);
                session = session.again()?;
                continue;
            }
            let paused = session.status().state != RunState::Completed;
            if !paused || self.resumes >= RESUMES_MAX || session.sequence() > TRANSITIONS_MAX {
                return Ok(session);
            }
            self.resumes += 1;
            session.twin.step(away);
        }
    }

    /// One session, until it rests or is killed: true where it was killed.
    fn drive(&mut self, session: &mut Session<MemoryDisk>) -> Result<bool, ErrorReport> {
        if session.status().state == RunState::Completed {
            return Ok(false);
        }
        let mut next = Some(session.first());
        while let Some(event_in) = next.take() {
            let killed = if self.kills > 0 && self.below(40) == 0 { Some(self.moment()) } else { None };
            let turn = session.feed(event_in)?;
            match killed {
                Some(Moment::BeforeWrite) => return Ok(true),
                Some(Moment::TornWrite) => return session.journal.tear(turn.kept()).map(|()| true),
                _ => session.keep(&turn)?,
            }
            let Some(action) = turn.action() else { return Ok(false) };
            match killed {
                Some(Moment::WithinEffect) => {
                    session.begin_effect(action);
                    return Ok(true);
                }
                Some(Moment::AfterEffect) => return session.act(action).map(|_| true),
                Some(_) => return Ok(true),
                None => next = Some(session.act(action)?),
            }
            if session.sequence() > TRANSITIONS_MAX {
                let turn = session.feed(event(&session.twin, EventKind::StopRequested))?;
                session.keep(&turn)?;
                return Ok(false);
            }
        }
        Ok(false)
    }

    fn moment(&mut self) -> Moment {
        self.kills -= 1;
        match self.below(5) {
            0 => Moment::BeforeWrite,
            1 => Moment::TornWrite,
            2 => Moment::AfterWrite,
            3 => Moment::WithinEffect,
            _ => Moment::AfterEffect,
        }
    }
}

fn examine(seed: u64, world: &World, session: &mut Session<MemoryDisk>) -> Result<(), Violation> {
    let broken = |what: String| Err(Violation { seed, what });
    let status = session.status();
    judge_end(seed, &End { status: &status, account: &session.twin.account(), down: &not_online(&session.twin) })?;
    if let Some(node) = forgotten(&session.twin, &status) {
        let reason = status.reason.as_ref().map_or_else(String::new, ToString::to_string);
        return broken(format!("{node} is paused at the end, and the run, which is {}, says: {reason}", status.state));
    }
    if status.state == RunState::Completed {
        let cluster = session.twin.inventory().cluster;
        let before = &world.inventory.cluster;
        // Below level 9 there is no balancer that could be borrowed.
        let balancer = before.auto_balancer_mode.filter(|mode| cluster.auto_balancer_mode != Some(*mode));
        if balancer.is_some() || cluster.updating.enabled != before.updating.enabled {
            let found = (cluster.auto_balancer_mode, cluster.updating.enabled);
            return broken(format!("a borrowed setting did not come back: {found:?}"));
        }
        if cluster.functional_level != world.target.level() {
            return broken(format!("the run is completed, and the level is {}", cluster.functional_level));
        }
    }
    let kept = session.journal.read().map_err(|report| Violation { seed, what: report.to_string() })?;
    match untold(&session.twin, &kept) {
        Some(what) => broken(format!("the journal does not tell that {what}")),
        None => Ok(()),
    }
}

/// A node that is paused at the end of a run that does not name it.
fn forgotten(twin: &Twin, status: &RunStatus) -> Option<NodeName> {
    let reason = status.reason.as_ref().map(|reason| format!("{} {}", reason.message, reason.remedy));
    let told = |name: &NodeName| {
        reason.as_ref().is_some_and(|reason| reason.contains(name.as_str()))
            || status.left_undone.iter().any(|text| text.contains(name.as_str()))
            || status.waiting_for.as_ref().is_some_and(|what| what.contains(name.as_str()))
    };
    let paused = twin.state.members.iter().filter(|member| twin.state.node_state(**member) == NodeState::Paused);
    paused.map(|member| twin.machine_name(*member).clone()).find(|name| !told(name))
}

/// Something that was done to the cluster before the journal said that it was about to be done: each eviction and each
/// addition has an intent of its own, which was kept before.
fn untold(twin: &Twin, kept: &[Kept]) -> Option<String> {
    let mut intents: Vec<(&NodeName, bool, rolling_upgrade_core::model::Timestamp)> = kept
        .iter()
        .filter_map(|one| {
            let at = one.event.at;
            match &one.action.as_ref()?.task {
                ActionTask::EvictNode { node } => Some((node, true, at)),
                ActionTask::AddNode { machine } => Some((machine, false, at)),
                _ => None,
            }
        })
        .collect();
    for entry in twin.log.views(0, twin.start) {
        let evicted = match entry.event_id {
            Some(1011) => true,
            Some(1007) => false,
            _ => continue,
        };
        let fits = |intent: &(&NodeName, bool, rolling_upgrade_core::model::Timestamp)| {
            intent.1 == evicted && intent.0.as_str() == entry.subject && intent.2 <= entry.at
        };
        match intents.iter().position(fits) {
            Some(index) => drop(intents.remove(index)),
            None => return Some(format!("{} {}", entry.subject, entry.message)),
        }
    }
    None
}
