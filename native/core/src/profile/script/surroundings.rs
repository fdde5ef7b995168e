//! Firewall, antivirus, services, local groups, power, page file, time.

use super::super::NodeProfile;
use super::writer::{Writer, list, quoted};
use crate::model::MachineProfile;

/// The word before a program that the antivirus leaves alone.
const PROCESS_EXCLUSION: &str = "process:";

/// What the facts say of a machine that takes its time from the domain.
const DOMAIN_HIERARCHY: &str = "domain hierarchy";

/// What else ran on the node.
pub(super) fn write(profile: &NodeProfile, writer: &mut Writer) {
    let parts = &profile.machine.profile;
    writer.section("Surroundings");
    firewall_and_antivirus(parts, writer);
    for group in parts.local_groups.iter().flatten() {
        let name = quoted(&group.name);
        for member in &group.members {
            let member = quoted(member);
            writer.when(
                &format!("-not (Get-LocalGroupMember -Group {name} -Member {member} -ErrorAction SilentlyContinue)"),
                &[format!("Add-LocalGroupMember -Group {name} -Member {member}")],
            );
        }
    }
    for service in parts.services.iter().flatten() {
        let name = quoted(&service.name);
        let start = quoted(&service.start);
        let agent = format!("The agent of the service {}, in a version that supports this release.", service.name);
        writer.line(&format!("$service = Get-Service -Name {name} -ErrorAction SilentlyContinue"));
        writer.when("-not $service", &[Writer::note(&agent)]);
        writer.when(
            &format!("$service -and $service.StartType -ne {start}"),
            &[format!("Set-Service -Name {name} -StartupType {start}")],
        );
    }
    housekeeping(parts, writer);
}

fn firewall_and_antivirus(parts: &MachineProfile, writer: &mut Writer) {
    let rules: Vec<&str> = parts.firewall_rules.iter().flatten().map(String::as_str).collect();
    if !rules.is_empty() {
        writer.each("name", rules, |writer| {
            writer.line("$rule = Get-NetFirewallRule -Name $name -ErrorAction SilentlyContinue");
            writer.when(
                "-not $rule",
                &["$rule = Get-NetFirewallRule -DisplayName $name -ErrorAction SilentlyContinue".to_owned()],
            );
            writer.when("-not $rule", &["$missing += \"The firewall rule $name.\"".to_owned()]);
            writer.line("foreach ($one in $rule) {");
            writer.line("    if (\"$($one.Enabled)\" -ne 'True') { Enable-NetFirewallRule -Name $one.Name }");
            writer.line("}");
        });
    }
    exclusions(parts, writer);
}

/// Paths, and programs whose files are left alone, which are told by a word before them.
fn exclusions(parts: &MachineProfile, writer: &mut Writer) {
    let all = || parts.antivirus_exclusions.iter().flatten().map(String::as_str);
    let programs: Vec<&str> = all().filter_map(|one| one.strip_prefix(PROCESS_EXCLUSION)).collect();
    let paths: Vec<&str> = all().filter(|one| !one.starts_with(PROCESS_EXCLUSION)).collect();
    for (kind, wanted) in [("ExclusionPath", paths), ("ExclusionProcess", programs)] {
        if !wanted.is_empty() {
            writer.each("exclusion", wanted, |writer| {
                writer.when(
                    &format!("(Get-MpPreference).{kind} -notcontains $exclusion"),
                    &[format!("Add-MpPreference -{kind} $exclusion")],
                );
            });
        }
    }
}

fn housekeeping(parts: &MachineProfile, writer: &mut Writer) {
    if let Some(plan) = &parts.power_plan {
        let plan = quoted(plan);
        writer.line(&format!(
            "$plan = Get-CimInstance -Namespace root\\cimv2\\power -ClassName Win32_PowerPlan | Where-Object {{ \
             $_.ElementName -eq {plan} }}"
        ));
        writer.when(
            "$plan -and -not $plan.IsActive",
            &["powercfg /setactive ($plan.InstanceID -split '[{}]')[1]".to_owned()],
        );
    }
    if let Some(text) = parts.page_file.as_deref() {
        page_file(text, writer);
    }
    if let Some(source) = parts.time_source.as_deref() {
        time_source(source, writer);
    }
    if parts.updates.is_some() {
        writer.comment("Where updates come from is told by the policies of the domain.");
    }
}

/// The page file: managed by Windows, or files each with its first and its largest size, 0 where Windows chooses.
///
/// Source: `Win32_PageFileSetting`, `Win32_ComputerSystem` (learn.microsoft.com, Win32 Provider).
fn page_file(text: &str, writer: &mut Writer) {
    const SETTING: &str = "Get-CimInstance -ClassName Win32_PageFileSetting";
    let manage = |by_windows: &str| {
        format!("Set-CimInstance -InputObject $computer -Property @{{ AutomaticManagedPagefile = {by_windows} }}")
    };
    if text == "automatic" {
        writer.when("-not $computer.AutomaticManagedPagefile", &[manage("$true")]);
        return;
    }
    let Some(files) = page_files(text) else {
        writer.line(&Writer::note(&format!("The page file: {text}.")));
        return;
    };
    writer.comment("A change of the page file takes effect with the next restart.");
    writer.when("$computer.AutomaticManagedPagefile", &[manage("$false")]);
    writer.line(&format!("foreach ($file in {SETTING}) {{"));
    let names = list(files.iter().map(|(name, ..)| *name));
    writer.line(&format!("    if ($file.Name -notin @({names})) {{ Remove-CimInstance -InputObject $file }}"));
    writer.line("}");
    for (name, first, largest) in files {
        let name = quoted(name);
        writer.line(&format!("$file = {SETTING} | Where-Object {{ $_.Name -eq {name} }}"));
        writer.when(
            "-not $file",
            &[format!("$file = New-CimInstance -ClassName Win32_PageFileSetting -Property @{{ Name = {name} }}")],
        );
        writer.when(
            &format!("$file.InitialSize -ne {first} -or $file.MaximumSize -ne {largest}"),
            &[format!(
                "Set-CimInstance -InputObject $file -Property @{{ InitialSize = [uint32] {first}; MaximumSize = \
                 [uint32] {largest} }}"
            )],
        );
    }
}

/// Files with their two sizes in MiB, as the facts tell them: `C:\pagefile.sys 4096 8192; D:\pagefile.sys 0 0`.
fn page_files(text: &str) -> Option<Vec<(&str, u32, u32)>> {
    if text == "none" {
        return Some(Vec::new());
    }
    text.split("; ").map(page_file_with_sizes).collect()
}

fn page_file_with_sizes(text: &str) -> Option<(&str, u32, u32)> {
    let (rest, largest) = text.rsplit_once(' ')?;
    let (name, first) = rest.rsplit_once(' ')?;
    Some((name, first.parse().ok()?, largest.parse().ok()?))
}

/// A member takes its time from the domain unless somebody told it otherwise.
fn time_source(source: &str, writer: &mut Writer) {
    let configured = "\"$(w32tm /query /configuration)\"";
    if source == DOMAIN_HIERARCHY {
        writer.when(
            &format!("{configured} -notlike '*NT5DS*'"),
            &["$null = w32tm /config /syncfromflags:domhier /update".to_owned()],
        );
        return;
    }
    let peers = quoted(source);
    writer.when(
        &format!("-not {configured}.Contains({peers})"),
        &[
            format!("$peers = {peers}"),
            "$null = w32tm /config \"/manualpeerlist:$peers\" /syncfromflags:manual /update".to_owned(),
        ],
    );
}
