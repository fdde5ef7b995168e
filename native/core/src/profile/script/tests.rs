//! The script in its parts; the whole of one is a golden text.

use super::writer::quoted;
use super::*;
use crate::model::{NodeName, Teaming};
use crate::profile::Membership;
use crate::profile::testing::{machine, whole};

fn profile() -> NodeProfile {
    NodeProfile {
        schema: NodeProfile::SCHEMA.to_owned(),
        cluster: "CLUSTER1".to_owned(),
        node: NodeName::from("n1"),
        captured_at: None,
        machine: machine(&whole()),
        membership: Membership::default(),
    }
}

#[test]
fn the_whole_script_is_the_golden_one() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/profile/script/golden.txt");
    let text = script(&profile(), Release::Server2019);
    if std::env::var_os("UPDATE_GOLDEN").is_some_and(|value| value == "1") {
        std::fs::write(&path, &text).unwrap();
    }
    let found = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert_eq!(found, text, "golden.txt is stale: look at the change and run this test with UPDATE_GOLDEN=1");
}

#[test]
fn sections_come_in_the_order_of_a_rebuild() {
    let text = script(&profile(), Release::Server2019);
    let headings: Vec<&str> =
        text.lines().filter(|line| line.starts_with("# ") && line.as_bytes()[2].is_ascii_digit()).collect();
    assert_eq!(
        headings,
        [
            "# 1. Network: physical adapters",
            "# 2. Name and domain",
            "# 3. Roles and features",
            "# 4. Restart",
            "# 5. Storage",
            "# 6. Virtual switches",
            "# 7. Network: adapters of the host on its switches",
            "# 8. Settings of the Hyper-V host",
            "# 9. Certificates and guardian keys",
            "# 10. Surroundings",
        ]
    );
}

#[test]
fn a_team_becomes_embedded_from_2022_on() {
    let mut profile = profile();
    profile.machine.switches[0].teaming = Teaming::Lbfo;
    assert!(script(&profile, Release::Server2019).contains("New-NetLbfoTeam"));
    let text = script(&profile, Release::Server2022);
    assert!(!text.contains("NetLbfoTeam") && text.contains("-EnableEmbeddedTeaming $true"), "{text}");
}

#[test]
fn cred_ssp_gives_way_to_kerberos_on_2025() {
    let mut profile = profile();
    profile.machine.hyper_v.as_mut().unwrap().migration_authentication = "credSsp".to_owned();
    let sets = |release| {
        let text = script(&profile, release);
        text.lines().find(|line| line.contains("Set-VMHost -VirtualMachineMigrationAuth")).unwrap().trim().to_owned()
    };
    assert!(sets(Release::Server2022).ends_with("'credSsp'"));
    assert!(sets(Release::Server2025).ends_with("'kerberos'"));
}

#[test]
fn the_page_file_is_that_of_the_profile() {
    let of = |page_file: &str| {
        let mut profile = profile();
        profile.machine.profile.page_file = Some(page_file.to_owned());
        script(&profile, Release::Server2019)
    };
    assert!(
        of("automatic")
            .contains("Set-CimInstance -InputObject $computer -Property @{ AutomaticManagedPagefile = $true }")
    );
    assert!(of("none").contains("if ($file.Name -notin @()) { Remove-CimInstance -InputObject $file }"));
    let text = of("C:\\pagefile.sys 0 0; E:\\Swap it\\pagefile.sys 16384 32768");
    assert!(text.contains("$file.Name -notin @('C:\\pagefile.sys', 'E:\\Swap it\\pagefile.sys')"), "{text}");
    assert!(text.contains("@{ InitialSize = [uint32] 16384; MaximumSize = [uint32] 32768 }"), "{text}");
    assert!(of("somewhere").contains("$missing += 'The page file: somewhere.'"));
}

#[test]
fn names_are_never_evaluated() {
    let mut profile = profile();
    profile.machine.switches[0].name = "it's $(Stop-Computer)\u{2019}; x".to_owned();
    profile.cluster = "C1\nStop-Computer".to_owned();
    let text = script(&profile, Release::Server2019);
    assert!(text.contains("-Name 'it''s $(Stop-Computer)\u{2019}\u{2019}; x'"), "{text}");
    assert!(!text.lines().any(|line| line.trim_start().starts_with("Stop-Computer")), "{text}");
    assert_eq!(quoted("a'b"), "'a''b'");
}

#[test]
fn a_profile_that_knows_nothing_makes_a_short_script() {
    let mut profile = profile();
    profile.machine = serde_json::from_value(serde_json::json!({
        "release": "2016", "build": 14393, "processor": {"vendor": "x", "logicalProcessors": 1}, "memoryMiB": 1
    }))
    .unwrap();
    let text = script(&profile, Release::Server2019);
    assert!(text.lines().count() < 35, "{text}");
}
