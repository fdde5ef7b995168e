//! Features and the settings of the Hyper-V host.

use super::super::NodeProfile;
use super::writer::{Writer, list, quoted};
use crate::model::{HyperVSettings, Release};

/// Features of the operating system.
pub(super) fn features(profile: &NodeProfile, writer: &mut Writer) {
    if profile.machine.features.is_empty() {
        return;
    }
    writer.section("Roles and features");
    let names = profile.machine.features.iter().map(String::as_str);
    writer.each("feature", names, |writer| {
        writer.line("if (-not (Get-WindowsFeature -Name $feature).Installed) {");
        writer.line("    $done = Install-WindowsFeature -Name $feature -IncludeManagementTools");
        writer.line("    if ($done.RestartNeeded -ne 'No') { $restart = $true }");
        writer.line("}");
    });
}

/// Where a restart is due the rest waits for it.
pub(super) fn restart(writer: &mut Writer) {
    writer.section("Restart");
    writer.when(
        "$restart",
        &[
            "'Restart the computer and run this script again: features have been installed.'".to_owned(),
            "return".to_owned(),
        ],
    );
}

/// Settings of the Hyper-V host.
pub(super) fn settings(profile: &NodeProfile, release: Release, writer: &mut Writer) {
    let Some(settings) = &profile.machine.hyper_v else { return };
    writer.section("Settings of the Hyper-V host");
    if settings.migration_enabled {
        writer.when("-not (Get-VMHost).VirtualMachineMigrationEnabled", &["Enable-VMMigration".to_owned()]);
    }
    networks(settings, writer);
    let kerberos = release >= Release::Server2025 && settings.migration_authentication != "kerberos";
    if kerberos {
        writer.comment("CredSSP is no choice for live migration any more on this release: Kerberos takes its place.");
    }
    let authentication = if kerberos { "kerberos" } else { settings.migration_authentication.as_str() };
    let values: [(&str, Option<String>); 8] = [
        ("VirtualMachineMigrationAuthenticationType", Some(authentication.to_owned())),
        ("VirtualMachineMigrationPerformanceOption", Some(settings.migration_transport.clone())),
        ("MaximumVirtualMachineMigrations", Some(settings.maximum_migrations.to_string())),
        ("MaximumStorageMigrations", Some(settings.maximum_storage_migrations.to_string())),
        ("VirtualMachinePath", settings.virtual_machine_path.clone()),
        ("VirtualHardDiskPath", settings.virtual_hard_disk_path.clone()),
        ("MacAddressMinimum", settings.mac_address_minimum.clone()),
        ("MacAddressMaximum", settings.mac_address_maximum.clone()),
    ];
    for (name, value) in values {
        let Some(value) = value.as_deref().map(quoted) else { continue };
        writer.when(&format!("(Get-VMHost).{name} -ne {value}"), &[format!("Set-VMHost -{name} {value}")]);
    }
}

fn networks(settings: &HyperVSettings, writer: &mut Writer) {
    let Some(networks) = settings.migration_networks.as_ref().filter(|networks| !networks.is_empty()) else { return };
    let wanted = list(networks.iter().map(String::as_str));
    writer.comment("The order of the networks is that in which live migration tries them.");
    writer.when(
        &format!("\"$((Get-VMMigrationNetwork).Subnet)\" -ne \"$(@({wanted}))\""),
        &[
            "Set-VMHost -UseAnyNetworkForMigration $false".to_owned(),
            "foreach ($network in Get-VMMigrationNetwork) { Remove-VMMigrationNetwork -Subnet $network.Subnet }"
                .to_owned(),
            format!("foreach ($subnet in {wanted}) {{ Add-VMMigrationNetwork -Subnet $subnet }}"),
        ],
    );
}
