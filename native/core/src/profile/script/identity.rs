//! Name, domain, certificates and keys.

use super::super::NodeProfile;
use super::writer::{Writer, quoted};

/// The name of the computer, then its domain.
pub(super) fn name_and_domain(profile: &NodeProfile, writer: &mut Writer) {
    writer.section("Name and domain");
    let name = quoted(profile.node.as_str());
    writer.when(
        &format!("$computer.Name -ne {name}"),
        &[
            format!("Rename-Computer -NewName {name} -Force"),
            "'Restart the computer and run this script again: it has been renamed.'".to_owned(),
            "return".to_owned(),
        ],
    );
    let Some(domain) = &profile.machine.domain else { return };
    let domain = quoted(domain);
    writer.comment(
        "The account of the computer exists already. Joining is refused with 0xaac unless its creator joins it,",
    );
    writer.comment("or is trusted by policy: ask for the credential of that account.");
    delegation(profile, writer);
    writer.when(
        &format!("$computer.Domain -ne {domain}"),
        &[
            format!("Add-Computer -DomainName {domain} -Credential (Get-Credential -Message {domain})"),
            "'Restart the computer and run this script again: it has joined the domain.'".to_owned(),
            "return".to_owned(),
        ],
    );
}

/// What the account of the computer may do in the name of others is kept in the directory, where no machine sets it.
fn delegation(profile: &NodeProfile, writer: &mut Writer) {
    let account = profile.machine.profile.account.as_ref();
    let Some(kind) = account.and_then(|account| account.delegation.as_deref()).filter(|kind| *kind != "none") else {
        return;
    };
    let services = account.map(|account| account.delegation_services.join(", ")).unwrap_or_default();
    let to = if services.is_empty() { String::new() } else { format!(" to {services}") };
    writer.comment(&format!("The account had the delegation {kind}{to}."));
    writer.comment("It keeps that where it is taken over; where it was made anew, set it again in the directory.");
}

/// Certificates and guardians: what is missing is named, as their keys are in nobody's profile.
pub(super) fn certificates(profile: &NodeProfile, writer: &mut Writer) {
    let parts = &profile.machine.profile;
    let certificates = parts.certificates.iter().flatten();
    let guardians = parts.guardians.iter().flatten();
    if certificates.clone().next().is_none() && guardians.clone().next().is_none() {
        return;
    }
    writer.section("Certificates and guardian keys");
    for certificate in certificates {
        let path = quoted(&format!("Cert:\\LocalMachine\\{}\\{}", certificate.store, certificate.thumbprint));
        let store = quoted(&format!("Cert:\\LocalMachine\\{}", certificate.store));
        let subject = certificate.subject.as_deref().map_or_else(String::new, |subject| format!(" ({subject})"));
        let file = quoted(&format!("Path of the .pfx file of the certificate {}{subject}", certificate.thumbprint));
        writer.when(&format!("-not (Test-Path -LiteralPath {path})"), &[
            format!("$file = Read-Host -Prompt {file}"),
            format!(
                "Import-PfxCertificate -FilePath $file -CertStoreLocation {store} -Password (Read-Host -AsSecureString \
                 -Prompt 'Its password')"
            ),
        ]);
    }
    for guardian in guardians {
        let name = quoted(guardian);
        let ask = |what: &str| quoted(&format!("Path of the .pfx file of the {what} certificate of {guardian}"));
        writer.comment("Only the keys that the guardian had open the virtual TPMs of VMs; new ones would not.");
        writer.when(
            &format!("-not (Get-HgsGuardian -Name {name} -ErrorAction SilentlyContinue)"),
            &[
                format!("$signing = Read-Host -Prompt {}", ask("signing")),
                format!("$encryption = Read-Host -Prompt {}", ask("encryption")),
                "$password = Read-Host -AsSecureString -Prompt 'Their password'".to_owned(),
                format!(
                    "New-HgsGuardian -Name {name} -SigningCertificate $signing -SigningCertificatePassword $password \
                     -EncryptionCertificate $encryption -EncryptionCertificatePassword $password"
                ),
            ],
        );
    }
}
