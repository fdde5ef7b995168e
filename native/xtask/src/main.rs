//! Builds, tests, stages and packages RollingUpgrade: what people and CI call.
//!
//! This crate knows where things lie and which tool makes them. It knows nothing about clusters,
//! and no other crate depends on it. See `docs/decisions/xtask.md` for the choices.

mod console;
mod dotnet;
mod files;
mod http;
mod platform;
mod process;
mod staging;
mod steps;
mod tasks;
mod unpack;
mod version;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::workspace::{Profile, Workspace};

/// Builds, tests, stages and packages RollingUpgrade.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Builds the native library and the C# projects, and checks that the bindings are current
    Build(ProfileArguments),
    /// Writes bindings/Generated/Interop.cs anew from the exports of the library
    Bindings,
    /// Makes the module folder target/module/RollingUpgrade
    Stage(ProfileArguments),
    /// Runs every check and test of both languages
    Test,
    /// Builds and stages the module and runs a whole upgrade on a simulated cluster
    Demo(ProfileArguments),
    /// Runs the benchmarks of both languages, or ours beside those of other planners
    Bench(BenchArguments),
    /// Runs many simulated upgrades with faults, each from its own seed
    Soak(SoakArguments),
    /// Compares plans of small clusters with the optimum that an exact solver finds
    Optimum(OptimumArguments),
    /// Makes the module folder as it is published: target/dist/RollingUpgrade
    Dist(DistArguments),
}

#[derive(Args)]
struct ProfileArguments {
    /// Build without optimisation, with debug assertions
    #[arg(long)]
    debug: bool,
}

impl ProfileArguments {
    fn profile(&self) -> Profile {
        if self.debug { Profile::Debug } else { Profile::Release }
    }
}

#[derive(Args)]
struct SoakArguments {
    /// How many upgrades to simulate
    #[arg(long, default_value_t = 10_000)]
    runs: u64,
    /// The seed of the first one
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Tell the story of the run of this seed instead
    #[arg(long, value_name = "SEED")]
    replay: Option<u64>,
    /// Kill and resume the runs, on small clusters
    #[arg(long)]
    kill: bool,
    /// Kill one run this often instead, each time at every effect and every write of the journal
    #[arg(long, value_name = "TIMES")]
    crash: Option<u64>,
}

impl SoakArguments {
    fn wish(&self) -> Vec<String> {
        let one = |name: &str, value: u64| vec![name.to_owned(), value.to_string()];
        if let Some(seed) = self.replay {
            return one("--replay", seed);
        }
        if let Some(times) = self.crash {
            return one("--crash", times);
        }
        let mut wish = one(if self.kill { "--kill" } else { "--runs" }, self.runs);
        wish.extend(one("--seed", self.seed));
        wish
    }
}

#[derive(Args)]
struct BenchArguments {
    /// What to run instead of all benchmarks
    #[arg(value_enum)]
    what: Option<BenchChoice>,
}

/// A part of the benchmarks.
#[derive(Clone, Copy, ValueEnum)]
enum BenchChoice {
    /// Ganeti's planners and ours on the same clusters
    Peers,
}

#[derive(Args)]
struct OptimumArguments {
    /// How many clusters to compare
    #[arg(long, default_value_t = 1000)]
    seeds: u64,
    /// The seed of the first one
    #[arg(long, default_value_t = 0)]
    first: u64,
}

#[derive(Args)]
struct DistArguments {
    /// A module folder staged on another platform whose library joins this one; may be repeated
    #[arg(long, value_name = "DIRECTORY")]
    merge: Vec<PathBuf>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments.task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            console::complain(&format!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(task: &Task) -> Result<()> {
    let workspace = Workspace::locate()?;
    staging::sweep(&workspace.work_folder())?;
    match task {
        Task::Build(arguments) => tasks::build::run(&workspace, arguments.profile()),
        Task::Bindings => tasks::bindings::regenerate(&workspace),
        Task::Stage(arguments) => tasks::stage::run(&workspace, arguments.profile()),
        Task::Test => tasks::test::run(&workspace),
        Task::Demo(arguments) => tasks::demo::run(&workspace, arguments.profile()),
        Task::Bench(arguments) => match arguments.what {
            None => tasks::bench::run(&workspace),
            Some(BenchChoice::Peers) => tasks::peers::run(&workspace),
        },
        Task::Soak(arguments) => tasks::soak::run(&workspace, &arguments.wish()),
        Task::Optimum(arguments) => tasks::optimum::run(&workspace, arguments.seeds, arguments.first),
        Task::Dist(arguments) => tasks::dist::run(&workspace, &arguments.merge),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn every_task_is_in_the_contributing_guide() -> Result<()> {
        let guide = fs::read_to_string(Workspace::locate()?.path("CONTRIBUTING.md"))?;
        for task in Arguments::command().get_subcommands() {
            let row = format!("| `cargo xtask {}` |", task.get_name());
            assert!(guide.contains(&row), "CONTRIBUTING.md has no row {row}");
        }
        Ok(())
    }

    #[test]
    fn people_the_gate_and_the_workflow_call_the_same_task() -> Result<()> {
        for place in [".ci/run", ".github/workflows/ci.yml", "README.md"] {
            let text = fs::read_to_string(Workspace::locate()?.path(place))?;
            assert!(text.contains("cargo xtask test"), "{place}");
        }
        Ok(())
    }
}
