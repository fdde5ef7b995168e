//! The gate of the window, the last one: what follows has to fit into what is left of a maintenance window.
//!
//! It is asked before each part of a plan: a node's turn, and what stands before and after the turns. Within a part
//! nobody asks, as a node that is out has to come back. After a wait the other gates are asked anew, because what they
//! saw is hours old.

use super::Gate;
use crate::error::{ErrorId, ErrorReport};
use crate::model::Timestamp;
use crate::plan::window::{self, Slot};
use crate::plan::{Part, duration};
use crate::run::interlude::Interlude;
use crate::run::step::{Decision, Seen};
use crate::run::{ActionTask, LineKind, Observe, Run};

/// The longest wait in one go, so that somebody who looks sees that the run is alive.
const WAIT_SECONDS_MAX: u64 = 3600;

impl Run {
    /// Whether a part of the plan begins with the step in hand that goes on in a window only.
    pub(in crate::run) fn waits_for_window(&self) -> bool {
        !self.plan.policy.windows.is_empty() && self.part_in_hand().is_some_and(|part| part.needs_window)
    }

    /// Whether the run waits for a window to open.
    #[must_use]
    pub fn is_waiting_for_window(&self) -> bool {
        let asked = matches!(self.between.queue.front(), Some(Interlude::Gate { gate: Gate::Window, .. }));
        asked && self.waiting_for.is_some()
    }

    /// The part of the plan that begins with the step in hand.
    fn part_in_hand(&self) -> Option<Part> {
        let number = u32::try_from(self.cursor).ok()?.saturating_add(1);
        self.plan.part_from(number)
    }

    /// Goes on where a window is open for long enough; else waits for the next one, or pauses where that is far away.
    pub(super) fn ask_window(&mut self, seen: Option<&Seen<'_>>) -> Decision {
        let Some(part) = self.part_in_hand() else { return Decision::Done };
        let slot = window::fit(&self.plan.policy.windows, self.now, part.fits_seconds);
        let needs = duration(part.fits_seconds);
        let Some(Slot { starts, opening }) = slot else {
            let message = format!("the gate of the window is closed: what follows takes up to {needs}, and no window");
            let longest = duration(window::longest_seconds(&self.plan.policy.windows, self.now));
            let remedy = "Plan the rest anew, with longer windows.";
            return Decision::Pause(ErrorReport::new(
                ErrorId::GateClosed,
                format!("{message} that follows is longer than {longest}"),
                remedy,
            ));
        };
        if starts <= self.now {
            self.waiting_for = None;
            if seen.is_some() {
                self.say(LineKind::State, format!("The window is open until {}.", opening.closes));
                self.ask_gates_again();
            }
            return Decision::Done;
        }
        self.wait_until(starts, &needs)
    }

    fn wait_until(&mut self, starts: Timestamp, needs: &str) -> Decision {
        let wait_seconds = starts.seconds_since(self.now).max(1);
        let text =
            format!("the gate of the window is closed: what follows takes up to {needs}; it goes on at {starts}");
        if wait_seconds > self.plan.policy.window_wait_seconds {
            let remedy = format!("Resume the run at {starts} or later, in the window.");
            return Decision::Pause(ErrorReport::new(ErrorId::GateClosed, text, remedy));
        }
        self.say_once(LineKind::Warning, format!("Waiting: {text}."));
        self.waiting_for = Some(text);
        let wait_seconds = wait_seconds.min(WAIT_SECONDS_MAX);
        Decision::Do { task: ActionTask::Look, wait_seconds, observe: Observe::Nothing }
    }

    /// Puts the gates of the step in hand behind this one, as what they saw is old.
    fn ask_gates_again(&mut self) {
        let gates = self.gates();
        for gate in gates.into_iter().rev() {
            let queue = &mut self.between.queue;
            let place = queue.len().min(1);
            queue.insert(place, gate);
        }
    }
}
