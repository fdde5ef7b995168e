//! What can be typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use rolling_upgrade_core::rules::Severity;

const AFTER_HELP: &str = "\
Exit codes:
  0  done
  1  refused by a finding, the rehearsal did not reach its end, or inventories differ
  2  bad usage or input
  3  internal fault

Environment:
  ROLLING_UPGRADE_LOG  what is logged on standard error, such as `info` or `rolling_upgrade_core=debug`";

/// Checks, plans and rehearses the rolling upgrade of a Windows Server failover cluster.
#[derive(Debug, Parser)]
#[command(name = "rolling-upgrade", version, after_help = AFTER_HELP, disable_help_subcommand = true)]
pub(crate) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Checks every rule and prints the findings
    #[command(after_help = AFTER_HELP)]
    Check(CheckArguments),
    /// Plans the upgrade: the order of the nodes, every move, every reason
    #[command(after_help = AFTER_HELP)]
    Plan(PlanArguments),
    /// Shows two plans side by side
    #[command(after_help = AFTER_HELP)]
    ComparePlans(ComparePlansArguments),
    /// Prints a cluster in the format of another program
    #[command(after_help = AFTER_HELP)]
    Export(ExportArguments),
    /// Carries the plan out on a simulated cluster and tells what happened
    #[command(after_help = AFTER_HELP)]
    Rehearse(RehearseCommandArguments),
    /// Writes the plan, or its rehearsal, as one HTML file
    #[command(after_help = AFTER_HELP)]
    Report(ReportArguments),
    /// Compares two inventories and prints every difference
    #[command(after_help = AFTER_HELP)]
    Compare(CompareArguments),
    /// Prints an inventory with other names, ids, addresses and paths, so that it can be handed on
    #[command(after_help = AFTER_HELP)]
    Anonymize(AnonymizeArguments),
    /// Invents a cluster of a given size and prints its inventory
    #[command(after_help = AFTER_HELP)]
    Generate(GenerateArguments),
    /// Prints the JSON Schema of a kind of document
    #[command(after_help = AFTER_HELP)]
    Schema(SchemaArguments),
}

impl Command {
    /// The form in which results and errors are printed.
    pub(crate) const fn format(&self) -> Format {
        match self {
            Self::Check(arguments) => arguments.common.format,
            Self::Plan(arguments) => arguments.common.format,
            Self::ComparePlans(arguments) => arguments.format,
            Self::Rehearse(arguments) => arguments.rehearsal.common.format,
            Self::Report(arguments) => arguments.rehearsal.common.format,
            Self::Compare(arguments) => arguments.format,
            Self::Anonymize(_) | Self::Export(_) | Self::Generate(_) | Self::Schema(_) => Format::Text,
        }
    }
}

/// The form in which results and errors are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Text,
    /// For programs: a document on standard output, or an error report on standard error
    Json,
}

/// What the commands that decide something share.
#[derive(Debug, Args)]
pub(crate) struct CommonArguments {
    /// The inventory: a file, or `-` for standard input
    #[arg(default_value = "-")]
    pub(crate) inventory: PathBuf,
    /// A file with a policy: the numbers and choices that an administrator may set
    #[arg(long, value_name = "FILE")]
    pub(crate) policy: Option<PathBuf>,
    /// For people or for programs
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: Format,
}

/// What the upgrade leads to.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub(crate) struct GoalArguments {
    /// The release to upgrade to: 2016, 2019, 2022 or 2025
    #[arg(long, value_name = "RELEASE")]
    pub(crate) to: Option<String>,
    /// Instead of an upgrade: raise the configuration version of every virtual machine
    #[arg(long)]
    pub(crate) vm_versions: bool,
}

