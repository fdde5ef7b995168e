//! An upgrade that is stopped anywhere and taken back, on a twin.

use rolling_upgrade_core::error::{ErrorReport, Reportable};
use rolling_upgrade_core::model::Release;
use rolling_upgrade_core::plan::{Plan, Policy, Unfinished, make_rest, make_way_back};
use rolling_upgrade_core::run::{EventKind, Run, RunOptions, RunState};

use crate::driver::{answer, event};
use crate::rehearsal::{Rehearsal, carry_through};
use crate::twin::Twin;

/// An upgrade that was stopped after so many actions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interrupted {
    /// The state in which it stood when it was stopped.
    pub state: RunState,
    /// How many actions were carried out.
    pub actions: usize,
    /// What taking it back has to know.
    pub left: Unfinished,
}

impl Twin {
    /// Carries an upgrade out until so many actions have been, or it does not go on by itself.
    ///
    /// # Errors
    /// The plan can't be run, or an invariant of the twin is broken.
    pub fn upgrade_until(&mut self, plan: Plan, actions_max: usize) -> Result<Interrupted, ErrorReport> {
        let options = RunOptions { run_id: "interrupted".to_owned(), ..RunOptions::default() };
        let mut run = Run::start(plan, options).map_err(|error| error.report())?;
        let report = |error: rolling_upgrade_core::run::RunError| error.report();
        let (mut next, _) = run.follow(&event(self, EventKind::Started)).map_err(report)?;
        let mut actions = 0;
        while let Some(action) = next.take_if(|_| actions < actions_max) {
            let answered = answer(self, run.plan(), &action);
            if let Some(broken) = self.broken_invariant() {
                return Err(broken.report());
            }
            actions += 1;
            (next, _) = run.follow(&answered).map_err(report)?;
        }
        let state = run.state();
        if state != RunState::Completed {
            run.follow(&event(self, EventKind::StopRequested)).map_err(report)?;
        }
        Ok(Interrupted { state, actions, left: run.unfinished() })
    }

    /// Plans the rest of an upgrade anew, from the cluster as it is now, and carries it out.
    ///
    /// # Errors
    /// There is no plan, or an invariant of the twin is broken.
    pub fn go_on(
        &mut self,
        target: Release,
        left: &Unfinished,
        policy: &Policy,
        seed: u64,
    ) -> Result<Rehearsal, ErrorReport> {
        let plan = make_rest(&self.inventory(), target, policy, left, &|| false).map_err(|error| error.report())?;
        let options = RunOptions {
            run_id: format!("rest-{seed}"),
            commit: true,
            takes_back: Some(left.clone()),
            ..RunOptions::default()
        };
        carry_through(self, plan, options, seed, &|| false)
    }

    /// Takes an upgrade back, from the cluster as it is now.
    ///
    /// # Errors
    /// There is no way back, or an invariant of the twin is broken.
    pub fn take_back(&mut self, left: &Unfinished, policy: &Policy, seed: u64) -> Result<Rehearsal, ErrorReport> {
        let plan = make_way_back(&self.inventory(), policy, left).map_err(|error| error.report())?;
        let options =
            RunOptions { run_id: format!("undo-{seed}"), takes_back: Some(left.clone()), ..RunOptions::default() };
        carry_through(self, plan, options, seed, &|| false)
    }
}
