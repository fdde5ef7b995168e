//! Runs Ganeti's planners and ours on the same clusters, side by side: time, moves, MiB, peak memory.
//!
//! `hbal -O node` marks a node offline and balances the rest, which is one drain of a rolling loop; `hroller` groups
//! nodes that may restart together and neither places nor schedules. Both come with Debian's `ganeti-htools`. Ours is
//! the whole plan with every constraint on. The peak of the memory is read while a program runs, on Linux only.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};

use crate::workspace::{Profile, Workspace};
use crate::{console, process};

/// Nodes and VMs.
const SIZES: [(u32, u32); 3] = [(16, 500), (64, 500), (64, 8000)];
/// How often the memory of a program is read while it runs.
const LOOK: Duration = Duration::from_millis(2);

/// The programs that are compared.
struct Programs {
    ours: PathBuf,
    hbal: Option<PathBuf>,
    hroller: Option<PathBuf>,
}

/// What a program took.
struct Measured {
    time: Duration,
    peak_kib: Option<u64>,
    output: String,
}

/// `cargo xtask bench peers`.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let programs = Programs {
        ours: workspace.cargo_build(Profile::Release, &["--bin", "rolling-upgrade"], "rolling-upgrade")?,
        hbal: installed("hbal"),
        hroller: installed("hroller"),
    };
    let folder = workspace.work_folder().join("peers");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    console::say("| nodes | VMs | planner | what | time | moves | MiB moved | peak memory |");
    console::say("|---|---|---|---|---|---|---|---|");
    for (nodes, virtual_machines) in SIZES {
        compare(&programs, &folder, nodes, virtual_machines)?;
    }
    fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))
}

/// The program of a peer; says so where it is not installed.
fn installed(name: &str) -> Option<PathBuf> {
    let found = process::find_on_path(std::env::var_os("PATH").as_deref(), name).into_iter().next();
    if found.is_none() {
        console::say(&format!("{name} is not installed (Debian: ganeti-htools), so its rows are missing"));
    }
    found
}

/// The rows of one size.
fn compare(programs: &Programs, folder: &Path, nodes: u32, virtual_machines: u32) -> Result<()> {
    let Programs { ours, hbal, hroller } = programs;
    let (inventory, data) = (folder.join("cluster.json"), folder.join("cluster.data"));
    let size = ["--nodes", &nodes.to_string(), "--vms", &virtual_machines.to_string()];
    let generated = process::output(Command::new(ours).arg("generate").args(size).args(["--from", "2019"]))?;
    write(&inventory, &generated)?;
    let exported = process::output(Command::new(ours).arg("export").arg(&inventory).args(["--format", "ganeti"]))?;
    write(&data, &exported)?;
    let row = |planner: &str, what: &str, measured: &Measured, moves: &str, mib: &str| {
        let time = measured.time.as_millis();
        let peak = measured.peak_kib.map_or_else(|| "not read".to_owned(), |kib| format!("{} MiB", kib.div_ceil(1024)));
        console::say(&format!(
            "| {nodes} | {virtual_machines} | {planner} | {what} | {time} ms | {moves} | {mib} | {peak} |"
        ));
    };
    let wish = ["--to", "2022", "--placement", "fewest", "--format", "json"];
    let plan = measure(Command::new(ours).arg("plan").arg(&inventory).args(wish))?;
    let (moves, mib) = moved(&plan.output)?;
    row("ours", "plan of all nodes", &plan, &moves.to_string(), &mib.to_string());
    if let Some(hbal) = hbal {
        let drain = measure(Command::new(hbal).arg("-t").arg(&data).args(["-O", first_node(&exported)?]))?;
        let (moves, mib) = drained(&drain.output, &sizes(&exported));
        row("hbal", "one drain and balance", &drain, &moves.to_string(), &mib.to_string());
    }
    if let Some(hroller) = hroller {
        let groups = measure(Command::new(hroller).arg("-t").arg(&data))?;
        row("hroller", "groups of nodes", &groups, "-", "-");
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}

/// Runs a program to its end; one that fails ends the measurement.
fn measure(command: &mut Command) -> Result<Measured> {
    let program = command.get_program().to_string_lossy().into_owned();
    let began = Instant::now();
    let started = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut child = started.with_context(|| format!("cannot start {program}"))?;
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut stdout = child.stdout.take().context("the output of a program is a pipe")?;
    // Read beside the wait: a full pipe would stop the program.
    let reader = std::thread::spawn(move || {
        let mut output = String::new();
        stdout.read_to_string(&mut output).map(|_| output)
    });
    let mut peak_kib = None;
    let ended = loop {
        peak_kib = peak(&status).or(peak_kib);
        match child.try_wait()? {
            Some(ended) => break ended,
            None => std::thread::sleep(LOOK),
        }
    };
    let time = began.elapsed();
    let output = reader.join().map_err(|_| anyhow!("the output of {program} could not be read"))??;
    if !ended.success() {
        bail!("{program} ended with {ended}");
    }
    Ok(Measured { time, peak_kib, output })
}

/// The most memory that a program has had, in KiB; nothing where the platform does not tell.
fn peak(status: &Path) -> Option<u64> {
    let text = fs::read_to_string(status).ok()?;
    let line = text.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Moves and MiB of a plan of ours.
fn moved(plan: &str) -> Result<(u64, u64)> {
    let plan: serde_json::Value = serde_json::from_str(plan).context("the plan is no JSON")?;
    let number = |name: &str| plan["moves"][name].as_u64().with_context(|| format!("the plan has no {name}"));
    Ok((number("virtualMachineMoves")?, number("movedMiB")?))
}

/// The lines of a section of a cluster in htools' text format, where an empty line parts the sections.
fn section(data: &str, number: usize) -> impl Iterator<Item = &str> {
    data.split("\n\n").nth(number).unwrap_or_default().lines()
}

/// The name of the first node: the second section holds the nodes.
fn first_node(data: &str) -> Result<&str> {
    let node = section(data, 1).next().and_then(|line| line.split('|').next());
    node.context("the exported cluster has no node")
}

/// The memory of each VM in MiB: the second field in the third section.
fn sizes(data: &str) -> BTreeMap<&str, u64> {
    let size = |line| {
        let mut fields = str::split(line, '|');
        Some((fields.next()?, fields.next()?.parse().ok()?))
    };
    section(data, 2).filter_map(size).collect()
}

/// Moves and MiB of a balance: each numbered line names a VM that moves.
fn drained(output: &str, sizes: &BTreeMap<&str, u64>) -> (u64, u64) {
    let moved = output.lines().filter_map(|line| {
        let mut words = line.split_whitespace();
        words.next()?.strip_suffix('.')?.parse::<u64>().ok()?;
        words.next()
    });
    moved.fold((0, 0), |(moves, mib), name| (moves + 1, mib + sizes.get(name).copied().unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_programs_print_is_read() -> Result<()> {
        let data = "default|1|preferred||\n\nHV01|1|2\nHV02|1|2\n\nSRV0001|5364|0|2\nAPP0002|12352|0|4\n\n";
        assert_eq!(first_node(data)?, "HV01");
        let output = "Loaded 2 nodes\n    1. SRV0001 HV01 => HV02  7.1\n    2. APP0002 HV01 => HV02  5.8\nSolution";
        assert_eq!(drained(output, &sizes(data)), (2, 17_716));
        assert_eq!(moved("{\"moves\": {\"virtualMachineMoves\": 3, \"movedMiB\": 9}}")?, (3, 9));
        assert!(moved("{}").is_err());
        Ok(())
    }
}
