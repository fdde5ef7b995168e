//! The profile as a PowerShell script that rebuilds a machine.
//!
//! The script is text for a person to read first: one section a topic, in the order in which a rebuild needs them, each
//! statement asking whether it is needed before it does anything, so that the script can be run again after each
//! restart. Secrets are never written; where one is needed the script asks for it.

mod host;
mod identity;
mod networks;
mod storage;
mod surroundings;
#[cfg(test)]
mod tests;
mod writer;

use super::NodeProfile;
use crate::model::Release;
use writer::Writer;

/// Writes the script that restores a profile on a fresh installation of `release`.
///
/// Line ends are line feeds, which Windows PowerShell 5.1 and PowerShell 7 both read.
#[must_use]
pub fn script(profile: &NodeProfile, release: Release) -> String {
    let mut writer = Writer::new();
    header(profile, release, &mut writer);
    networks::physical(profile, &mut writer);
    identity::name_and_domain(profile, &mut writer);
    host::features(profile, &mut writer);
    host::restart(&mut writer);
    storage::write(profile, &mut writer);
    networks::switches(profile, release, &mut writer);
    networks::host_adapters(profile, &mut writer);
    host::settings(profile, release, &mut writer);
    identity::certificates(profile, &mut writer);
    surroundings::write(profile, &mut writer);
    writer.finish()
}

fn header(profile: &NodeProfile, release: Release, writer: &mut Writer) {
    let (node, cluster) = (&profile.node, &profile.cluster);
    writer.comment(&format!("Rebuilds {node} of the cluster {cluster} on a fresh installation of {release}."));
    if let Some(at) = profile.captured_at {
        writer.comment(&format!("The profile was recorded at {at}."));
    }
    writer.comment("Run it on the machine itself, as an administrator, again after each restart, until it says that");
    writer.comment("everything is there. It changes only what differs, and it holds no secret: it asks for those.");
    writer.comment("It does not add the node to the cluster. Test-ClusterNodeReadiness says whether it may be added.");
    boot_and_data_disks(profile, writer);
    writer.line("#Requires -RunAsAdministrator");
    writer.line("$ErrorActionPreference = 'Stop'");
    writer.line("$restart = $false");
    writer.line("$missing = @()");
    writer.line("$computer = Get-CimInstance -ClassName Win32_ComputerSystem");
}

/// Which disks setup may touch: the boot disk by its serial number, and nothing else.
fn boot_and_data_disks(profile: &NodeProfile, writer: &mut Writer) {
    let disks = &profile.machine.disks;
    let serials = |wanted: fn(&crate::model::Disk) -> bool| {
        let found: Vec<&str> =
            disks.iter().filter(|disk| wanted(disk)).map(|disk| disk.serial_number.as_str()).collect();
        found.join(", ")
    };
    let (boot, pooled) = (serials(|disk| disk.boot), serials(|disk| disk.pooled));
    if !boot.is_empty() {
        writer.comment(&format!("The operating system belongs on the disk with the serial number {boot}."));
    }
    if !pooled.is_empty() {
        writer.comment(&format!("Disks of the storage pool, which must not be touched: {pooled}."));
    }
}
