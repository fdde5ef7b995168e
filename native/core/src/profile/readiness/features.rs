//! Roles and features of the operating system.

use super::requirement::{Comparison, Lacks, Requirement};
use crate::model::MachineList;
use crate::rules::{Confidence, Severity};

pub(super) static FEATURES: Requirement = Requirement {
    id: "RDY-02",
    title: "Roles and features",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    compares: "Every feature that the node had installed.",
    remedy: "Install-WindowsFeature with the names that are missing.",
    examine: features,
};

fn features(comparison: &Comparison<'_>, lacks: &mut Lacks<'_>) {
    let had = !comparison.before.features.is_empty();
    if !lacks.has_read(comparison, MachineList::Features, "The features", had) {
        return;
    }
    for feature in comparison.before.features.iter().filter(|feature| !comparison.now.has_feature(feature)) {
        lacks.lack_with(
            format!("The feature {feature} is not installed."),
            format!("Install-WindowsFeature -Name {feature} -IncludeManagementTools"),
        );
    }
}
