//! What else ran on the node: firewall, antivirus, agents, groups, power, page file, time.

use super::requirement::{Comparison, Lacks, Requirement};
use crate::model::same_name;
use crate::rules::{Confidence, Severity};

pub(super) static FIREWALL: Requirement = Requirement {
    id: "RDY-28",
    title: "Firewall rules",
    severity: Severity::Error,
    confidence: Confidence::Inferred,
    compares: "Every rule that was enabled.",
    remedy: "Enable-NetFirewallRule with the names that are missing; create those of your own again.",
    examine: |comparison, lacks| {
        let before = comparison.before.profile.firewall_rules.as_ref();
        lacks.names("firewall rule", before, comparison.now.profile.firewall_rules.as_ref());
    },
};

pub(super) static ANTIVIRUS: Requirement = Requirement {
    id: "RDY-29",
    title: "Exclusions of the antivirus",
    severity: Severity::Error,
    confidence: Confidence::Inferred,
    compares: "Paths and processes that the antivirus left alone.",
    remedy: "Add-MpPreference -ExclusionPath, -ExclusionProcess; or the policy of the product that is used.",
    examine: |comparison, lacks| {
        let before = comparison.before.profile.antivirus_exclusions.as_ref();
        lacks.names("antivirus exclusion", before, comparison.now.profile.antivirus_exclusions.as_ref());
    },
};

pub(super) static SERVICES: Requirement = Requirement {
    id: "RDY-30",
    title: "Services and agents",
    severity: Severity::Error,
    confidence: Confidence::Inferred,
    compares: "Services that are no part of the operating system, and how they start.",
    remedy: "Install the agents again, in versions that support the release; Set-Service -StartupType.",
    examine: services,
};

fn services(comparison: &Comparison<'_>, lacks: &mut Lacks<'_>) {
    let (before, now) = (comparison.before.profile.services.as_ref(), comparison.now.profile.services.as_ref());
    let Some((before, now)) = lacks.both("The services", before, now) else { return };
    for service in before {
        let name = &service.name;
        match now.iter().find(|other| same_name(&other.name, name)) {
            None => lacks.lack(format!("The service \"{name}\" is not installed.")),
            Some(other) if !same_name(&other.start, &service.start) => {
                lacks.lack(format!("The service \"{name}\" starts {}; it started {}.", other.start, service.start));
            }
            Some(_) => {}
        }
    }
}

pub(super) static LOCAL_GROUPS: Requirement = Requirement {
    id: "RDY-31",
    title: "Local groups",
    severity: Severity::Error,
    confidence: Confidence::Inferred,
    compares: "The members of local groups.",
    remedy: "Add-LocalGroupMember with the members that are missing.",
    examine: local_groups,
};

fn local_groups(comparison: &Comparison<'_>, lacks: &mut Lacks<'_>) {
    let (before, now) = (comparison.before.profile.local_groups.as_ref(), comparison.now.profile.local_groups.as_ref());
    let Some((before, now)) = lacks.both("The local groups", before, now) else { return };
    for group in before {
        let name = &group.name;
        let Some(other) = now.iter().find(|other| same_name(&other.name, name)) else {
            lacks.lack(format!("The local group \"{name}\" does not exist."));
            continue;
        };
        let has = |member: &String| other.members.iter().any(|present| same_name(present, member));
        for member in group.members.iter().filter(|member| !has(member)) {
            lacks.lack(format!("{member} is no member of the local group \"{name}\"."));
        }
    }
}

pub(super) static HOUSEKEEPING: Requirement = Requirement {
    id: "RDY-32",
    title: "Power plan, page file, time source",
    severity: Severity::Warn,
    confidence: Confidence::Inferred,
    compares: "The active power plan, the page file and the source of the time; where updates come from.",
    remedy: "powercfg /setactive, the page file in the system properties, w32tm /config.",
    examine: housekeeping,
};

fn housekeeping(comparison: &Comparison<'_>, lacks: &mut Lacks<'_>) {
    let (before, now) = (&comparison.before.profile, &comparison.now.profile);
    let facts = [
        ("The power plan", &before.power_plan, &now.power_plan),
        ("The page file", &before.page_file, &now.page_file),
        ("The time source", &before.time_source, &now.time_source),
    ];
    for (what, before, now) in facts {
        different(what, before.as_ref(), now.as_ref(), lacks);
    }
    let Some((before, now)) = lacks.both("The settings of updates", before.updates.as_ref(), now.updates.as_ref())
    else {
        return;
    };
    different("The source of updates", before.source.as_ref(), now.source.as_ref(), lacks);
    let flags = [
        ("The installation of updates on a schedule", before.installs_on_schedule, now.installs_on_schedule),
        ("The firewall rule for a remote restart", before.remote_shutdown_rule, now.remote_shutdown_rule),
        ("PowerShell remoting", before.remoting, now.remoting),
    ];
    for (what, before, now) in flags {
        let word = |value: bool| if value { "on".to_owned() } else { "off".to_owned() };
        different(what, before.map(word).as_ref(), now.map(word).as_ref(), lacks);
    }
}

fn different(what: &str, before: Option<&String>, now: Option<&String>, lacks: &mut Lacks<'_>) {
    if let Some((before, now)) = lacks.both(what, before, now).filter(|(before, now)| before != now) {
        lacks.differs(format!("{what} is {now}; it was {before}."));
    }
}
