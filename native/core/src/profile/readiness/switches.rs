//! Virtual switches.

use super::requirement::{Comparison, Hardware, Lacks, Requirement};
use crate::model::{MachineList, Release, Switch, SwitchKind, Teaming, same_name};
use crate::rules::{Confidence, Severity};

pub(super) static SWITCHES: Requirement = Requirement {
    id: "RDY-03",
    title: "Virtual switches",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    compares: "A switch of exactly the same name and type. From 2022 on a switch on an LBFO team comes back with \
               switch embedded teaming (learn.microsoft.com: Cluster operating system rolling upgrade).",
    remedy: "Create the switch with exactly this name: New-VMSwitch.",
    examine: switches,
};

fn switches(comparison: &Comparison<'_>, lacks: &mut Lacks<'_>) {
    let had = !comparison.before.switches.is_empty();
    if !lacks.has_read(comparison, MachineList::Switches, "The virtual switches", had) {
        return;
    }
    for switch in &comparison.before.switches {
        let name = &switch.name;
        let Some(present) = comparison.now.switch(name) else {
            let similar = comparison.now.switches.iter().find(|other| same_name(&other.name, name));
            let hint = similar.map(|other| format!(" (there is \"{}\": the spelling has to be the same)", other.name));
            lacks.lack_with(
                format!("The virtual switch \"{name}\" does not exist{}.", hint.unwrap_or_default()),
                format!("Create the virtual switch with exactly this name: New-VMSwitch -Name '{name}'."),
            );
            continue;
        };
        if switch.kind != present.kind {
            lacks.lack_with(
                format!("The virtual switch \"{name}\" is {:?}; it was {:?}.", present.kind, switch.kind),
                format!("Set-VMSwitch -Name '{name}', with -NetAdapterName for an external one."),
            );
        }
        teaming(comparison, switch, present, lacks);
    }
}

fn teaming(comparison: &Comparison<'_>, before: &Switch, now: &Switch, lacks: &mut Lacks<'_>) {
    let (name, release) = (&before.name, comparison.release);
    if release >= Release::Server2022 && now.teaming == Teaming::Lbfo {
        lacks.lack_with(
            format!("The virtual switch \"{name}\" stands on an LBFO team, which {release} refuses."),
            format!("New-VMSwitch -Name '{name}' -EnableEmbeddedTeaming $true with its adapters."),
        );
    } else if before.teaming != Teaming::None && now.teaming == Teaming::None {
        lacks.lack_with(
            format!("The virtual switch \"{name}\" stands on one adapter; it stood on a team."),
            format!("New-VMSwitch -Name '{name}' -EnableEmbeddedTeaming $true with its adapters."),
        );
    }
}

pub(super) static SWITCH_SETTINGS: Requirement = Requirement {
    id: "RDY-19",
    title: "Settings of the switches",
    severity: Severity::Error,
    confidence: Confidence::Inferred,
    compares: "Adapters under the switch, single-root I/O virtualisation and the bandwidth mode, which can only be set \
               when the switch is created. Between an LBFO team and switch embedded teaming the mode is not compared.",
    remedy: "Remove the switch and create it again: New-VMSwitch -EnableIov, -MinimumBandwidthMode.",
    examine: settings,
};

fn settings(comparison: &Comparison<'_>, lacks: &mut Lacks<'_>) {
    for switch in comparison.before.switches.iter().filter(|switch| switch.kind == SwitchKind::External) {
        let name = &switch.name;
        let Some(now) = comparison.now.switch(name) else { continue };
        let what = format!("Single-root I/O virtualisation of the switch \"{name}\"");
        if let Some((before, after)) = lacks.both(&what, switch.single_root.as_ref(), now.single_root.as_ref())
            && *before
            && !*after
        {
            lacks.lack(format!("{what} is off; it was on."));
        }
        let what = format!("The bandwidth mode of the switch \"{name}\"");
        let modes = lacks.both(&what, switch.bandwidth_mode.as_ref(), now.bandwidth_mode.as_ref());
        if let Some((before, after)) = modes.filter(|(before, after)| before != after)
            && switch.teaming == now.teaming
        {
            lacks.lack(format!("{what} is {after}; it was {before}."));
        }
        if comparison.hardware == Hardware::Other {
            continue;
        }
        // The members of an LBFO team are not told; the switch names the team.
        for member in switch.members.iter().filter(|_| switch.teaming == now.teaming) {
            if !now.members.iter().any(|other| same_name(other, member)) {
                lacks.lack(format!("The adapter \"{member}\" is not under the switch \"{name}\"."));
            }
        }
    }
}
