//! What people wait for, at the size of a small cluster and of the largest one.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    reason = "criterion's macros write undocumented items; a benchmark may fail"
)]

use std::hint::black_box;
use std::time::Duration;

use cluster_twin::call::Call;
use cluster_twin::{Simulation, Twin, rehearse};
use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use interoptopus::ffi::Slice;
use rolling_upgrade_core::document;
use rolling_upgrade_core::generate::{GenerateOptions, generate};
use rolling_upgrade_core::model::{Inventory, Release};
use rolling_upgrade_core::plan::{self, Policy};
use rolling_upgrade_core::rules::{self, CheckRequest};

const TARGET: Release = Release::Server2016;
/// The rules that look for a place for every role.
const EXACT_CAPACITY: [&str; 2] = ["CAP-01", "CAP-02"];
/// Nodes and virtual machines.
const SIZES: [(u32, u32); 2] = [(4, 24), (64, 8000)];

fn inventory((nodes, virtual_machines): (u32, u32)) -> Inventory {
    let from = Release::Server2012R2;
    generate(&GenerateOptions { nodes, virtual_machines, seed: 1, from, memory_use_percent: None }).unwrap()
}

fn id(name: &str, (nodes, virtual_machines): (u32, u32)) -> BenchmarkId {
    BenchmarkId::new(name, format!("{nodes} nodes, {virtual_machines} VMs"))
}

/// Exact capacity: a place for every role with each node out, and with each pair of a node out and one that fails.
fn capacity(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("capacity");
    group.sample_size(10).measurement_time(Duration::from_secs(10));
    for size in SIZES {
        let inventory = inventory(size);
        for (name, rule) in [("one node out", "CAP-01"), ("and one more failing", "CAP-02")] {
            let request = CheckRequest { rules: vec![rule.to_owned()], ..CheckRequest::new(TARGET) };
            group.bench_function(id(name, size), |bencher| {
                bencher.iter(|| rules::check(black_box(&inventory), &request));
            });
        }
    }
    group.finish();
}

/// Every rule but exact capacity: what a guard and each step of a run ask.
fn rules_without_capacity(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("rules");
    for size in SIZES {
        let inventory = inventory(size);
        let exclude = EXACT_CAPACITY.map(str::to_owned).to_vec();
        let request = CheckRequest { exclude, ..CheckRequest::new(TARGET) };
        group.bench_function(id("all but exact capacity", size), |bencher| {
            bencher.iter(|| rules::check(black_box(&inventory), &request));
        });
    }
    group.finish();
}

fn documents(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("documents");
    for size in SIZES {
        let text = document::write(&inventory(size)).unwrap();
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_with_input(id("read", size), &text, |bencher, text| {
            bencher.iter(|| document::read_inventory(black_box(text.as_bytes())).unwrap());
        });
    }
    group.finish();
}

fn decisions(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("decisions");
    group.sample_size(10).measurement_time(Duration::from_secs(10));
    for size in SIZES {
        let inventory = inventory(size);
        let request = CheckRequest::new(TARGET);
        group.bench_function(id("check", size), |bencher| {
            bencher.iter(|| rules::check(black_box(&inventory), &request));
        });
        let policy = Policy::default();
        group.bench_function(id("plan", size), |bencher| {
            bencher.iter(|| plan::make(black_box(&inventory), TARGET, &policy).unwrap());
        });
        let plan = plan::make(&inventory, TARGET, &policy).unwrap();
        let simulation = Simulation::default();
        group.bench_function(id("rehearse", size), |bencher| {
            bencher.iter(|| rehearse(black_box(&inventory), plan.clone(), &simulation, 1, true).unwrap());
        });
    }
    group.finish();
}

/// The twin alone: loading it, and its events without a run that drives it.
fn twin(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("twin");
    group.sample_size(10).measurement_time(Duration::from_secs(5));
    let simulation = Simulation::default();
    for size in SIZES {
        let inventory = inventory(size);
        group.bench_function(id("load", size), |bencher| {
            bencher.iter(|| Twin::new(black_box(&inventory), &simulation, 1).unwrap());
        });
        let loaded = Twin::new(&inventory, &simulation, 1).unwrap();
        let mut drained = loaded.clone();
        let before = drained.events();
        drain_in_turn(&mut drained, &inventory);
        group.throughput(Throughput::Elements(drained.events() - before));
        group.bench_function(id("events", size), |bencher| {
            bencher.iter_batched_ref(|| loaded.clone(), |twin| drain_in_turn(twin, &inventory), BatchSize::LargeInput);
        });
    }
    group.finish();
}

/// Drains every node and brings its roles back, with every invariant checked.
fn drain_in_turn(twin: &mut Twin, inventory: &Inventory) {
    for node in &inventory.nodes {
        let node = node.name.clone();
        let drain = Call::SuspendNode { node: node.clone(), drain: true, force_drain: false, wait: true, target: None };
        twin.call(&drain).unwrap();
        twin.call(&Call::ResumeNode { node, failback: Some(1) }).unwrap();
        twin.step(3600);
    }
}

/// The least that a call costs, and one that carries a whole inventory in and out.
fn boundary(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("boundary");
    group.bench_function("describe", |bencher| {
        bencher.iter(|| rolling_upgrade::rolling_describe(black_box(Slice::from_slice(b"{}"))));
    });
    group.sample_size(20);
    for size in SIZES {
        let text = document::write(&inventory(size)).unwrap();
        group.bench_with_input(id("read", size), &text, |bencher, text| {
            bencher.iter(|| rolling_upgrade::rolling_read(black_box(Slice::from_slice(text.as_bytes()))));
        });
    }
    group.finish();
}

criterion_group!(benches, documents, decisions, capacity, rules_without_capacity, twin, boundary);
criterion_main!(benches);
