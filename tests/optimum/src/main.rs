//! Compares plans with the optimum, seed after seed: `planner-optimum [SEEDS [FIRST]]`.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program that prints what it counts")]

use std::process::ExitCode;

use planner_optimum::{Tally, judge};

fn main() -> ExitCode {
    let numbers: Result<Vec<u64>, _> = std::env::args().skip(1).map(|argument| argument.parse()).collect();
    let Ok(numbers) = numbers else {
        eprintln!("usage: planner-optimum [SEEDS [FIRST]]");
        return ExitCode::FAILURE;
    };
    let seeds = numbers.first().copied().unwrap_or(1000);
    let first = numbers.get(1).copied().unwrap_or(0);
    let mut tally = Tally::default();
    for seed in first..first + seeds {
        tally.add(seed, judge(seed));
    }
    print!("{tally}");
    if tally.passes() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
