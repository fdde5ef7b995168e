//! The scenarios: where they are, and that each is an inventory that can be read.

use std::path::PathBuf;

use rolling_upgrade_core::document::read_inventory;
use rolling_upgrade_core::model::{FunctionalLevel, Inventory, Release};

/// A scenario and the release it is upgraded to.
pub(crate) struct Scenario {
    /// The name of its folder.
    pub(crate) name: &'static str,
    /// The release that it is upgraded to.
    pub(crate) target: Release,
}

/// All scenarios.
pub(crate) const ALL: [Scenario; 4] = [
    Scenario { name: "contoso-2012r2", target: Release::Server2016 },
    Scenario { name: "contoso-2012r2-no-slat", target: Release::Server2016 },
    Scenario { name: "cluster01-2019", target: Release::Server2022 },
    Scenario { name: "s2d-2022", target: Release::Server2025 },
];

/// The root of the repository.
pub(crate) fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

impl Scenario {
    /// The folder.
    pub(crate) fn folder(&self) -> PathBuf {
        repository().join("tests/scenarios").join(self.name)
    }

    /// The inventory.
    pub(crate) fn inventory(&self) -> Inventory {
        let bytes = std::fs::read(self.folder().join("cluster.json")).expect("cluster.json is there");
        read_inventory(&bytes).unwrap_or_else(|error| panic!("{}: {error}", self.name))
    }
}

#[test]
fn every_scenario_can_be_read() {
    for scenario in ALL {
        let inventory = scenario.inventory();
        assert_eq!(inventory.cluster.functional_level.next(), scenario.target.level(), "{}", scenario.name);
    }
}

#[test]
fn every_folder_is_a_scenario_of_the_list() {
    let mut found: Vec<String> = std::fs::read_dir(repository().join("tests/scenarios"))
        .expect("the folder is there")
        .map(|entry| entry.expect("readable"))
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    found.sort();
    let mut listed: Vec<&str> = ALL.iter().map(|scenario| scenario.name).collect();
    listed.sort_unstable();
    assert_eq!(found, listed);
}

#[test]
fn contoso_is_the_cluster_that_its_description_says() {
    let inventory = ALL[0].inventory();
    let machines: Vec<_> = inventory.roles.iter().filter_map(|role| role.virtual_machine.as_ref()).collect();
    assert_eq!((inventory.nodes.len(), machines.len()), (4, 24));
    assert_eq!(inventory.cluster.functional_level, FunctionalLevel(8));
    assert!(machines.iter().all(|machine| machine.configuration_version.to_string() == "5.0"));
    assert!(inventory.replacement_of(&inventory.nodes[3].name).is_some());
}
