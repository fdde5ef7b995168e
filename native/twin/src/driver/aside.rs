//! What a run asks beside its own calls: its lease, the rules of a step, what its gates look at. It costs no time.

use rolling_upgrade_core::plan::{OwnerLists, Plan};
use rolling_upgrade_core::run::{
    CriticalEventObserved, LEASE_PROPERTY, LeaseObserved, MembershipObserved, Observation, Observe,
    SharedVolumeObserved, step_findings_at,
};
use serde_json::Value;

use crate::call::Call;
use crate::error::TwinError;
use crate::ids::{MachineId, RoleId};
use crate::twin::Twin;

/// Writes or takes away the property that holds the lease.
pub(super) fn set_lease(value: Option<&String>) -> Call {
    let text = value.map_or(Value::Null, |value| Value::from(value.as_str()));
    Call::SetParameters {
        resource: None,
        resource_type: None,
        cluster: true,
        values: [(LEASE_PROPERTY.to_owned(), text)].into_iter().collect(),
        create: value.is_some(),
        delete: value.is_none(),
    }
}

/// Writes a private property of a resource type, and makes it where there is none.
pub(super) fn set_parameter(resource_type: &str, name: &str, value: u64) -> Call {
    Call::SetParameters {
        resource: None,
        resource_type: Some(resource_type.to_owned()),
        cluster: false,
        values: [(name.to_owned(), Value::from(value))].into_iter().collect(),
        create: true,
        delete: false,
    }
}

/// Reads without a charge.
pub(super) fn read(
    twin: &mut Twin,
    plan: &Plan,
    observe: &Observe,
    observed: &mut Observation,
) -> Result<(), TwinError> {
    match observe {
        Observe::Lease => observed.lease = Some(LeaseObserved { value: twin.lease() }),
        Observe::ResourceTypeParameter { resource_type, name } => {
            let parameters = twin.type_parameters(resource_type);
            observed.parameter = Some(parameters.get(name).and_then(Value::as_u64).unwrap_or_default());
        }
        Observe::Step { moment, node } => {
            let now = twin.now();
            let findings = twin.with_inventory(|inventory, places| {
                step_findings_at(plan, inventory, places, *moment, node.as_ref(), now)
            });
            observed.findings = Some(findings);
        }
        Observe::Membership { node } => {
            let machine = twin.node_named(node)?;
            let place = twin.state.machines[machine].node.as_ref();
            observed.membership = Some(MembershipObserved {
                fault_domain: place.and_then(|place| place.fault_domain.clone()),
                site: place.and_then(|place| place.site.clone()),
                networks: twin.state.networks.clone(),
                affinity_rules: Some(twin.state.affinity_rules.iter().map(|rule| rule.facts.clone()).collect()),
            });
        }
        Observe::Owners { roles } => {
            let lists = roles.iter().filter_map(|role| Some(twin.lists_of(*twin.state.roles_by_name.get(role)?)));
            observed.owners = Some(lists.collect());
        }
        Observe::SharedVolumes => {
            let volumes = twin.shared_volume_views().into_iter().map(|volume| SharedVolumeObserved {
                name: volume.name,
                online: volume.state == 2,
                redirected: volume.redirected,
                owner: Some(volume.owner),
            });
            observed.shared_volumes = Some(volumes.collect());
        }
        Observe::CriticalEvents { since } => {
            let events = twin.log.critical(*since, twin.start).map(|event| CriticalEventObserved {
                at: event.at,
                subject: event.subject,
                event_id: event.event_id.unwrap_or_default(),
                message: event.message,
            });
            observed.critical_events = Some(events.collect());
        }
        _ => {}
    }
    Ok(())
}

impl Twin {
    fn lists_of(&self, role: RoleId) -> OwnerLists {
        let record = &self.state.roles[role];
        let named =
            |machines: &[MachineId]| machines.iter().map(|machine| self.machine_name(*machine).clone()).collect();
        OwnerLists {
            role: record.name.clone(),
            preferred: named(&record.preferred),
            possible: named(self.possible_or_all(&record.possible)),
        }
    }

    fn lease(&self) -> Option<String> {
        self.cluster_parameters().get(LEASE_PROPERTY).and_then(Value::as_str).map(str::to_owned)
    }
}
