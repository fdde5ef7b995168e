//! Takes a text apart into the names in it, so that a path, an account or an address of a server is renamed as what it
//! is made of, and each part as wherever else it stands.

use super::treatment::Treatment;

/// Folders and files that Windows names; they say nothing of their owner.
const KEPT_FOLDERS: &[&str] = &[
    "ClusterStorage",
    "Windows",
    "System32",
    "Program Files",
    "Program Files (x86)",
    "ProgramData",
    "Users",
    "Public",
    "Documents",
    "Microsoft",
    "Cluster",
    "Hyper-V",
    "Virtual Hard Disks",
    "Virtual Machines",
    "Snapshots",
    "pagefile.sys",
    "vmms.exe",
    "vmwp.exe",
    "clussvc.exe",
    "rhs.exe",
];

/// Ends of file names that say what the file is.
const KEPT_EXTENSIONS: &[&str] =
    &["vhdx", "vhd", "avhdx", "avhd", "vhds", "iso", "vmcx", "vmrs", "xml", "exe", "sys", "sqlite", "db"];

/// Services that Windows names.
const KEPT_SERVICES: &[&str] = &[
    "cifs",
    "host",
    "http",
    "wsman",
    "termsrv",
    "RestrictedKrbHost",
    "MSSQLSvc",
    "Hyper-V Replica Service",
    "Microsoft Virtual System Migration Service",
];

/// The text with each name in it replaced by what `rename` makes of it.
pub(super) fn renamed(treatment: Treatment, text: &str, rename: &mut dyn FnMut(Treatment, &str) -> String) -> String {
    match treatment {
        Treatment::Host => host(text, rename),
        Treatment::Path => path(text, rename),
        Treatment::Account => account(text, rename),
        Treatment::ServicePrincipal => service_principal(text, rename),
        Treatment::Mac => mac(text, rename),
        Treatment::Name("adapter") => wrapped(text, "vEthernet (", ")", treatment, rename),
        Treatment::Name("certificate") => wrapped(text, "CN=", "", treatment, rename),
        other => rename(other, text),
    }
}

fn wrapped(
    text: &str,
    before: &str,
    after: &str,
    treatment: Treatment,
    rename: &mut dyn FnMut(Treatment, &str) -> String,
) -> String {
    match text.strip_prefix(before).and_then(|rest| rest.strip_suffix(after)) {
        Some(inner) if !inner.is_empty() => format!("{before}{}{after}", rename(treatment, inner)),
        _ => rename(treatment, text),
    }
}

/// `n1`, `n1.contoso.com`, `https://n1.contoso.com:8531/x`, an address.
fn host(text: &str, rename: &mut dyn FnMut(Treatment, &str) -> String) -> String {
    if let Some((scheme, rest)) = text.split_once("://") {
        // What follows the server and its port says nothing that anybody needs.
        let server = rest.split('/').next().unwrap_or_default();
        let (name, port) = server.split_once(':').map_or((server, ""), |(name, port)| (name, port));
        let port = if port.is_empty() { String::new() } else { format!(":{port}") };
        return format!("{scheme}://{}{port}", host(name, rename));
    }
    if text.parse::<std::net::IpAddr>().is_ok() {
        return rename(Treatment::Address, text);
    }
    match text.split_once('.') {
        Some((short, domain)) if !short.is_empty() && !domain.is_empty() => {
            format!("{}.{}", rename(Treatment::Host, short), rename(Treatment::Domain, domain))
        }
        _ if text.is_empty() => String::new(),
        _ => rename(Treatment::Host, text),
    }
}

