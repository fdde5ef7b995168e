//! What a list of the inventory means: whether its order counts, and by what its items are recognised.
//!
//! Paths are those of the inventory without indices. A list of objects that has no line here is compared item by item
//! in its order; a list of names or numbers that has no line here is a set.

/// Lists of objects, and the fields by which an item is recognised; the first is the one that is shown.
const KEYS: &[(&str, &[&str])] = &[
    ("machine.switches", &["name"]),
    ("machine.adapters", &["name"]),
    ("machine.disks", &["serialNumber"]),
    ("machine.profile.certificates", &["thumbprint", "store"]),
    ("machine.profile.initiators", &["name", "kind"]),
    ("machine.profile.services", &["name"]),
    ("machine.profile.localGroups", &["name"]),
    ("machine.profile.multipath.disks", &["serialNumber"]),
    ("updating.run.inProgress", &["node"]),
    ("updating.run.finished", &["node"]),
];

/// Lists whose order means something.
const ORDERED: &[&str] = &["preferredOwners", "machine.hyperV.migrationNetworks"];

/// Facts about the reading and not about the cluster.
const NOT_COMPARED: &[&str] = &["machine.observedAt", "observedAt", "ticketSeconds", "unanswered"];

/// What an upgrade changes, by kind of subject and path.
const EXPECTED: &[(&str, &str)] = &[
    ("cluster", "functionalLevel"),
    ("cluster", "upgradeVersion"),
    ("cluster", "mixedSince"),
    ("cluster", "validatedAt"),
    ("node", "id"),
    ("node", "machine.release"),
    ("node", "machine.build"),
    ("node", "machine.revision"),
    ("node", "machine.adapters.driver"),
    ("role", "owner"),
    ("role", "virtualMachine.configurationVersion"),
    ("role", "virtualMachine.bootedFeatureSet"),
    ("sharedVolume", "owner"),
    ("sharedVolume", "fileSystemVersion"),
    ("pool", "version"),
];

/// Properties that a higher level brings along: expected where there was no value before.
const BROUGHT: &[(&str, &str)] = &[
    ("cluster", "autoBalancerMode"),
    ("cluster", "autoBalancerLevel"),
    ("cluster", "maximumParallelMigrations"),
    ("node", "machine.processor.secondLevelAddressTranslation"),
];

/// The fields by which the items of a list are recognised.
pub(super) fn keys(path: &str) -> Option<&'static [&'static str]> {
    KEYS.iter().find(|(list, _)| *list == path).map(|(_, keys)| *keys)
}

/// Whether the order of a list means something.
pub(super) fn is_ordered(path: &str) -> bool {
    ORDERED.contains(&path)
}

/// Whether the path is compared at all.
pub(super) fn is_compared(path: &str) -> bool {
    !NOT_COMPARED.contains(&path)
}

/// Whether each item of a set is a difference of its own: what a rebuild restores, item by item. Elsewhere, as with
/// owner lists, the whole list is what somebody set.
pub(super) fn item_by_item(path: &str) -> bool {
    path.starts_with("machine.")
}

/// Whether an upgrade explains a change.
pub(super) fn is_expected(subject_kind: &str, path: &str, had_value: bool) -> bool {
    let listed = |table: &[(&str, &str)]| table.contains(&(subject_kind, path));
    listed(EXPECTED) || (!had_value && listed(BROUGHT))
}
