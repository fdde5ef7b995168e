//! What becomes of each text of an inventory, by where it stands.
//!
//! The table names what is kept and what is renamed as what. A text that has no line is renamed as well: a field that
//! is added to the inventory tomorrow gives nothing away.

/// What becomes of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Treatment {
    /// A word of Windows or of the document, no name that somebody gave.
    Keep,
    /// A GUID.
    Guid,
    /// The name of a machine, short or with its domain, or an address on the web: a node, a coordinator, a server.
    Host,
    /// The name of a role.
    Role,
    /// A domain in DNS form.
    Domain,
    /// An address, with or without the length of its prefix; else the name of a network.
    Address,
    /// A MAC address.
    Mac,
    /// A path of a file or a share.
    Path,
    /// The first part of a path of a share: a server, or a domain whose namespace it is.
    ShareRoot,
    /// An account: `DOMAIN\user` or `user@domain`.
    Account,
    /// A service and the machine it runs on: `cifs/n1.contoso.com`.
    ServicePrincipal,
    /// Hexadecimal digits, such as a thumbprint.
    Hexadecimal,
    /// A name that only has to be told from others, with the word that its new name begins with.
    Name(&'static str),
}

use Treatment::{Account, Address, Domain, Guid, Hexadecimal, Host, Keep, Mac, Name, Path, Role, ServicePrincipal};

/// Words that stand in these fields belong to Windows or to the document, wherever they stand.
const KEPT_FIELDS: &[&str] = &[
    "schema",
    "kind",
    "state",
    "release",
    "unread",
    "partnerRelease",
    "toolsRelease",
    "version",
    "configurationVersion",
    "health",
    "status",
    "resiliency",
    "teaming",
    "bandwidthMode",
    "vendor",
    "model",
    "features",
    "capturedAt",
    "observedAt",
    "mixedSince",
    "validatedAt",
    "notAfter",
    "fileSystem",
    "fileSystemVersion",
    "migrationTransport",
    "migrationAuthentication",
    "automaticStopAction",
    "resourceTypes",
    "drain",
    "offlineAction",
    "virtualMachineManagerRelease",
    "edition",
    "policy",
    "start",
    "delegation",
    "firmware",
    "systemDrive",
    "driver",
    "accountKind",
    "startupSetting",
];

/// Names that Windows gives; they tell nothing, and some of them are looked for.
const KEPT_WORDS: &[&str] = &[
    "Cluster Group",
    "Available Storage",
    "User Manager Group",
    "Cloud Witness",
    "File Share Witness",
    "automatic",
    "microsoftUpdate",
    "Administrators",
    "Hyper-V Administrators",
    "My",
    "Root",
    "Shielded VM Local Certificates",
    "Balanced",
    "High performance",
    "Power saver",
];

/// Services of Windows and of servers of Microsoft's that rules look for, by the beginning of their names.
const KEPT_SERVICES: &[&str] = &["wssdagent", "msexchange"];

