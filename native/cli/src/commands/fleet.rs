//! `plan --fleet`: the plans of many clusters in short, made side by side.

use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rolling_upgrade_core::error::{ErrorId, ErrorReport};
use rolling_upgrade_core::model::Release;
use rolling_upgrade_core::plan::{Fleet, FleetCluster, Policy, fleet_text};

use crate::arguments::Format;
use crate::failure::{self, Failure};
use crate::input;
use crate::output::Output;

/// Plans each inventory of a folder; ends with 1 where one has no plan.
pub(crate) fn run(folder: &Path, target: Release, policy: &Policy, format: Format) -> Result<Output, Failure> {
    let files = files(folder)?;
    // The order is that of the files, whatever thread is done first.
    let clusters = files.par_iter().map(|file| {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match input::inventory(file) {
            Ok(inventory) => FleetCluster::planned(name, &inventory, target, policy),
            Err(failure) => FleetCluster::refused(name, failure.report()),
        }
    });
    let fleet = Fleet::new(clusters.collect());
    let code = if fleet.is_planned() { 0 } else { failure::REFUSED };
    Ok(Output::of(&fleet, format, fleet_text)?.with_code(code))
}

/// The inventories of a folder by their names: the files that end in `.json`.
fn files(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let shown = folder.display().to_string();
    let unreadable = |error: std::io::Error| {
        let message = format!("the folder `{shown}` can't be read");
        let remedy = "Name a folder that holds inventories and that you may read.";
        Failure::new(ErrorReport::new(ErrorId::FileAccessFailed, message, remedy).about(&shown).caused_by(error))
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json")) && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}
