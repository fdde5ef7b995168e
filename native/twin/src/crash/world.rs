//! The cluster and the plan of the crash matrix.

use rolling_upgrade_core::error::{ErrorReport, Reportable};
use rolling_upgrade_core::generate::{GenerateOptions, generate};
use rolling_upgrade_core::model::{Inventory, NodeName, Release, Timestamp};
use rolling_upgrade_core::plan::{
    Attestation, Method, Placement, Plan, Policy, make, make_version_campaign, make_way_back,
};

use super::matrix::{Broken, Matrix};
use crate::simulation::{InstallTimes, Operator, Simulation};
use crate::twin::Twin;

/// How long an installation takes, so that a run looks for it a few times and not a hundred.
const INSTALL_SECONDS: u64 = 150;

/// Four nodes with a VM each, of which one has preferred and one possible owners, on a cluster that has what a run
/// borrows: the balancer and the role of Cluster-Aware Updating.
///
/// Where it is to lose two nodes at once, one node has room for all and may own all.
fn cluster(two_at_once: bool) -> Result<Inventory, ErrorReport> {
    let options = GenerateOptions {
        nodes: 4,
        virtual_machines: 4,
        seed: 7,
        from: Release::Server2016,
        memory_use_percent: Some(if two_at_once { 10 } else { 30 }),
    };
    let mut inventory = generate(&options).map_err(|error| error.report())?;
    let names: Vec<NodeName> = inventory.nodes.iter().map(|node| node.name.clone()).collect();
    let mut machines = inventory.roles.iter_mut().filter(|role| role.virtual_machine.is_some());
    if let Some(first) = machines.next() {
        first.preferred_owners = names.iter().take(2).cloned().collect();
    }
    if let (Some(second), Some(last)) = (machines.next(), names.last()) {
        let may = |name: &&NodeName| two_at_once || *name != last || **name == second.owner;
        second.possible_owners = names.iter().filter(may).cloned().collect();
    }
    Ok(inventory)
}

/// The matrix of an upgrade of four nodes from Windows Server 2016 to 2019.
///
/// # Errors
/// The run does not come to its end without a kill.
pub fn four_nodes(method: Method) -> Result<Matrix, Broken> {
    matrix(&Policy { method, ..Policy::default() })
}

/// The same of an upgrade in which two nodes are out together.
///
/// # Errors
/// The run does not come to its end without a kill.
pub fn two_nodes_at_once() -> Result<Matrix, Broken> {
    matrix(&Policy { max_concurrent_nodes: 2, ..Policy::default() })
}

/// The matrix of the way back from an upgrade that was stopped after so many actions.
///
/// # Errors
/// There is no way back, or it does not come to its end without a kill.
pub fn way_back(actions_max: usize) -> Result<Matrix, Broken> {
    let statement = |topic: &str| Attestation {
        topic: topic.to_owned(),
        statement: "it is there".to_owned(),
        by: "CONTOSO\\ops".to_owned(),
        at: Timestamp::from_milliseconds(1_800_000_000_000),
    };
    let policy =
        settled(&Policy { attestations: vec![statement("backup"), statement("oldMedia")], ..Policy::default() });
    let (mut twin, plan) = world(&policy)?;
    let left = twin.upgrade_until(plan, actions_max).map_err(failed)?.left;
    let plan = make_way_back(&twin.inventory(), &policy, &left).map_err(|error| failed(error.report()))?;
    Matrix::taking_back(twin, plan, left)
}

/// The matrix of a campaign that raises the configuration versions of four VMs.
///
/// # Errors
/// It does not come to its end without a kill.
pub fn version_campaign() -> Result<Matrix, Broken> {
    let mut inventory = cluster(false).map_err(failed)?;
    inventory.cluster.functional_level = Release::Server2019.level();
    for node in &mut inventory.nodes {
        node.build = Some(Release::Server2019.build());
        node.machine.iter_mut().for_each(|machine| machine.release = Release::Server2019);
    }
    let plan = make_version_campaign(&inventory, &Policy::default()).map_err(|error| failed(error.report()))?;
    let twin = Twin::new(&inventory, &Simulation::default(), 1).map_err(|error| failed(error.report()))?;
    Matrix::new(twin, plan)
}

fn failed(report: ErrorReport) -> Broken {
    Broken { kills: Vec::new(), what: report.to_string() }
}

/// What is the same in every matrix.
fn settled(policy: &Policy) -> Policy {
    Policy { placement: Placement::Fewest, soak_seconds: 0, ..policy.clone() }
}

fn world(policy: &Policy) -> Result<(Twin, Plan), Broken> {
    let inventory = cluster(policy.max_concurrent_nodes > 1).map_err(failed)?;
    let plan = make(&inventory, Release::Server2019, policy).map_err(|error| failed(error.report()))?;
    let simulation = Simulation {
        install: InstallTimes { seconds: INSTALL_SECONDS, machines: Vec::new() },
        // The operator does what he is told, and nothing unasked.
        operator: Operator { automatic: false, ..Operator::default() },
        ..Simulation::default()
    };
    let twin = Twin::new(&inventory, &simulation, 1).map_err(|error| failed(error.report()))?;
    Ok((twin, plan))
}

fn matrix(policy: &Policy) -> Result<Matrix, Broken> {
    let (twin, plan) = world(&settled(policy))?;
    if policy.max_concurrent_nodes > 1 && plan.nodes.windows(2).all(|pair| pair[0].wave != pair[1].wave) {
        let what = "the plan takes one node out after the other".to_owned();
        return Err(Broken { kills: Vec::new(), what });
    }
    Matrix::new(twin, plan)
}
