//! Plans of the scenarios and of generated clusters, the rules asked.

use super::fixture::told;
use crate::document::{read_inventory, write};
use crate::generate::{GenerateOptions, generate};
use crate::model::{Inventory, Release};
use crate::plan::{Minimize, Placement, Policy, make, text, validate};

fn scenario(name: &str) -> Inventory {
    let path = format!("{}/../../tests/scenarios/{name}/cluster.json", env!("CARGO_MANIFEST_DIR"));
    read_inventory(&std::fs::read(path).unwrap()).unwrap()
}

#[test]
fn every_scenario_that_may_start_has_a_plan() {
    let table = [
        ("contoso-2012r2", Release::Server2016, 30),
        ("cluster01-2019", Release::Server2022, 5),
        ("s2d-2022", Release::Server2025, 19),
    ];
    for (name, target, bound) in table {
        let inventory = scenario(name);
        let plan = make(&inventory, target, &Policy::default()).unwrap();
        validate(&plan).unwrap();
        assert_eq!(plan.moves.bound, bound, "{name}");
        assert_eq!(text(&plan), text(&make(&inventory, target, &Policy::default()).unwrap()));
        assert!(text(&plan).lines().all(|line| line.chars().count() <= 120), "{name}");
        let read = crate::document::read(write(&plan).unwrap().as_bytes(), crate::plan::Plan::SCHEMA, usize::MAX);
        assert_eq!(read.ok(), Some(plan), "{name}: a plan is a document");
    }
}

#[test]
fn the_node_without_slat_is_refused() {
    let report = make(&scenario("contoso-2012r2-no-slat"), Release::Server2016, &Policy::default()).unwrap_err();
    assert!(report.to_string().contains("VER-12"), "{report}");
}

/// Spaces Direct: maintenance around the absence, and repair before the next node.
#[test]
fn spaces_direct_by_the_documented_cycle() {
    let plan = make(&scenario("s2d-2022"), Release::Server2025, &Policy::default()).unwrap();
    let cycle: Vec<String> = told(&plan).into_iter().filter(|step| !step.starts_with("move")).take(9).collect();
    assert_eq!(
        cycle,
        [
            "set AutoBalancerMode to 0",
            "pause Server4",
            "drain Server4",
            "storage maintenance on for Server4",
            "evict Server4",
            "install Windows Server 2025 on Server4",
            "add Server4",
            "storage maintenance off for Server4",
            "wait for storage repair",
        ]
    );
}

#[test]
fn generated_clusters_reach_the_bound() {
    for (nodes, virtual_machines, percent) in [(5, 40, 60), (14, 300, 85), (16, 500, 60), (64, 500, 60)] {
        for seed in 0..4 {
            let memory_use_percent = Some(percent);
            let from = Release::Server2012R2;
            let options = GenerateOptions { nodes, virtual_machines, seed, from, memory_use_percent };
            let inventory = generate(&options).unwrap();
            let planned = |minimize: Minimize| {
                let policy = Policy { placement: Placement::Fewest, minimize, ..Policy::default() };
                make(&inventory, Release::Server2016, &policy).unwrap().moves
            };
            let made = planned(Minimize::Moves);
            let (moves, bound) = (made.virtual_machine_moves, made.bound);
            assert!(moves * 1000 <= bound * 1005, "{options:?}: {moves} moves, bound {bound}");
            if seed < 2 {
                let made = planned(Minimize::Mib);
                let (mib, bound) = (made.moved_mib, made.bound_mib);
                assert!(mib * 1000 <= bound * 1005, "{options:?}: {mib} MiB, bound {bound}");
            }
        }
    }
}