/// By the end of the path; the first that fits counts, so longer ends stand before shorter ones.
const RENAMED: &[(&str, Treatment)] = &[
    ("resourceTypes.name", Keep),
    ("domainControllers", Host),
    ("validatedMachines", Host),
    ("updating.run.id", Guid),
    ("updating.run.startedAt", Keep),
    ("updating.run.orchestrator", Host),
    ("updating.run.inProgress.node", Host),
    ("updating.run.inProgress.status", Keep),
    ("updating.run.inProgress.at", Keep),
    ("updating.run.finished.node", Host),
    ("updating.run.finished.status", Keep),
    ("cluster.name", Host),
    ("cluster.id", Guid),
    ("roles.id", Guid),
    ("virtualMachine.id", Guid),
    ("domain", Domain),
    ("quorum.witness.resource", Name("disk")),
    ("sharePath", Path),
    ("unreachableFrom", Host),
    ("validationFailures", Name("test")),
    ("nodes.name", Host),
    ("machines.name", Host),
    ("replaces", Host),
    ("owner", Host),
    ("preferredOwners", Host),
    ("possibleOwners", Host),
    ("physicalDisks.node", Host),
    ("coordinator.name", Host),
    ("unanswered.machine", Host),
    ("administratorOn", Host),
    ("directory.name", Host),
    ("partner", Host),
    ("timeSource", Host),
    ("updates.source", Host),
    ("faultDomain", Name("place")),
    ("site", Name("place")),
    ("preferredSite", Name("place")),
    ("featureSet", Name("processor")),
    ("bootedFeatureSet", Name("processor")),
    ("mitigations", Name("mitigations")),
    ("networks.name", Name("network")),
    ("networks.address", Address),
    ("adapters.network", Name("network")),
    ("adapters.name", Name("adapter")),
    ("switches.members", Name("adapter")),
    ("machine.switches.name", Name("switch")),
    ("adapters.switch", Name("switch")),
    ("virtualMachine.switches", Name("switch")),
    ("addresses", Address),
    ("resolvedAddresses", Address),
    ("migrationNetworks", Address),
    ("macAddressMinimum", Mac),
    ("macAddressMaximum", Mac),
    ("virtualMachinePath", Path),
    ("virtualHardDiskPath", Path),
    ("journalPath", Path),
    ("pageFile", Path),
    ("antivirusExclusions", Path),
    ("localMedia", Path),
    ("serialNumber", Name("serial")),
    ("thumbprint", Hexadecimal),
    ("certificates.store", Name("store")),
    ("certificates.subject", Name("certificate")),
    ("guardians", Name("guardian")),
    ("firewallRules", Name("firewall-rule")),
    ("services.name", Name("service")),
    ("localGroups.name", Name("group")),
    ("localGroups.members", Account),
    ("initiators.name", Name("initiator")),
    ("initiators.targets", Name("target")),
    ("delegationServices", ServicePrincipal),
    ("networkIntents", Name("intent")),
    ("powerPlan", Name("power-plan")),
    ("roles.name", Role),
    ("unclusteredVirtualMachines", Role),
    ("affinityRules.roles", Role),
    ("groupSets.roles", Role),
    ("antiAffinityClasses", Name("class")),
    ("affinityRules.name", Name("affinity-rule")),
    ("affinityRules.volumes", Name("disk")),
    ("groupSets.name", Name("group-set")),
    ("providerSets", Name("group-set")),
    ("sharedVolumes.name", Name("disk")),
    ("friendlyName", Name("volume")),
    ("pools.name", Name("pool")),
    ("virtualDisks.name", Name("virtual-disk")),
];

/// What becomes of the text at a path of the inventory, written without indices.
pub(super) fn treatment(path: &str, text: &str) -> Treatment {
    let field = path.rsplit('.').next().unwrap_or(path);
    if text.is_empty() || KEPT_WORDS.iter().any(|kept| kept.eq_ignore_ascii_case(text)) {
        return Keep;
    }
    let is_known_service = || {
        let name = text.to_ascii_lowercase();
        path.ends_with("services.name") && KEPT_SERVICES.iter().any(|kept| name.starts_with(kept))
    };
    if is_known_service() || (field == "validationFailures" && is_expected_failure(text)) {
        return Keep;
    }
    let fits = |end: &str| path.strip_suffix(end).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    match RENAMED.iter().find(|(end, _)| fits(end)) {
        Some((_, treatment)) => *treatment,
        None if KEPT_FIELDS.contains(&field) => Keep,
        None => Name("text"),
    }
}

/// Whether it is a test of Test-Cluster that every mixed cluster fails; Windows names it.
fn is_expected_failure(test: &str) -> bool {
    let expected = crate::plan::Policy::default().accepted_validation_failures;
    expected.iter().any(|known| crate::model::same_name(known, test))
}
