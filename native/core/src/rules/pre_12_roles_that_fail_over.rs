//! PRE-12: roles that are no VMs are interrupted when they change their node.

use super::prelude::*;
use crate::model::RoleKind;

pub(super) static RULE: Rule = Rule {
    id: "PRE-12",
    title: "Roles that fail over are interrupted",
    severity: Severity::Warn,
    confidence: Confidence::Documented,
    stage: Stage::Preparation,
    moments: UPGRADE,
    needs: "The roles and their kinds.",
    fires: "The cluster has a role that is neither a VM nor a scale-out file server nor part of the cluster itself.",
    remedy: "Agree with the users of the role on a time for the turn of its node: each failover takes minutes at most.",
    source: ROLLING_UPGRADE_PAGE,
    examine,
};

fn examine(facts: &Facts<'_>, findings: &mut Findings<'_>) {
    for role in &facts.inventory.roles {
        let kind = match role.kind {
            RoleKind::FileServer => "a file server",
            RoleKind::SqlServer => "a SQL Server failover instance",
            RoleKind::Dhcp => "a DHCP server",
            RoleKind::Generic => "a generic application, script or service",
            RoleKind::Other => "a role of another kind",
            RoleKind::Cluster
            | RoleKind::AvailableStorage
            | RoleKind::VirtualMachine
            | RoleKind::ScaleOutFileServer
            | RoleKind::ReplicaBroker
            | RoleKind::ClusterAwareUpdating
            | RoleKind::StoragePool => continue,
        };
        let message = format!("{} is {kind}: it goes offline and online again at least once.", role.name);
        findings.fire(Subject::role(&role.name), message);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::RoleKind;
    use crate::rules::fixture::Fixture;

    #[test]
    fn vms_pass() {
        let mut fixture = Fixture::usual();
        fixture.vm("vm1", 1);
        assert!(fixture.found("PRE-12").is_empty());
    }

    #[test]
    fn a_file_server_is_a_warning() {
        let mut fixture = Fixture::usual();
        fixture.role("files", RoleKind::FileServer, 2);
        assert_eq!(fixture.found("PRE-12"), ["WARN role files"]);
    }

    #[test]
    fn a_scale_out_file_server_goes_on() {
        let mut fixture = Fixture::usual();
        fixture.role("sofs", RoleKind::ScaleOutFileServer, 2);
        fixture.role("updating", RoleKind::ClusterAwareUpdating, 2);
        assert!(fixture.found("PRE-12").is_empty());
    }
}