/// Choices of the planner; each takes precedence over the policy's.
#[derive(Debug, Args)]
pub(crate) struct ChoiceArguments {
    /// What there should be as little of as possible
    #[arg(long, value_enum, value_name = "MEASURE")]
    pub(crate) minimize: Option<Measure>,
    /// Where roles are when all is done
    #[arg(long, value_enum)]
    pub(crate) placement: Option<PlacementChoice>,
    /// When work may go on, such as `Sat,Sun 22:00-06:00 Europe/Berlin`; may be given again
    #[arg(long = "window", value_name = "WINDOW")]
    pub(crate) windows: Vec<String>,
    /// The moment from which a plan with windows is counted, or `now`; that of the inventory where absent
    #[arg(long, value_name = "TIME")]
    pub(crate) begin: Option<String>,
    /// An exported journal of a run that is over: its times are those that the plan reckons with
    #[arg(long, value_name = "FILE")]
    pub(crate) learn: Option<PathBuf>,
    /// After how many nodes the plan ends, with the others left to a later one
    #[arg(long, value_name = "COUNT")]
    pub(crate) stop_after_node: Option<u32>,
}

/// What a plan keeps as low as possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Measure {
    /// Moves of virtual machines
    Moves,
    /// Memory that they copy
    Mib,
}

/// Where roles are when all is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PlacementChoice {
    /// Spread over the nodes, preferred owners honoured
    Balanced,
    /// Wherever the fewest moves leave them
    Fewest,
    /// Every role where it began
    Restore,
}

/// `check`.
#[derive(Debug, Args)]
pub(crate) struct CheckArguments {
    #[command(flatten)]
    pub(crate) common: CommonArguments,
    /// The release to upgrade to: 2016, 2019, 2022 or 2025
    #[arg(long, value_name = "RELEASE")]
    pub(crate) to: String,
    /// Only this rule, such as `VER-12`; may be given again
    #[arg(long = "rule", value_name = "ID")]
    pub(crate) rules: Vec<String>,
    /// Not this rule; may be given again
    #[arg(long, value_name = "ID")]
    pub(crate) exclude: Vec<String>,
    /// Tell only findings of this severity; may be given again. The verdict is that of all findings
    #[arg(long = "severity", value_name = "SEVERITY", value_enum, ignore_case = true)]
    pub(crate) severities: Vec<SeverityChoice>,
    /// Judge how old facts are at this time, or `now`: what is older than the policy's `factAgeSeconds` is unknown
    #[arg(long, value_name = "TIME")]
    pub(crate) at: Option<String>,
}

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SeverityChoice {
    /// Refuses
    Block,
    /// Refuses, for a step would fail
    Error,
    /// Allowed; somebody should know
    Warn,
    /// For the report only
    Info,
}

impl SeverityChoice {
    /// The severity of a finding.
    pub(crate) const fn in_report(self) -> Severity {
        match self {
            Self::Block => Severity::Block,
            Self::Error => Severity::Error,
            Self::Warn => Severity::Warn,
            Self::Info => Severity::Info,
        }
    }
}

/// `plan`.
#[derive(Debug, Args)]
pub(crate) struct PlanArguments {
    #[command(flatten)]
    pub(crate) common: CommonArguments,
    #[command(flatten)]
    pub(crate) goal: GoalArguments,
    #[command(flatten)]
    pub(crate) choices: ChoiceArguments,
    /// Print the plan as a runbook for a change board, in Markdown: commands, what to expect, the way back
    #[arg(long)]
    pub(crate) runbook: bool,
    /// Plan every inventory of a folder instead, one line a cluster
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["inventory", "vm_versions", "runbook"])]
    pub(crate) fleet: Option<PathBuf>,
}

/// `compare-plans`.
#[derive(Debug, Args)]
pub(crate) struct ComparePlansArguments {
    /// A file with a plan
    pub(crate) first: PathBuf,
    /// A file with another plan
    pub(crate) second: PathBuf,
    /// For people or for programs
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: Format,
}

/// `export`.
#[derive(Debug, Args)]
pub(crate) struct ExportArguments {
    /// The inventory: a file, or `-` for standard input
    #[arg(default_value = "-")]
    pub(crate) inventory: PathBuf,
    /// The format
    #[arg(long, value_enum)]
    pub(crate) format: ExportFormat,
    /// A file with a policy, for the memory that hosts and VMs are counted with
    #[arg(long, value_name = "FILE")]
    pub(crate) policy: Option<PathBuf>,
}

/// The format of another program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// The text format of Ganeti's htools (hbal, hroller)
    Ganeti,
}

