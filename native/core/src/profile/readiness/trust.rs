//! The domain, the computer account, names, the clock, certificates and keys.

use super::requirement::{Comparison, Hardware, Lacks, Requirement};
use crate::model::{ComputerAccount, MachineList, same_name};
use crate::rules::{Confidence, Severity};

/// How far clocks may be apart before Kerberos refuses: the default of the domain policy.
///
/// Source: Maximum tolerance for computer clock synchronization (learn.microsoft.com, Windows security).
const CLOCK_SECONDS_MAX: u64 = 300;

pub(super) static DOMAIN: Requirement = Requirement {
    id: "RDY-07",
    title: "The domain",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    compares: "The domain that the machine has joined.",
    remedy: "Join it: Add-Computer -DomainName, -Restart.",
    examine: |comparison, lacks| {
        let Some(domain) = &comparison.before.domain else { return };
        let joined = comparison.now.domain.as_deref();
        if joined.is_none_or(|joined| !same_name(joined, domain)) {
            lacks.lack_with(
                format!("It is in {} and has to be in the domain {domain}.", joined.unwrap_or("no domain")),
                format!("Join it: Add-Computer -DomainName {domain} -Restart."),
            );
        }
    },
};

pub(super) static NAME: Requirement = Requirement {
    id: "RDY-22",
    title: "Its name resolves to it",
    severity: Severity::Block,
    confidence: Confidence::Inferred,
    compares: "The addresses that its name resolves to with the addresses that it has.",
    remedy: "ipconfig /registerdns there, take the stale record off the name service, Clear-DnsClientCache here.",
    examine: name,
};

fn name(comparison: &Comparison<'_>, lacks: &mut Lacks<'_>) {
    let (before, now) = accounts(comparison);
    let resolved = |account: Option<&'_ ComputerAccount>| account.and_then(|one| one.resolved_addresses.clone());
    let (before, now) = (resolved(before), resolved(now));
    let Some((before, now)) = lacks.both("What its name resolves to", before.as_ref(), now.as_ref()) else { return };
    if now.is_empty() {
        lacks.lack(format!("The name {} resolves to no address.", comparison.name));
    }
    let own: Vec<&str> = addresses(comparison.now);
    if own.is_empty() || !comparison.now.has_read(MachineList::Addresses) {
        return;
    }
    for gone in before.iter().filter(|address| own.contains(&address.as_str()) && !now.contains(*address)) {
        lacks.differs(format!("The name {} does not resolve to {gone} any more.", comparison.name));
    }
    // An address that no adapter of the node was known to have when its name resolved to it tells nothing now.
    let had: Vec<&str> = addresses(comparison.before);
    let untold = |address: &String| before.contains(address) && !had.contains(&address.as_str());
    for stale in now.iter().filter(|address| !own.contains(&address.as_str()) && !untold(address)) {
        lacks.lack(format!("The name {} resolves to {stale}, which it does not have.", comparison.name));
    }
}

fn addresses(machine: &crate::model::Machine) -> Vec<&str> {
    let with_prefix = machine.adapters.iter().flat_map(|adapter| &adapter.addresses);
    with_prefix.map(|address| address.split('/').next().unwrap_or(address)).collect()
}

fn accounts<'a>(comparison: &Comparison<'a>) -> (Option<&'a ComputerAccount>, Option<&'a ComputerAccount>) {
    (comparison.before.profile.account.as_ref(), comparison.now.profile.account.as_ref())
}

pub(super) static ACCOUNT: Requirement = Requirement {
    id: "RDY-23",
    title: "The computer account",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    compares: "Whether the account is enabled and the trust between machine and domain holds.",
    remedy: "Enable the account; Test-ComputerSecureChannel -Repair. Where joining was refused with 0xaac, let the \
             creator of the account join it, or trust that creator by policy.",
    examine: account,
};

fn account(comparison: &Comparison<'_>, lacks: &mut Lacks<'_>) {
    let (before, now) = accounts(comparison);
    let Some((before, now)) = lacks.both("The computer account", before, now) else { return };
    if now.enabled == Some(false) {
        lacks.lack("The computer account is disabled.");
    }
    if now.trusted == Some(false) {
        lacks.lack("The domain does not trust the computer account.");
    }
    if before.enabled.is_some() && now.enabled.is_none() {
        lacks.unknown("Whether the computer account is enabled");
    }
    if before.trusted.is_some() && now.trusted.is_none() {
        lacks.unknown("The trust between machine and domain");
    }
}

