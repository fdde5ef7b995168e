//! The parts of a plan that are not torn by a gap between two maintenance windows: the turn of a node (or of the nodes
//! that are out together), and the steps before, between and after the turns.

use super::{Estimate, NodeStage, Plan, Purpose, Task};

/// Steps that belong into one window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The number of its first step.
    pub first_step: u32,
    /// The number of its last step.
    pub last_step: u32,
    /// How long the window has to stay open from its beginning on, if it goes slowly.
    pub fits_seconds: u64,
    /// How long all of it takes, with what need not fit.
    pub takes: Estimate,
    /// Whether it waits for a window at all.
    pub needs_window: bool,
}

impl Plan {
    /// The parts in their order; together they are all steps.
    #[must_use]
    pub fn parts(&self) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        let mut number = 1;
        while let Some(part) = self.part_from(number) {
            number = part.last_step.saturating_add(1);
            parts.push(part);
        }
        parts
    }

    /// The part that begins with a step; nothing where none does.
    #[must_use]
    pub fn part_from(&self, number: u32) -> Option<Part> {
        let from = (number as usize).checked_sub(1).filter(|from| *from < self.steps.len())?;
        if !self.begins_part(from) {
            return None;
        }
        let until = self.end_of_part(from);
        let mut part = self.part(from, until);
        if from == 0 && self.stage_from(from).is_none() && self.stage_from(until).is_some() {
            // What comes before the first node is begun for its sake: the balancer does not stand still for days.
            let first = self.part(until, self.end_of_part(until));
            part.fits_seconds = part.fits_seconds.saturating_add(first.fits_seconds);
        }
        Some(part)
    }

    /// The turn that begins with the step at an index.
    fn stage_from(&self, index: usize) -> Option<&NodeStage> {
        self.nodes.iter().find(|stage| stage.first_step as usize == index + 1)
    }

    fn begins_part(&self, index: usize) -> bool {
        let number = index + 1;
        let inside = |stage: &NodeStage| (stage.first_step as usize..=stage.last_step as usize).contains(&number);
        if let Some(stage) = self.nodes.iter().find(|stage| inside(stage)) {
            return stage.first_step as usize == number;
        }
        let after_turn = || self.nodes.iter().any(|stage| stage.last_step as usize == index);
        index == 0
            || self.purpose == Purpose::VirtualMachineVersions
            || after_turn()
            || self.only_waits(index) != self.only_waits(index - 1)
    }

    /// Whether a step outside the turns only waits: a soak, or for the commitment.
    fn only_waits(&self, index: usize) -> bool {
        matches!(self.steps[index].task, Task::AwaitCommit | Task::Soak { .. })
    }

    /// The index after the last step of the part that begins at an index.
    fn end_of_part(&self, from: usize) -> usize {
        match self.stage_from(from) {
            Some(stage) => (stage.last_step as usize).clamp(from + 1, self.steps.len()),
            None => (from + 1..self.steps.len()).find(|index| self.begins_part(*index)).unwrap_or(self.steps.len()),
        }
    }

    fn part(&self, from: usize, until: usize) -> Part {
        let steps = &self.steps[from..until];
        let mut part = Part {
            first_step: self.steps[from].number,
            last_step: self.steps[until - 1].number,
            fits_seconds: 0,
            takes: Estimate::default(),
            needs_window: self.stage_from(from).is_some() || !self.only_waits(from),
        };
        for step in steps {
            let takes = Estimate {
                low_seconds: step.low_seconds.unwrap_or(step.likely_seconds),
                likely_seconds: step.likely_seconds,
                high_seconds: step.high_seconds.unwrap_or(step.likely_seconds),
            };
            part.takes = part.takes + takes;
            // Once a node is back, storage repairs itself, and looking harms nobody.
            if !matches!(step.task, Task::AwaitStorageRepair | Task::VerifyNode { .. }) {
                part.fits_seconds = part.fits_seconds.saturating_add(takes.high_seconds);
            }
        }
        part
    }
}
