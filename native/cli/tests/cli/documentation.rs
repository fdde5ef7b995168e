//! The page about the program and its own help have to agree.

use std::collections::BTreeSet;

use crate::program::{repository, run};

const COMMANDS: [&str; 10] =
    ["check", "plan", "compare-plans", "export", "rehearse", "report", "compare", "anonymize", "generate", "schema"];

fn flags(text: &str) -> BTreeSet<String> {
    text.split(|c: char| c.is_whitespace() || "`[],()|<>=".contains(c))
        .filter(|word| word.starts_with("--") && word.len() > 2 && !word.starts_with("---"))
        .map(|word| word.trim_end_matches(['.', ':', ';']).to_owned())
        .collect()
}

#[test]
fn the_page_names_every_command_and_option_and_no_other() {
    let page = std::fs::read_to_string(repository().join("docs/cli.md")).unwrap();
    let mut known = BTreeSet::from(["--help".to_owned(), "--version".to_owned()]);
    for command in COMMANDS {
        let help = run(&[command, "--help"]);
        assert_eq!((help.code, help.err.as_str()), (0, ""), "{command}");
        assert!(page.contains(&format!("## {command}")), "{command} has no section");
        known.extend(flags(&help.out));
    }
    assert_eq!(flags(&page), known);
}

#[test]
fn help_tells_the_exit_codes() {
    for arguments in [&["--help"][..], &["check", "--help"], &["generate", "--help"]] {
        let help = run(arguments).out;
        for code in ["0  done", "1  refused", "2  bad usage", "3  internal fault", "ROLLING_UPGRADE_LOG"] {
            assert!(help.contains(code), "{arguments:?}: {code}");
        }
    }
    let version = run(&["--version"]);
    assert_eq!(version.out, format!("rolling-upgrade {}\n", env!("CARGO_PKG_VERSION")));
}