/// How a rehearsal goes.
#[derive(Debug, Args)]
pub(crate) struct SimulationArguments {
    /// A file with a simulation: times, faults, how fast guests write
    #[arg(long, value_name = "FILE")]
    pub(crate) simulation: Option<PathBuf>,
    /// Decides everything that is left to chance; the same seed gives the same rehearsal
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Go on past the point of no return: raise the functional level
    #[arg(long)]
    pub(crate) commit: bool,
}

/// `rehearse`.
#[derive(Debug, Args)]
pub(crate) struct RehearseArguments {
    #[command(flatten)]
    pub(crate) common: CommonArguments,
    #[command(flatten)]
    pub(crate) goal: GoalArguments,
    #[command(flatten)]
    pub(crate) choices: ChoiceArguments,
    #[command(flatten)]
    pub(crate) simulation: SimulationArguments,
}

/// `rehearse`.
#[derive(Debug, Args)]
pub(crate) struct RehearseCommandArguments {
    #[command(flatten)]
    pub(crate) rehearsal: RehearseArguments,
    /// Write the cluster as it is afterwards, as an inventory from which a next rehearsal can begin
    #[arg(long, value_name = "FILE")]
    pub(crate) cluster_after: Option<PathBuf>,
}

/// `report`.
#[derive(Debug, Args)]
pub(crate) struct ReportArguments {
    #[command(flatten)]
    pub(crate) rehearsal: RehearseArguments,
    /// Show a rehearsal of the plan instead of the plan alone
    #[arg(long)]
    pub(crate) rehearse: bool,
    /// The file to write; standard output where it is absent
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// `compare`.
#[derive(Debug, Args)]
pub(crate) struct CompareArguments {
    /// The inventory to compare with: a file, or `-` for standard input
    pub(crate) before: PathBuf,
    /// The inventory that is compared
    pub(crate) after: PathBuf,
    /// Leave out a kind of subject such as `directoryObject`, or a property of one such as `role.owner`; may be given
    /// again
    #[arg(long, value_name = "WHAT")]
    pub(crate) ignore: Vec<String>,
    /// Leave out what an upgrade explains: release, level, versions, ids, where roles are
    #[arg(long)]
    pub(crate) upgrade: bool,
    /// For people or for programs
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: Format,
}

/// `anonymize`.
#[derive(Debug, Args)]
pub(crate) struct AnonymizeArguments {
    /// The inventory: a file, or `-` for standard input
    #[arg(default_value = "-")]
    pub(crate) inventory: PathBuf,
    /// Decides ids and addresses; the same seed gives the same names
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
}

/// `generate`.
#[derive(Debug, Args)]
pub(crate) struct GenerateArguments {
    /// How many nodes, 2 to 64
    #[arg(long)]
    pub(crate) nodes: u32,
    /// How many virtual machines, up to 8000
    #[arg(long)]
    pub(crate) vms: u32,
    /// Decides everything that is left to chance; the same seed gives the same cluster
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// The release that the nodes run: 2012R2, 2016, 2019 or 2022
    #[arg(long, value_name = "RELEASE")]
    pub(crate) from: String,
    /// How much of all memory the virtual machines use, in percent; 60 where absent, less with few nodes
    #[arg(long, value_name = "PERCENT")]
    pub(crate) memory_use: Option<u32>,
}

/// `schema`.
#[derive(Debug, Args)]
pub(crate) struct SchemaArguments {
    /// The kind of document
    #[arg(value_enum)]
    pub(crate) kind: DocumentKind,
}

/// A kind of document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DocumentKind {
    /// A cluster at one moment
    Inventory,
    /// A plan
    Plan,
    /// Two plans side by side
    #[value(name = "planComparison")]
    PlanComparison,
    /// The plans of many clusters in short
    Fleet,
    /// The state of a run
    Run,
    /// What a rule says of a cluster
    Finding,
    /// The findings of a check
    Findings,
    /// Something that happened in a run
    Event,
    /// How a rehearsal goes
    Simulation,
    /// What differs between two inventories
    Comparison,
    /// What an administrator may set
    Policy,
    /// An error
    Error,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definitions_hold() {
        use clap::CommandFactory as _;
        Arguments::command().debug_assert();
    }
}
