//! Firewall, antivirus, services, local groups, power, page file, time.

use super::super::NodeProfile;
use super::writer::{Writer, list, quoted};
use crate::model::MachineProfile;

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
        writer.when(
            &format!("-not (Get-Service -Name {name} -ErrorAction SilentlyContinue)"),
            &[format!(
                "throw 'Install the agent of the service ' + {name} + ' in a version that supports this release.'"
            )],
        );
        writer.when(
            &format!("(Get-Service -Name {name}).StartType -ne {start}"),
            &[format!("Set-Service -Name {name} -StartupType {start}")],
        );
    }
    housekeeping(parts, writer);
}

fn firewall_and_antivirus(parts: &MachineProfile, writer: &mut Writer) {
    for rule in parts.firewall_rules.iter().flatten() {
        let rule = quoted(rule);
        writer.when(
            &format!("(Get-NetFirewallRule -Name {rule} -ErrorAction SilentlyContinue).Enabled -ne 'True'"),
            &[format!("Enable-NetFirewallRule -Name {rule}")],
        );
    }
    if let Some(exclusions) = parts.antivirus_exclusions.as_ref().filter(|exclusions| !exclusions.is_empty()) {
        let wanted = list(exclusions.iter().map(String::as_str));
        writer.line(&format!("foreach ($exclusion in {wanted}) {{"));
        writer.line("    if ((Get-MpPreference).ExclusionPath -notcontains $exclusion) {");
        writer.line("        Add-MpPreference -ExclusionPath $exclusion");
        writer.line("    }");
        writer.line("}");
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
            &["Invoke-CimMethod -InputObject $plan -MethodName Activate".to_owned()],
        );
    }
    if let Some(page_file) = &parts.page_file {
        writer.comment(&format!("Page file: {page_file}. Set it in the system properties where it differs."));
    }
    if let Some(source) = &parts.time_source {
        writer.comment(&format!("Time source: {source}. A member of a domain takes its time from there by itself."));
    }
}
