//! Links for live migration: what the migrations on one link have of it, from moment to moment.
//!
//! A migration has the narrower of the two links, each divided by the migrations that it carries. Compression makes it
//! faster; migration over SMB is held to a quarter of the link where the bandwidth limit is in force ("Live migration
//! overview", "SMB bandwidth limits for live migration", learn.microsoft.com).

use rolling_upgrade_core::model::Release;

use crate::ids::{MachineId, RoleId};
use crate::migration::Precopy;
use crate::queue::Happening;
use crate::state::{MachineRecord, Movement};
use crate::twin::Twin;

const COMPRESSION: &str = "compression";
const SMB: &str = "smb";
/// `SMBBandwidthLimitFactor` where nobody set another: hundredths of a percent of the link.
const SMB_LIMIT_PERCENT: u64 = 25;

impl Twin {
    /// Gives a migration what it has of its links now.
    pub(crate) fn share_link(&self, precopy: &mut Precopy, from: MachineId, to: MachineId) {
        let share = |machine: MachineId| {
            let record = &self.state.machines[machine];
            record.link_mib_per_second * 1024 / u64::from(record.migrations.max(1))
        };
        let percent = self.transport_percent(&self.state.machines[from]);
        let bandwidth = (share(from).min(share(to)) * percent / 100).max(1);
        precopy.bandwidth_kib_per_second = bandwidth;
        precopy.enough_kib = bandwidth * self.simulation.migration.stop_copy_milliseconds / 1000;
    }

    /// Whether a host compresses what it migrates.
    pub(crate) fn is_compressed(&self, host: MachineId) -> bool {
        transport(&self.state.machines[host]).eq_ignore_ascii_case(COMPRESSION)
    }

    /// What the transport of a host makes of its link, in hundredths.
    fn transport_percent(&self, host: &MachineRecord) -> u64 {
        let transport = transport(host);
        if transport.eq_ignore_ascii_case(COMPRESSION) {
            return u64::from(self.simulation.migration.compression_percent);
        }
        let limited = transport.eq_ignore_ascii_case(SMB)
            && self.state.cluster.level >= Release::Server2022.level()
            && host.facts.has_feature("FS-SMBBW")
            && self.property("SetSMBBandwidthLimit") == 1;
        if limited { SMB_LIMIT_PERCENT } else { 100 }
    }

    /// What a migration still takes, in milliseconds, if nothing changes; its set-up left out.
    pub(crate) fn rest_of(&self, precopy: &Precopy) -> u64 {
        let (so_far, end) = (precopy.so_far(), precopy.at_the_end());
        let left =
            (end.copy_microseconds - so_far.copy_microseconds) + (end.stop_microseconds - so_far.stop_microseconds);
        left / 1000 + self.simulation.migration.resume_milliseconds
    }

    /// How long the guest of a live migration stood still, in milliseconds.
    pub(crate) fn blackout_of(&self, movement: &Movement) -> Option<u64> {
        let copied = movement.precopy?.at_the_end();
        Some(copied.stop_microseconds / 1000 + self.simulation.migration.resume_milliseconds)
    }

    /// Migrations have come to the links of some machines or left them, or a link has another speed: the others on
    /// those links get faster or slower.
    pub(crate) fn links_changed<const COUNT: usize>(&mut self, machines: [MachineId; COUNT]) {
        for machine in machines {
            for place in 0..self.state.machines[machine].migrating.len() {
                let role = self.state.machines[machine].migrating[place];
                self.link_of_changed(role);
            }
        }
    }

    fn link_of_changed(&mut self, role: RoleId) {
        let Some(mut movement) = self.state.roles[role].movement else { return };
        let Some(mut precopy) = movement.precopy else { return };
        let before = precopy.bandwidth_kib_per_second;
        let mut after = precopy;
        self.share_link(&mut after, self.state.roles[role].owner, movement.to);
        if after.bandwidth_kib_per_second == before {
            return;
        }
        precopy.advance(self.now.saturating_sub(movement.counted_at) * 1000);
        precopy.bandwidth_kib_per_second = after.bandwidth_kib_per_second;
        precopy.enough_kib = after.enough_kib;
        movement.counted_at = movement.counted_at.max(self.now);
        movement.precopy = Some(precopy);
        let at = movement.counted_at + self.rest_of(&precopy);
        let record = &mut self.state.roles[role];
        record.movement = Some(movement);
        record.token += 1;
        let token = record.token;
        self.queue.put(at, Happening::MoveEnds { role, token });
    }
}

/// How a host moves memory: compressed where nobody says otherwise.
fn transport(host: &MachineRecord) -> &str {
    host.facts.hyper_v.as_ref().map_or(COMPRESSION, |settings| &settings.migration_transport)
}
