//! Configuring a machine that stands blank, one thing at a time, as a rebuild does.
//!
//! What surrounds a machine did not go with its disk: arrays know its initiators, wires lead where they led, the
//! directory holds its account and the name service its record. So each thing that is configured shows what the
//! machine, or the one that it replaces, had there before it was installed.

mod host;
mod networks;
mod storage;
mod system;

use std::collections::BTreeMap;

use rolling_upgrade_core::model::{Machine, Network, NodeName};

pub(crate) use host::fresh_host;

use crate::preparation::Preparation;
use crate::refusal::Refusal;

/// `ERROR_NOT_FOUND`, a Win32 system error code.
const NOT_FOUND: u32 = 1168;

/// A machine under somebody's hands.
pub(crate) struct Bench<'a> {
    /// Its name.
    pub(crate) name: &'a NodeName,
    /// Its facts.
    pub(crate) facts: &'a mut Machine,
    /// What it, or the one that it replaces, was before it was installed.
    pub(crate) before: &'a Machine,
    /// Its LBFO teams with their adapters.
    pub(crate) teams: &'a mut BTreeMap<String, Vec<String>>,
    /// The networks of the cluster.
    pub(crate) networks: &'a [Network],
}

impl Bench<'_> {
    /// Configures one thing; what is there already stays as it is.
    ///
    /// # Errors
    /// Something that it needs is not there, or the domain refuses the account.
    pub(crate) fn prepare(&mut self, item: &Preparation) -> Result<(), Refusal> {
        match item {
            Preparation::JoinDomain { domain } => self.join_domain(domain),
            Preparation::SetAdapter { .. }
            | Preparation::AddAddress { .. }
            | Preparation::AddHostAdapter { .. }
            | Preparation::AddTeam { .. }
            | Preparation::AddSwitch { .. } => self.prepare_network(item),
            Preparation::SetHost { settings } => self.set_host(settings),
            Preparation::SetMultipathPolicy { .. }
            | Preparation::RenameInitiator { .. }
            | Preparation::AddTargetPortal { .. }
            | Preparation::ConnectTarget { .. } => self.prepare_storage(item),
            _ => self.prepare_system(item),
        }
    }
}

/// Something that a preparation names and the machine does not have.
fn missing(kind: &'static str, name: &str) -> Refusal {
    Refusal::ThingNotFound { kind, name: name.to_owned(), code: NOT_FOUND }
}

/// Adds a text that is not in a list yet, ignoring case.
fn add(list: &mut Option<Vec<String>>, text: &str) {
    let list = list.get_or_insert_default();
    if !list.iter().any(|present| rolling_upgrade_core::model::same_name(present, text)) {
        list.push(text.to_owned());
    }
}
