//! Drives a run with a twin: the same calls in the same order as the module's loop makes through the cmdlets.

use rolling_upgrade_core::error::{ErrorReport, Reportable};
use rolling_upgrade_core::model::{NodeName, RoleName, RoleState, VirtualMachineState};
use rolling_upgrade_core::plan::{Method, Migration, Plan};
use rolling_upgrade_core::run::{
    Action, ActionResult, ActionTask, ClusterObserved, Event, EventKind, GroupObserved, MachineObserved, NodeObserved,
    Observation, Observe, PoolObserved, StorageObserved, VirtualDiskObserved, VirtualMachineObserved,
};

mod aside;

use crate::call::Call;
use crate::error::TwinError;
use crate::ids::{MachineId, RoleId};
use crate::twin::Twin;

/// Carries an action out, waits, reads, and says it as the run's next event.
pub(crate) fn answer(twin: &mut Twin, plan: &Plan, action: &Action) -> Event {
    twin.aside = action.aside;
    let result = match carry_out(twin, &action.task) {
        Ok(()) => ActionResult::Succeeded,
        Err(error) => ActionResult::Failed { error },
    };
    if action.wait_seconds > 0 {
        twin.step(action.wait_seconds);
    }
    let mut observed = Box::new(observe(twin, plan, &action.observe));
    if let ActionTask::ValidateCluster { ignore, .. } = &action.task {
        observed.validation = Some(twin.validate(&[], ignore, false).outcome);
    }
    twin.aside = false;
    event(twin, EventKind::ActionEnded { action: action.id, result, observed })
}

/// Begins an action as a process does that is killed right then: of several calls the first that changes something, and
/// nobody waits for it.
pub(crate) fn begin_only(twin: &mut Twin, task: &ActionTask) {
    twin.unattended = true;
    for call in calls(task) {
        // Nobody hears the answer.
        let _ = twin.call_for_text(&call);
    }
    if let ActionTask::SetOwners { role, preferred: None, possible: Some(possible) } = task
        && let Ok(names) = resource_names(twin, role)
        && let Some(name) = names.into_iter().next()
    {
        let _ =
            twin.call_for_text(&Call::SetOwnerNodes { group: None, resource: Some(name), owners: possible.clone() });
    }
    twin.unattended = false;
}

/// An event at the twin's present time.
#[must_use]
pub(crate) fn event(twin: &Twin, event: EventKind) -> Event {
    Event { at: twin.now(), event }
}

/// Makes the calls that the task's documentation names.
fn carry_out(twin: &mut Twin, task: &ActionTask) -> Result<(), ErrorReport> {
    for call in calls(task) {
        twin.call_for_text(&call)?;
    }
    if let ActionTask::SetOwners { role, preferred: None, possible: Some(possible) } = task {
        return set_possible_owners(twin, role, possible);
    }
    Ok(())
}

