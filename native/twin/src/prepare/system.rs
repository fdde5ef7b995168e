//! The domain, certificates and keys, and what else ran on a machine.

use rolling_upgrade_core::model::{Certificate, ComputerAccount, LocalGroup, Service, same_name};

use super::{Bench, add, missing};
use crate::preparation::Preparation;
use crate::refusal::Refusal;

impl Bench<'_> {
    /// The account exists, with its delegation and the record of its name; the policies of the domain say again where
    /// updates come from.
    pub(super) fn join_domain(&mut self, domain: &str) -> Result<(), Refusal> {
        let account = self.before.profile.account.clone();
        if account.as_ref().is_some_and(|account| account.reuse_allowed == Some(false)) {
            return Err(Refusal::AccountRefused { machine: self.name.clone() });
        }
        self.facts.domain = Some(domain.to_owned());
        self.facts.pending_restart = true;
        self.facts.profile.account =
            account.map(|account| ComputerAccount { trusted: account.trusted.map(|_| true), ..account });
        // A member takes its time from the domain.
        self.facts.profile.time_source =
            self.before.profile.time_source.as_ref().map(|_| "domain hierarchy".to_owned());
        self.facts.profile.updates.clone_from(&self.before.profile.updates);
        Ok(())
    }

    pub(super) fn prepare_system(&mut self, item: &Preparation) -> Result<(), Refusal> {
        let profile = &mut self.facts.profile;
        match item {
            Preparation::ImportCertificate { store, thumbprint } => return self.import_certificate(store, thumbprint),
            Preparation::ImportGuardian { name } => {
                let keys = self.before.profile.guardians.iter().flatten().any(|known| same_name(known, name));
                if !keys {
                    return Err(missing("guardian", name));
                }
                add(&mut profile.guardians, name);
            }
            Preparation::EnableFirewallRule { rule } => {
                let exists = self.before.profile.firewall_rules.iter().flatten().any(|known| same_name(known, rule));
                if !exists {
                    return Err(missing("firewall rule", rule));
                }
                add(&mut profile.firewall_rules, rule);
            }
            Preparation::AddExclusion { exclusion } => add(&mut profile.antivirus_exclusions, exclusion),
            Preparation::AddLocalGroupMember { group, member } => {
                let groups = profile.local_groups.get_or_insert_default();
                let place = groups.iter().position(|present| same_name(&present.name, group)).unwrap_or_else(|| {
                    groups.push(LocalGroup { name: group.clone(), members: Vec::new() });
                    groups.len() - 1
                });
                if !groups[place].members.iter().any(|present| same_name(present, member)) {
                    groups[place].members.push(member.clone());
                }
            }
            Preparation::SetService { service, start } => {
                let same = |present: &&mut Service| same_name(&present.name, service);
                let found = profile.services.iter_mut().flatten().find(same);
                found.ok_or_else(|| missing("service", service))?.start.clone_from(start);
            }
            Preparation::SetPowerPlan { plan } => profile.power_plan = Some(plan.clone()),
            Preparation::SetPageFile { page_file } => profile.page_file = Some(page_file.clone()),
            Preparation::SetTimeSource { source } => profile.time_source = Some(source.clone()),
            _ => {}
        }
        Ok(())
    }

    /// Somebody kept the certificate and its key in a file; what is in it is what was in the store.
    fn import_certificate(&mut self, store: &str, thumbprint: &str) -> Result<(), Refusal> {
        let same = |known: &&Certificate| same_name(&known.thumbprint, thumbprint) && same_name(&known.store, store);
        let kept = self.before.profile.certificates.iter().flatten().find(same).cloned();
        let kept = kept.ok_or_else(|| missing("certificate", thumbprint))?;
        let present = self.facts.profile.certificates.get_or_insert_default();
        if !present.iter().any(|one| same(&one)) {
            present.push(kept);
        }
        Ok(())
    }
}
