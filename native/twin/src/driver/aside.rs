//! What a run asks beside its own calls: its lease, the rules of a step, what its gates look at. It costs no time.

use rolling_upgrade_core::plan::Plan;
use rolling_upgrade_core::run::{
    CriticalEventObserved, LEASE_PROPERTY, LeaseObserved, Observation, Observe, SharedVolumeObserved, step_findings,
};
use serde_json::Value;

use crate::call::Call;
use crate::error::TwinError;
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

/// Reads without a charge.
pub(super) fn read(
    twin: &mut Twin,
    plan: &Plan,
    observe: &Observe,
    observed: &mut Observation,
) -> Result<(), TwinError> {
    match observe {
        Observe::Lease => observed.lease = Some(LeaseObserved { value: twin.lease() }),
        Observe::Step { moment, node } => {
            let findings =
                twin.with_inventory(|inventory, now| step_findings(plan, inventory, *moment, node.as_ref(), now));
            observed.findings = Some(findings);
        }
        Observe::SharedVolumes => {
            let volumes = twin.shared_volume_views().into_iter().map(|volume| SharedVolumeObserved {
                name: volume.name,
                online: volume.state == 2,
                redirected: volume.redirected,
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
    fn lease(&self) -> Option<String> {
        self.cluster_parameters().get(LEASE_PROPERTY).and_then(Value::as_str).map(str::to_owned)
    }
}