/// The calls of a task, one for each cmdlet that its documentation names.
fn calls(task: &ActionTask) -> Vec<Call> {
    let one = |call| vec![call];
    match task {
        ActionTask::Look => Vec::new(),
        ActionTask::SetClusterProperty { name, value } => {
            vec![Call::Cluster, Call::SetClusterProperty { name: name.clone(), value: (*value).into() }]
        }
        // The cmdlet looks whether the role is there before it asks, and so costs two calls.
        ActionTask::DisableUpdatingRole => vec![Call::Updating, Call::SetUpdatingRole { enabled: false }],
        ActionTask::EnableUpdatingRole => vec![Call::Updating, Call::SetUpdatingRole { enabled: true }],
        ActionTask::SuspendNode { node, drain } => {
            one(Call::SuspendNode { node: node.clone(), drain: *drain, force_drain: false, wait: false, target: None })
        }
        ActionTask::ResumeNode { node } => one(Call::ResumeNode { node: node.clone(), failback: Some(0) }),
        ActionTask::MoveRole { role, to, migration } => one(move_role(role, to, *migration)),
        ActionTask::EnableStorageMaintenance { node } => {
            vec![
                Call::Cluster,
                Call::Nodes { names: Vec::new() },
                Call::EnableStorageMaintenance { node: node.clone() },
            ]
        }
        ActionTask::DisableStorageMaintenance { node } => {
            vec![
                Call::Cluster,
                Call::Nodes { names: Vec::new() },
                Call::DisableStorageMaintenance { node: node.clone() },
            ]
        }
        ActionTask::EvictNode { node } => {
            one(Call::RemoveNode { node: node.clone(), ignore_storage_connectivity_loss: false })
        }
        ActionTask::Install { node, machine, release, method, .. } => one(Call::Install {
            machine: machine.clone(),
            replaces: Some(node.clone()),
            release: Some(*release),
            in_place: *method != Method::CleanEvict,
        }),
        ActionTask::SetResourceTypeParameter { .. }
        | ActionTask::SetNodeWeight { .. }
        | ActionTask::SetFaultDomain { .. }
        | ActionTask::SetNetworkRole { .. }
        | ActionTask::MoveSharedVolume { .. } => property(task),
        ActionTask::AddNode { machine } => one(Call::AddNode { machines: vec![machine.clone()], no_storage: false }),
        ActionTask::SetOwners { role, preferred: Some(preferred), .. } => {
            one(Call::SetOwnerNodes { group: Some(role.clone()), resource: None, owners: preferred.clone() })
        }
        // Which resources there are is read first: see `set_possible_owners`.
        ActionTask::SetOwners { preferred: None, .. } => Vec::new(),
        ActionTask::CheckFunctionalLevel => one(Call::UpdateFunctionalLevel { what_if: true }),
        ActionTask::UpdateFunctionalLevel => one(Call::UpdateFunctionalLevel { what_if: false }),
        ActionTask::UpdateStoragePool { pool } => {
            vec![Call::StoragePools, Call::UpdateStoragePool { pool: pool.clone() }]
        }
        ActionTask::ShutDownVirtualMachine { role, host } => {
            one(Call::StopVirtualMachine { name: role.clone(), host: host.clone(), kind: 2 })
        }
        ActionTask::UpdateVirtualMachineVersion { role, host, .. } => {
            one(Call::UpdateVirtualMachineVersion { name: role.clone(), host: host.clone() })
        }
        ActionTask::StartRole { role } => one(Call::StartGroup { group: role.clone(), wait_seconds: Some(0) }),
        ActionTask::TakeLease { value, .. } | ActionTask::RenewLease { value } => one(aside::set_lease(Some(value))),
        ActionTask::ReleaseLease => one(aside::set_lease(None)),
        // A rehearsal has no scripts of a user, and nothing to gather for a support case.
        ActionTask::RunGate { .. } | ActionTask::RunHook { .. } | ActionTask::CollectEvidence { .. } => Vec::new(),
        // The journal keeps the one, and what the other sums up to is a part of what is observed.
        ActionTask::RecordProfile { .. } | ActionTask::ValidateCluster { .. } => Vec::new(),
    }
}

/// A property of something that is part of the cluster: who coordinates a volume is one, too.
fn property(task: &ActionTask) -> Vec<Call> {
    match task {
        ActionTask::SetResourceTypeParameter { resource_type, name, value } => {
            vec![aside::set_parameter(resource_type, name, *value)]
        }
        ActionTask::SetNodeWeight { node, weight } => vec![
            Call::Nodes { names: vec![node.clone()] },
            Call::SetNodeProperty { node: node.clone(), name: "NodeWeight".to_owned(), value: (*weight).into() },
        ],
        ActionTask::SetFaultDomain { node, parent } => {
            vec![Call::SetFaultDomain { name: node.to_string(), parent: parent.clone() }]
        }
        ActionTask::MoveSharedVolume { volume, to } => {
            vec![Call::MoveSharedVolume { volume: volume.clone(), node: Some(to.clone()) }]
        }
        ActionTask::SetNetworkRole { network, role } => vec![
            Call::Networks,
            Call::SetNetworkProperty { network: network.clone(), name: "Role".to_owned(), value: (*role).into() },
        ],
        _ => Vec::new(),
    }
}

fn move_role(role: &RoleName, to: &NodeName, migration: Migration) -> Call {
    let (group, node, wait_seconds) = (role.clone(), Some(to.clone()), Some(0));
    let kind = match migration {
        Migration::Live => 4,
        Migration::Quick => 1,
        Migration::Failover => return Call::MoveGroup { group, node, wait_seconds },
    };
    Call::MoveVirtualMachine { group, node, migration: Some(kind), wait_seconds, cancel: false }
}

