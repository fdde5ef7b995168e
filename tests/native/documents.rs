//! What is promised to scripts and written for people has to agree: error ids, their pages, the schemas.

use std::collections::BTreeSet;

use cluster_twin::{Simulation, TwinState};
use rolling_upgrade_core::compare::Comparison;
use rolling_upgrade_core::document::{read_inventory, write};
use rolling_upgrade_core::error::{ErrorId, ErrorReport};
use rolling_upgrade_core::model::{Inventory, Release};
use rolling_upgrade_core::plan::{Fleet, Plan, PlanComparison, Policy};
use rolling_upgrade_core::profile::NodeProfile;
use rolling_upgrade_core::profile::readiness::Readiness;
use rolling_upgrade_core::rules::{CheckReport, CheckRequest, Finding, check};
use rolling_upgrade_core::run::{Event, RunStatus};
use rolling_upgrade_core::schema::schema_of;

use crate::golden::compare;
use crate::scenarios::repository;

fn ids() -> Vec<String> {
    ErrorId::ALL.iter().map(|id| format!("{id:?}")).collect()
}

/// A rename or a removal shows in review: scripts test for these names. New ones are added at the end of their group.
#[test]
fn error_ids_are_frozen() {
    compare(&repository().join("tests/native/golden/error-ids.txt"), &(ids().join("\n") + "\n"));
}

#[test]
fn every_error_id_has_a_page_and_every_page_an_id() {
    let folder = repository().join("docs/errors");
    let pages: BTreeSet<String> = std::fs::read_dir(&folder)
        .expect("docs/errors is there")
        .map(|entry| entry.expect("readable").file_name().to_string_lossy().trim_end_matches(".md").to_owned())
        .filter(|name| name != "README")
        .collect();
    assert_eq!(pages, ids().into_iter().collect());
    let index = std::fs::read_to_string(folder.join("README.md")).expect("the index is there");
    for id in ids() {
        let page = std::fs::read_to_string(folder.join(format!("{id}.md"))).expect("readable");
        assert!(page.starts_with(&format!("# {id}\n")), "{id}: the title is the id");
        for part in ["## Example", "## Remedy"] {
            assert!(page.contains(part), "{id}: {part} is missing");
        }
        assert!(index.contains(&format!("[{id}]({id}.md)")), "{id} is not in the index");
    }
    assert_eq!(index.matches(".md)").count(), ids().len(), "the index names a page that is not there");
}

/// The example in the page is a whole inventory, written as people write one by hand.
#[test]
fn the_example_of_an_inventory_by_hand_is_read() {
    let page = std::fs::read_to_string(repository().join("docs/inventory.md")).expect("the page is there");
    let text = page.split("```yaml\n").nth(1).and_then(|rest| rest.split("```").next()).expect("an example is there");
    let inventory = read_inventory(text.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
    assert!(inventory.nodes.len() > 1 && inventory.roles.len() > 2 && !inventory.storage.shared_volumes.is_empty());
    let request = CheckRequest::new(Release::Server2019);
    assert!(check(&inventory, &request).faults.is_empty());
    let json = write(&inventory).expect("it can be written");
    assert_eq!(read_inventory(json.as_bytes()).expect("it can be read again"), inventory);
}

#[test]
fn shipped_schemas_are_those_of_the_types() {
    let folder = repository().join("docs/schemas");
    let schemas = [
        ("comparison", schema_of::<Comparison>()),
        ("error", schema_of::<ErrorReport>()),
        ("event", schema_of::<Event>()),
        ("finding", schema_of::<Finding>()),
        ("findings", schema_of::<CheckReport>()),
        ("inventory", schema_of::<Inventory>()),
        ("fleet", schema_of::<Fleet>()),
        ("nodeProfile", schema_of::<NodeProfile>()),
        ("readiness", schema_of::<Readiness>()),
        ("plan", schema_of::<Plan>()),
        ("planComparison", schema_of::<PlanComparison>()),
        ("policy", schema_of::<Policy>()),
        ("run", schema_of::<RunStatus>()),
        ("simulation", schema_of::<Simulation>()),
        ("twinState", schema_of::<TwinState>()),
    ];
    for (kind, schema) in &schemas {
        compare(&folder.join(format!("{kind}.schema.json")), schema);
    }
    let shipped = std::fs::read_dir(&folder).expect("docs/schemas is there").count();
    assert_eq!(shipped, schemas.len(), "docs/schemas holds a schema of no document");
}