/// `C:\ClusterStorage\Volume1\web\disk.vhdx`, `\\server\share`.
fn path(text: &str, rename: &mut dyn FnMut(Treatment, &str) -> String) -> String {
    let share = text.starts_with(r"\\") && !text.starts_with(r"\\?\") && !text.starts_with(r"\\.\");
    let mut out = String::new();
    let mut before = "";
    for (index, part) in text.split_inclusive(['\\', '/']).enumerate() {
        let name = part.trim_end_matches(['\\', '/']);
        let new = match name {
            "" => String::new(),
            // The first two parts of a share are the two signs that it begins with.
            _ if share && index == 2 => rename(Treatment::ShareRoot, name),
            _ if before.eq_ignore_ascii_case("ClusterStorage") => rename(Treatment::Name("volume"), name),
            _ if is_kept_folder(name) => name.to_owned(),
            _ => file(name, rename),
        };
        out.push_str(&new);
        out.push_str(&part[name.len()..]);
        before = name;
    }
    out
}

fn is_kept_folder(name: &str) -> bool {
    let drive = name.len() == 2 && name.ends_with(':');
    let variable = name.len() > 2 && name.starts_with('%') && name.ends_with('%');
    drive
        || variable
        || matches!(name, "." | ".." | "?" | "*")
        || KEPT_FOLDERS.iter().any(|kept| kept.eq_ignore_ascii_case(name))
}

fn file(name: &str, rename: &mut dyn FnMut(Treatment, &str) -> String) -> String {
    match name.rsplit_once('.') {
        Some((stem, extension))
            if !stem.is_empty() && KEPT_EXTENSIONS.iter().any(|kept| kept.eq_ignore_ascii_case(extension)) =>
        {
            format!("{}.{extension}", rename(Treatment::Path, stem))
        }
        _ => rename(Treatment::Path, name),
    }
}

/// `CONTOSO\ann`, `ann@contoso.com`, `CONTOSO\n1$`.
fn account(text: &str, rename: &mut dyn FnMut(Treatment, &str) -> String) -> String {
    if let Some((authority, user)) = text.split_once('\\') {
        let authority = rename(Treatment::Name("authority"), authority);
        return match user.strip_suffix('$') {
            Some(computer) if !computer.is_empty() => format!("{authority}\\{}$", rename(Treatment::Host, computer)),
            _ => format!("{authority}\\{}", rename(Treatment::Account, user)),
        };
    }
    match text.split_once('@') {
        Some((user, domain)) => {
            format!("{}@{}", rename(Treatment::Account, user), rename(Treatment::Domain, domain))
        }
        None => rename(Treatment::Account, text),
    }
}

/// `cifs/n1.contoso.com`.
fn service_principal(text: &str, rename: &mut dyn FnMut(Treatment, &str) -> String) -> String {
    let Some((service, server)) = text.split_once('/') else { return rename(Treatment::Name("service"), text) };
    let service = if KEPT_SERVICES.iter().any(|kept| kept.eq_ignore_ascii_case(service)) {
        service.to_owned()
    } else {
        rename(Treatment::Name("service"), service)
    };
    format!("{service}/{}", host(server.split([':', '/']).next().unwrap_or_default(), rename))
}

/// `00-15-5D-01-02-00`: the range of a host stays one in its last byte; the bytes before it come from its address.
fn mac(text: &str, rename: &mut dyn FnMut(Treatment, &str) -> String) -> String {
    let digits: String = text.chars().filter(char::is_ascii_hexdigit).collect();
    let others = text.chars().filter(|character| !character.is_ascii_hexdigit());
    let separator = others.clone().next();
    if digits.len() != 12 || !others.clone().all(|character| matches!(character, '-' | ':')) {
        return rename(Treatment::Name("text"), text);
    }
    let upper = digits[..10].to_ascii_uppercase();
    let new = format!("00155D{}{}", rename(Treatment::Mac, &upper), &digits[10..]);
    let pairs: Vec<String> = new.chars().collect::<Vec<char>>().chunks(2).map(String::from_iter).collect();
    pairs.join(&separator.map(String::from).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_renamed_part_by_part() {
        let table = [
            (Treatment::Host, "n1.contoso.com", "<n1>.<contoso.com>"),
            (Treatment::Host, "https://wsus.contoso.com:8531/x", "https://<wsus>.<contoso.com>:8531"),
            (Treatment::Host, "10.0.0.1", "<10.0.0.1>"),
            (
                Treatment::Path,
                r"C:\ClusterStorage\Volume1\web\disk.vhdx",
                r"C:\ClusterStorage\<Volume1>\<web>\<disk>.vhdx",
            ),
            (Treatment::Path, r"\\n1.contoso.com\witness\x", r"\\<n1.contoso.com>\<witness>\<x>"),
            (Treatment::Path, r"%ProgramData%\agent.exe", r"%ProgramData%\<agent>.exe"),
            (Treatment::Account, r"CONTOSO\ann", r"<CONTOSO>\<ann>"),
            (Treatment::Account, r"CONTOSO\n1$", r"<CONTOSO>\<n1>$"),
            (Treatment::Account, "ann@contoso.com", "<ann>@<contoso.com>"),
            (Treatment::ServicePrincipal, "cifs/n1.contoso.com", "cifs/<n1>.<contoso.com>"),
            (Treatment::ServicePrincipal, "backup/n1:99", "<backup>/<n1>"),
            (Treatment::Name("adapter"), "vEthernet (Storage)", "vEthernet (<Storage>)"),
            (Treatment::Name("adapter"), "NIC 1", "<NIC 1>"),
            (Treatment::Name("certificate"), "CN=n1", "CN=<n1>"),
            (Treatment::Mac, "no mac", "<no mac>"),
        ];
        for (treatment, text, expected) in table {
            assert_eq!(renamed(treatment, text, &mut |_, part| format!("<{part}>")), expected);
        }
        let mut short = |_: Treatment, part: &str| part[6..].to_owned();
        assert_eq!(renamed(Treatment::Mac, "00-15-5d-01-02-ff", &mut short), "00-15-5D-01-02-ff");
    }
}