/// `Get-ClusterGroup`, its `Get-ClusterResource`, then `Set-ClusterOwnerNode -Resource` for each. The two readings cost
/// what their calls cost.
fn set_possible_owners(twin: &mut Twin, role: &RoleName, owners: &[NodeName]) -> Result<(), ErrorReport> {
    let names = resource_names(twin, role).map_err(|error| error.report())?;
    for name in names {
        twin.call_for_text(&Call::SetOwnerNodes { group: None, resource: Some(name), owners: owners.to_vec() })?;
    }
    Ok(())
}

fn resource_names(twin: &mut Twin, role: &RoleName) -> Result<Vec<String>, TwinError> {
    twin.begin_cluster()?;
    twin.role_named(role)?;
    twin.begin_cluster()?;
    Ok(twin.resource_views(Some(role))?.into_iter().map(|resource| resource.name).collect())
}

/// Reads what the run asked for. Each reading costs what its call costs; the views in between are left out, because
/// reading 8,000 groups as documents at every look would take longer than the upgrade.
fn observe(twin: &mut Twin, plan: &Plan, observe: &Observe) -> Observation {
    let mut observed = Observation::default();
    if let Err(error) = read(twin, plan, observe, &mut observed) {
        observed.error = Some(error.report());
    }
    observed
}

fn read(twin: &mut Twin, plan: &Plan, observe: &Observe, observed: &mut Observation) -> Result<(), TwinError> {
    match observe {
        Observe::Nothing => {}
        Observe::Everything => {
            observed.cluster = Some(cluster(twin)?);
            observed.nodes = Some(nodes(twin, None)?);
            observed.groups = Some(groups(twin, |twin| Ok(twin.state.roles.ids().collect()))?);
        }
        Observe::Cluster => observed.cluster = Some(cluster(twin)?),
        Observe::Nodes => observed.nodes = Some(nodes(twin, None)?),
        Observe::Node { node } => {
            observed.nodes = Some(nodes(twin, Some(node))?);
            observed.groups = Some(groups(twin, |twin| {
                let machine = twin.node_named(node)?;
                Ok(twin.state.roles_of(machine))
            })?);
        }
        Observe::Groups { roles } => {
            observed.groups =
                Some(groups(twin, |twin| roles.iter().map(|role| twin.role_named(role)).collect::<Result<_, _>>())?);
        }
        Observe::Machine { machine } => observed.machine = Some(machine_facts(twin, machine)?),
        Observe::Membership { .. }
        | Observe::Owners { .. }
        | Observe::Lease
        | Observe::ResourceTypeParameter { .. }
        | Observe::Step { .. }
        | Observe::SharedVolumes
        | Observe::CriticalEvents { .. } => {
            aside::read(twin, plan, observe, observed)?;
        }
        Observe::Storage => observed.storage = Some(storage(twin)?),
        Observe::UpdatingRole => {
            twin.begin_cluster()?;
            let updating = &twin.state.cluster.updating;
            observed.updating_role_enabled = updating.present.then_some(updating.enabled);
        }
        Observe::VirtualMachine { role } => {
            let found = groups(twin, |twin| Ok(vec![twin.role_named(role)?]))?;
            observed.groups = Some(found);
            observed.virtual_machine = virtual_machine(twin, role)?;
        }
        Observe::Guest { role } => {
            let found = groups(twin, |twin| Ok(vec![twin.role_named(role)?]))?;
            observed.groups = Some(found);
            let answers = twin.guest_answers(twin.role_named(role)?);
            observed.virtual_machine = virtual_machine(twin, role)?.map(|machine| VirtualMachineObserved {
                heartbeat: heartbeat(twin, role),
                answers: Some(answers),
                ..machine
            });
        }
    }
    Ok(())
}

fn cluster(twin: &mut Twin) -> Result<ClusterObserved, TwinError> {
    twin.begin_cluster()?;
    let same_subnet_threshold = Some(twin.same_subnet_threshold());
    let view = &twin.state.cluster;
    let has_it = view.level >= rolling_upgrade_core::model::Release::Server2016.level();
    Ok(ClusterObserved {
        name: view.facts.name.clone(),
        functional_level: view.level,
        auto_balancer_mode: view.facts.auto_balancer_mode.filter(|_| has_it),
        same_subnet_threshold,
        maximum_parallel_migrations: view.facts.maximum_parallel_migrations,
        lower_quorum_priority_node_id: Some(view.quorum.lower_priority_node_id).filter(|id| *id != 0),
    })
}