pub(super) static DELEGATION: Requirement = Requirement {
    id: "RDY-24",
    title: "Kerberos delegation",
    severity: Severity::Error,
    confidence: Confidence::Documented,
    compares: "The kind of delegation of the account and the services it names.",
    remedy: "Set the delegation of the account as before: any authentication protocol, the services cifs and Microsoft \
             Virtual System Migration Service of the other nodes.",
    examine: delegation,
};

fn delegation(comparison: &Comparison<'_>, lacks: &mut Lacks<'_>) {
    let (before, now) = accounts(comparison);
    let Some((before, now)) = before.zip(now) else { return };
    let kinds = lacks.both("The delegation of the account", before.delegation.as_ref(), now.delegation.as_ref());
    if let Some((before, now)) = kinds.filter(|(before, now)| before != now) {
        lacks.lack(format!("The delegation of the account is {now}; it was {before}."));
    }
    let has = |service: &String| now.delegation_services.iter().any(|other| same_name(other, service));
    for service in before.delegation_services.iter().filter(|service| !has(service)) {
        lacks.lack(format!("The account may not delegate to {service} any more."));
    }
}

pub(super) static CLOCK: Requirement = Requirement {
    id: "RDY-25",
    title: "The clock",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    compares: "How far its clock is off: Kerberos refuses beyond 300 seconds.",
    remedy: "w32tm /resync there; check the time source.",
    examine: |comparison, lacks| {
        let Some(offset) = comparison.now.profile.clock_offset_seconds else { return };
        if offset.unsigned_abs() > CLOCK_SECONDS_MAX {
            lacks.lack(format!("Its clock is off by {offset} s; the limit is {CLOCK_SECONDS_MAX} s."));
        }
    },
};

pub(super) static CERTIFICATES: Requirement = Requirement {
    id: "RDY-26",
    title: "Certificates",
    severity: Severity::Block,
    confidence: Confidence::Inferred,
    compares: "Certificates by thumbprint and store, with their keys where they had one.",
    remedy: "Import the certificate with its key into the store: Import-PfxCertificate.",
    examine: certificates,
};

fn certificates(comparison: &Comparison<'_>, lacks: &mut Lacks<'_>) {
    let (before, now) = (comparison.before.profile.certificates.as_ref(), comparison.now.profile.certificates.as_ref());
    let Some((before, now)) = lacks.both("The certificates", before, now) else { return };
    // A certificate in the name of the node that left is of no use to a machine of another name.
    let own = comparison.left.as_str().to_lowercase();
    let is_own = |certificate: &crate::model::Certificate| {
        let subject = certificate.subject.as_deref().unwrap_or_default().to_lowercase();
        comparison.hardware != Hardware::Same && comparison.left != comparison.name && subject.contains(&own)
    };
    for certificate in before.iter().filter(|certificate| !is_own(certificate)) {
        let (thumbprint, store) = (&certificate.thumbprint, &certificate.store);
        let subject = certificate.subject.as_deref().map(|subject| format!(" ({subject})")).unwrap_or_default();
        let same = |other: &&crate::model::Certificate| {
            same_name(&other.thumbprint, thumbprint) && same_name(&other.store, store)
        };
        match now.iter().find(same) {
            None => lacks.lack(format!("The certificate {thumbprint}{subject} is not in the store {store}.")),
            Some(other) if certificate.private_key && !other.private_key => {
                lacks.lack(format!("The certificate {thumbprint}{subject} is there without its private key."));
            }
            Some(_) => {}
        }
    }
}

pub(super) static GUARDIANS: Requirement = Requirement {
    id: "RDY-27",
    title: "Guardian keys",
    severity: Severity::Block,
    confidence: Confidence::Documented,
    compares: "The guardians whose keys open the virtual TPMs of VMs.",
    remedy: "Import the guardian with its keys: Import-HgsGuardian, or its certificates into Shielded VM Local \
             Certificates.",
    examine: |comparison, lacks| {
        let before = comparison.before.profile.guardians.as_ref();
        lacks.names("guardian", before, comparison.now.profile.guardians.as_ref());
    },
};
