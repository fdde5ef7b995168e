//! What a run leaves behind, so that two runs can be compared.

use std::collections::BTreeMap;

use rolling_upgrade_core::error::ErrorReport;
use rolling_upgrade_core::run::RunState;
use serde_json::Value;

use super::session::Session;
use crate::driver::not_online;

/// Facts of an inventory that tell when something was done, and not what there is.
const TIMES: [&str; 2] = ["capturedAt", "mixedSince"];

/// How long the role of a VM that runs takes to be online, at most.
const SETTLED_SECONDS: u64 = 60;

/// What must happen once for each subject, by the beginning of its line in the twin's log.
const ONCE: [&str; 6] = [
    "was evicted from the cluster",
    "has been added to the cluster",
    "setup of",
    "phase",
    "the functional level",
    "the pool",
];

/// The end of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Ending {
    /// The state of the run.
    pub state: RunState,
    /// The cluster as an inventory, its times left out.
    pub cluster: Value,
    /// What happened to the cluster, and how often; from the twin's own log.
    pub happened: BTreeMap<String, u32>,
    /// Live and quick migrations that ended.
    pub moves: (u64, u64),
    /// Roles that were down at any time, with the reasons.
    pub outages: Vec<String>,
    /// Roles that are down at the end.
    pub down: Vec<String>,
}

impl Ending {
    /// Of a session that has come to rest.
    ///
    /// # Errors
    /// The state can't be written as a document.
    pub fn of<J: super::Journal>(session: &Session<J>) -> Result<Self, ErrorReport> {
        // A campaign of versions ends when its last VM runs, and the role of that VM a moment later.
        let settled = session.raises_versions().then(|| {
            let mut twin = session.twin.clone();
            twin.step(SETTLED_SECONDS);
            twin
        });
        let twin = settled.as_ref().unwrap_or(&session.twin);
        let mut cluster = serde_json::to_value(twin.inventory()).map_err(|error| {
            let remedy = "Report it.";
            ErrorReport::new(rolling_upgrade_core::error::ErrorId::InternalFault, "no inventory", remedy)
                .caused_by(error)
        })?;
        if let Some(facts) = cluster.as_object_mut() {
            TIMES.iter().for_each(|time| drop(facts.remove(*time)));
        }
        if session.takes_several_nodes() {
            cluster.get_mut("nodes").into_iter().for_each(without_their_order);
            // The cluster puts them on a node that is in, and that may be another one.
            let volumes = cluster.pointer_mut("/storage/sharedVolumes").and_then(Value::as_array_mut);
            for volume in volumes.into_iter().flatten().filter_map(Value::as_object_mut) {
                volume.remove("owner");
            }
        }
        let account = twin.account();
        let down = account.outages.iter().filter(|outage| outage.down_milliseconds > 0);
        let mut happened = BTreeMap::new();
        for entry in twin.log.views(0, twin.start) {
            let own = !session.found_under_way(&entry.message);
            if own && ONCE.iter().any(|start| entry.message.starts_with(start)) {
                *happened.entry(format!("{}: {}", entry.subject, entry.message)).or_default() += 1;
            }
        }
        for (machine, times) in &session.orders {
            happened.insert(format!("{machine}: was ordered to be installed"), *times);
        }
        Ok(Self {
            state: session.status().state,
            cluster,
            happened,
            moves: (account.live_migrations, account.quick_migrations),
            outages: down.map(|outage| format!("{}: {}", outage.role, outage.reasons.join(", "))).collect(),
            down: not_online(twin).iter().map(ToString::to_string).collect(),
        })
    }

    /// What differs from the end of the run that nobody interrupted.
    #[must_use]
    pub fn differs(&self, expected: &Self) -> Option<String> {
        if self.state != expected.state {
            return Some(format!("the run is {} and not {}", self.state, expected.state));
        }
        if self.happened != expected.happened {
            let more = self.happened.iter().find(|(what, times)| expected.happened.get(*what) != Some(*times));
            let less = expected.happened.iter().find(|(what, _)| !self.happened.contains_key(*what));
            return Some(format!("happened too often: {more:?}, or not at all: {less:?}"));
        }
        if self.moves != expected.moves {
            return Some(format!("moved {:?} times and not {:?}", self.moves, expected.moves));
        }
        if self.outages != expected.outages || self.down != expected.down {
            let (one, other) = ((&self.outages, &self.down), (&expected.outages, &expected.down));
            return Some(format!("down, and at the end: {one:?} and not {other:?}"));
        }
        difference("", &self.cluster, &expected.cluster)
    }
}

/// Nodes that are out together join in an order of their own, which decides their ids and their places in the list.
fn without_their_order(nodes: &mut Value) {
    let Some(nodes) = nodes.as_array_mut() else { return };
    nodes.iter_mut().filter_map(Value::as_object_mut).for_each(|node| drop(node.remove("id")));
    nodes.sort_by_key(|node| node.get("name").and_then(Value::as_str).unwrap_or_default().to_owned());
}

/// The first place at which two documents differ.
fn difference(path: &str, one: &Value, other: &Value) -> Option<String> {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let names: std::collections::BTreeSet<&String> = one.keys().chain(other.keys()).collect();
            names.into_iter().find_map(|name| {
                let path = format!("{path}/{name}");
                difference(&path, one.get(name).unwrap_or(&Value::Null), other.get(name).unwrap_or(&Value::Null))
            })
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => one
            .iter()
            .zip(other)
            .enumerate()
            .find_map(|(index, (one, other))| difference(&format!("{path}/{index}"), one, other)),
        _ => (one != other).then(|| format!("{path}: {one} and not {other}")),
    }
}