fn nodes(twin: &mut Twin, only: Option<&NodeName>) -> Result<Vec<NodeObserved>, TwinError> {
    twin.begin_cluster()?;
    let machines: Vec<MachineId> = match only {
        Some(name) => vec![twin.node_named(name)?],
        None => twin.state.members.clone(),
    };
    let observed = machines.into_iter().map(|machine| {
        let record = &twin.state.machines[machine];
        NodeObserved {
            name: record.name.clone(),
            state: twin.state.node_state(machine),
            drain_status: record.node.as_ref().map_or(0, |node| node.drain_status),
            build: record.facts.build,
            id: record.node.as_ref().map(|node| node.id),
            weight: record.node.as_ref().map(|node| u32::from(node.vote)),
            status: twin.node_view(machine).status_information & 3,
        }
    });
    Ok(observed.collect())
}

fn groups(
    twin: &mut Twin,
    choose: impl Fn(&Twin) -> Result<Vec<RoleId>, TwinError>,
) -> Result<Vec<GroupObserved>, TwinError> {
    twin.begin_cluster()?;
    let observed = choose(twin)?.into_iter().map(|role| {
        let record = &twin.state.roles[role];
        GroupObserved {
            name: record.name.clone(),
            owner: twin.machine_name(record.owner).clone(),
            state: record.state,
            queued: record.queued.is_some(),
        }
    });
    Ok(observed.collect())
}

fn machine_facts(twin: &mut Twin, name: &NodeName) -> Result<MachineObserved, TwinError> {
    twin.begin()?;
    let record = &twin.state.machines[twin.machine_named(name)?];
    let reachable = record.answers();
    let facts = reachable.then(|| record.facts.clone());
    Ok(MachineObserved { name: record.name.clone(), reachable, facts })
}

fn storage(twin: &mut Twin) -> Result<StorageObserved, TwinError> {
    twin.begin_cluster()?;
    let unhealthy = twin.state.storage.virtual_disks.ids().filter_map(|disk| {
        let (status, health) = twin.state.virtual_disk_status(disk);
        let healthy = status == rolling_upgrade_core::model::VirtualDiskStatus::Ok
            && health == rolling_upgrade_core::model::Health::Healthy;
        let name = twin.state.storage.virtual_disks[disk].name.clone();
        (!healthy).then_some(VirtualDiskObserved { name, health, status })
    });
    let unhealthy = unhealthy.collect();
    twin.begin_cluster()?;
    let jobs = twin.state.storage.virtual_disks.iter().filter(|(_, disk)| disk.job.is_some()).count();
    twin.begin_cluster()?;
    let pools = twin.state.storage.pools.iter();
    let pools = pools.map(|pool| PoolObserved { name: pool.name.clone(), version: pool.version.0.to_string() });
    Ok(StorageObserved { unhealthy, jobs: u32::try_from(jobs).unwrap_or(u32::MAX), pools: pools.collect() })
}

fn virtual_machine(twin: &mut Twin, name: &RoleName) -> Result<Option<VirtualMachineObserved>, TwinError> {
    twin.begin()?;
    let role = twin.role_named(name)?;
    let record = &twin.state.roles[role];
    if !twin.state.machines[record.owner].answers() {
        return Err(crate::refusal::Refusal::Unreachable { machine: twin.machine_name(record.owner).clone() }.into());
    }
    Ok(record.virtual_machine.as_ref().map(|machine| VirtualMachineObserved {
        name: record.name.clone(),
        host: twin.machine_name(record.owner).clone(),
        state: machine.power.state(),
        version: machine.version,
        heartbeat: None,
        answers: None,
    }))
}

/// A guest without integration services has no heartbeat that could stop.
fn heartbeat(twin: &Twin, name: &RoleName) -> Option<bool> {
    let record = &twin.state.roles[twin.role_named(name).ok()?];
    let machine = record.virtual_machine.as_ref()?;
    (machine.guest_shutdown && machine.power.state() == VirtualMachineState::Running).then_some(true)
}

/// The roles that run, for the account of a rehearsal.
pub(crate) fn not_online(twin: &Twin) -> Vec<RoleName> {
    let down = twin
        .state
        .roles
        .iter()
        .filter(|(_, role)| role.outage.since.is_some() || (role.state == RoleState::Failed && !role.is_core()));
    down.map(|(_, role)| role.name.clone()).collect()
}
