//! MPIO, iSCSI.

use super::super::NodeProfile;
use super::writer::{Writer, list, quoted};
use crate::model::{Initiator, InitiatorKind, Multipath};

/// Paths to shared storage.
pub(super) fn write(profile: &NodeProfile, writer: &mut Writer) {
    let parts = &profile.machine.profile;
    if parts.multipath.is_none() && parts.initiators.is_none() {
        return;
    }
    writer.section("Storage");
    writer.comment("Map or zone the shared disks to this machine only now, after setup.");
    let initiators = || parts.initiators.iter().flatten();
    if let Some(multipath) = &parts.multipath {
        default_policy(multipath, writer);
        if initiators().any(|initiator| initiator.kind == InitiatorKind::Iscsi) {
            writer.when(
                "-not (Get-MSDSMAutomaticClaimSettings).iSCSI",
                &["Enable-MSDSMAutomaticClaim -BusType iSCSI".to_owned()],
            );
        }
    }
    for initiator in initiators() {
        match initiator.kind {
            InitiatorKind::Iscsi => iscsi(initiator, writer),
            InitiatorKind::FibreChannel => {
                writer.comment(&format!("Fibre Channel: the array and the switches know the port {}.", initiator.name));
            }
        }
    }
    if let Some(multipath) = &parts.multipath {
        policies_of_disks(multipath, writer);
    }
}

fn default_policy(multipath: &Multipath, writer: &mut Writer) {
    let Some(policy) = multipath.policy.as_deref().map(quoted) else { return };
    writer.when(
        &format!("(Get-MSDSMGlobalDefaultLoadBalancePolicy) -ne {policy}"),
        &[format!("Set-MSDSMGlobalDefaultLoadBalancePolicy -Policy {policy}")],
    );
}

/// Policies by the numbers that `mpclaim` knows them by ("mpclaim", learn.microsoft.com; `DSM_QueryLBPolicy`).
const POLICIES: [&str; 6] = ["FOO", "RR", "RRWS", "LQD", "WP", "LB"];

/// Disks whose policy is not the one that all have.
fn policies_of_disks(multipath: &Multipath, writer: &mut Writer) {
    for disk in &multipath.disks {
        let Some(policy) = disk.policy.as_deref().filter(|policy| multipath.policy.as_deref() != Some(policy)) else {
            continue;
        };
        let serial = quoted(&disk.serial_number);
        let Some(place) = POLICIES.iter().position(|known| *known == policy) else {
            writer.line(&Writer::note(&format!("The policy {policy} of the shared disk {}.", disk.serial_number)));
            continue;
        };
        writer.line(&format!(
            "$disk = (Get-CimInstance -Namespace root\\WMI -ClassName MPIO_DISK_INFO).DriveInfo | Where-Object {{ \
             \"$($_.SerialNumber)\".Trim() -eq {serial} }}"
        ));
        writer.line("$number = \"$($disk.Name)\" -replace '\\D'");
        writer.when(
            &format!("$number -and -not ((mpclaim '-s' '-d') -match \"Disk$number\\s.*\\b{policy}\\b\")"),
            &[format!("mpclaim '-l' '-d' $number {}", place + 1)],
        );
    }
}

fn iscsi(initiator: &Initiator, writer: &mut Writer) {
    writer.when(
        "(Get-Service -Name MSiSCSI).Status -ne 'Running'",
        &["Set-Service -Name MSiSCSI -StartupType Automatic".to_owned(), "Start-Service -Name MSiSCSI".to_owned()],
    );
    let name = quoted(&initiator.name);
    writer.line("$port = Get-InitiatorPort | Where-Object { $_.ConnectionType -eq 'iSCSI' }");
    writer.when(
        &format!("$port.NodeAddress -ne {name}"),
        &[format!("Set-InitiatorPort -NodeAddress $port.NodeAddress -NewNodeAddress {name}")],
    );
    for portal in initiator.portals.iter().map(|portal| quoted(portal)) {
        writer.when(
            &format!("-not (Get-IscsiTargetPortal -TargetPortalAddress {portal} -ErrorAction SilentlyContinue)"),
            &[format!("New-IscsiTargetPortal -TargetPortalAddress {portal}")],
        );
    }
    for target in &initiator.targets {
        let target = quoted(target);
        let connect =
            format!("Connect-IscsiTarget -NodeAddress {target} -IsPersistent $true -IsMultipathEnabled $true");
        let statement = if initiator.portals.is_empty() {
            connect
        } else {
            let portals = list(initiator.portals.iter().map(String::as_str));
            format!("foreach ($portal in {portals}) {{ {connect} -TargetPortalAddress $portal }}")
        };
        writer.when(
            &format!("-not (Get-IscsiTarget -NodeAddress {target} -ErrorAction SilentlyContinue).IsConnected"),
            &[statement],
        );
    }
}
