//! A list of steps that all run, whichever fails, and a table of them at the end.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::console;

enum Outcome {
    Passed,
    Failed(String),
    Skipped(String),
}

struct Row {
    name: &'static str,
    outcome: Outcome,
    duration: Duration,
}

/// The steps so far.
#[derive(Default)]
pub(crate) struct Steps {
    rows: Vec<Row>,
}

impl Steps {
    /// Runs a step and returns what it made, or nothing when it failed.
    pub(crate) fn run<T>(&mut self, name: &'static str, action: impl FnOnce() -> Result<T>) -> Option<T> {
        console::say(&format!("\n== {name}"));
        let start = Instant::now();
        let result = action();
        let duration = start.elapsed();
        let (outcome, value) = match result {
            Ok(value) => (Outcome::Passed, Some(value)),
            Err(error) => {
                let reason = format!("{error:#}");
                console::complain(&format!("{name} failed: {reason}"));
                (Outcome::Failed(reason), None)
            }
        };
        self.rows.push(Row { name, outcome, duration });
        value
    }

    /// Runs a step with what earlier steps made, or skips it when one of them made nothing.
    pub(crate) fn run_with<I, T>(
        &mut self,
        name: &'static str,
        input: Option<I>,
        otherwise: &str,
        action: impl FnOnce(I) -> Result<T>,
    ) -> Option<T> {
        let Some(input) = input else {
            self.skip(name, otherwise);
            return None;
        };
        self.run(name, || action(input))
    }

    /// Notes a step that was not run, and why.
    pub(crate) fn skip(&mut self, name: &'static str, reason: &str) {
        let outcome = Outcome::Skipped(reason.to_owned());
        self.rows.push(Row { name, outcome, duration: Duration::ZERO });
    }

    /// Prints the table and fails when a step did.
    pub(crate) fn finish(self) -> Result<()> {
        console::say("");
        for line in self.table() {
            console::say(&line);
        }
        let count = |wanted: fn(&Outcome) -> bool| self.rows.iter().filter(|row| wanted(&row.outcome)).count();
        let passed = count(|outcome| matches!(outcome, Outcome::Passed));
        let failed = count(|outcome| matches!(outcome, Outcome::Failed(_)));
        console::say(&format!("{passed} passed, {failed} failed"));
        if failed > 0 {
            bail!("{failed} of {} steps failed; see the table above", self.rows.len());
        }
        Ok(())
    }

    fn table(&self) -> Vec<String> {
        let width = self.rows.iter().map(|row| row.name.len()).max().unwrap_or_default();
        let line = |row: &Row| {
            let (state, reason) = match &row.outcome {
                Outcome::Passed => ("passed", ""),
                Outcome::Failed(reason) => ("FAILED", reason.as_str()),
                Outcome::Skipped(reason) => ("skipped", reason.as_str()),
            };
            let seconds = row.duration.as_secs();
            let line = format!("{:width$}  {state:7}  {seconds:4} s  {reason}", row.name);
            line.trim_end().to_owned()
        };
        self.rows.iter().map(line).collect()
    }
}

#[cfg(test)]
mod tests {
    use anyhow::anyhow;

    use super::*;

    #[test]
    fn later_steps_run_after_a_failure_and_dependent_ones_do_not() {
        let mut steps = Steps::default();
        let first = steps.run("first", || Ok(1));
        let second = steps.run("second", || Err::<u8, _>(anyhow!("broken")));
        let third = steps.run_with("third", second, "second failed", |_| Ok(()));
        let fourth = steps.run_with("fourth", first, "first failed", |value| Ok(value + 1));

        assert_eq!((third, fourth), (None, Some(2)));
        let expected = [
            "first   passed      0 s",
            "second  FAILED      0 s  broken",
            "third   skipped     0 s  second failed",
            "fourth  passed      0 s",
        ];
        assert_eq!(steps.table(), expected);
        let message = steps.finish().err().map(|error| error.to_string());
        assert_eq!(message.as_deref(), Some("1 of 4 steps failed; see the table above"));
    }

    #[test]
    fn steps_that_all_pass_are_a_success() {
        let mut steps = Steps::default();
        steps.run("only", || Ok(()));
        steps.skip("other", "there is no pwsh");
        assert!(steps.finish().is_ok());
    }
}
