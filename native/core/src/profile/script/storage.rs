//! MPIO, iSCSI.

use super::super::NodeProfile;
use super::writer::{Writer, quoted};
use crate::model::{Initiator, InitiatorKind};

/// Paths to shared storage.
pub(super) fn write(profile: &NodeProfile, writer: &mut Writer) {
    let parts = &profile.machine.profile;
    if parts.multipath.is_none() && parts.initiators.is_none() {
        return;
    }
    writer.section("Storage");
    writer.comment("Map or zone the shared disks to this machine only now, after setup.");
    if let Some(policy) = parts.multipath.as_ref().and_then(|multipath| multipath.policy.as_deref()) {
        let policy = quoted(policy);
        writer.when(
            &format!("(Get-MSDSMGlobalDefaultLoadBalancePolicy) -ne {policy}"),
            &[format!("Set-MSDSMGlobalDefaultLoadBalancePolicy -Policy {policy}")],
        );
    }
    let initiators = parts.initiators.iter().flatten();
    for initiator in initiators {
        match initiator.kind {
            InitiatorKind::Iscsi => iscsi(initiator, writer),
            InitiatorKind::FibreChannel => {
                writer.comment(&format!("Fibre Channel: the array and the switches know the port {}.", initiator.name));
            }
        }
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
    for target in &initiator.targets {
        let target = quoted(target);
        writer.when(
            &format!("-not (Get-IscsiTarget -NodeAddress {target} -ErrorAction SilentlyContinue).IsConnected"),
            &[format!("Connect-IscsiTarget -NodeAddress {target} -IsPersistent $true -IsMultipathEnabled $true")],
        );
    }
}
