use crate::document::read_inventory;
use crate::model::Release;
use crate::plan::{Policy, make, text, validate};

#[test]
fn show() {
    for (name, target) in [
        ("contoso-2012r2", Release::Server2016),
        ("s2d-2022", Release::Server2025),
        ("cluster01-2019", Release::Server2022),
    ] {
        let bytes =
            std::fs::read(format!("{}/../../tests/scenarios/{name}/cluster.json", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let inventory = read_inventory(&bytes).unwrap();
        match make(&inventory, target, &Policy::default()) {
            Ok(plan) => {
                validate(&plan).unwrap();
                println!("{}", text(&plan))
            }
            Err(error) => println!("{error:?}\n{error}"),
        }
    }
}
