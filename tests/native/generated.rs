//! Generated clusters that the tests of the module read as files: they are what the generator makes.

use std::path::Path;

use rolling_upgrade_core::generate::{GenerateOptions, generate};
use rolling_upgrade_core::model::Release;

/// Nodes, VMs, the release and the seed of each.
const CLUSTERS: [(u32, u32, Release, u64); 4] = [
    (2, 6, Release::Server2012R2, 11),
    (3, 9, Release::Server2016, 12),
    (4, 12, Release::Server2019, 13),
    (5, 15, Release::Server2022, 14),
];

#[test]
fn the_generated_clusters_of_the_module_tests_are_up_to_date() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../module/data/generated");
    for (nodes, virtual_machines, from, seed) in CLUSTERS {
        let options = GenerateOptions { nodes, virtual_machines, seed, from, memory_use_percent: None };
        let inventory = generate(&options).expect("the options are in range");
        let name = serde_json::to_value(from).expect("a release is a word");
        let name = name.as_str().expect("a release is a word");
        let text = serde_json::to_string_pretty(&inventory).expect("an inventory is JSON") + "\n";
        crate::golden::compare(&folder.join(format!("{name}-{seed}.json")), &text);
    }
}
