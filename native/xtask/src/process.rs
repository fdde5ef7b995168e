//! Running other programs: what is run is shown, and a failure says which one failed.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};

use anyhow::{Context, Result, bail};

use crate::console;

/// Runs a program on this terminal and fails when it does.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let line = describe(command);
    console::say(&format!("$ {line}"));
    let status = command.status().with_context(|| cannot_start(command))?;
    require_success(&line, status)
}

/// Runs a program, lets it speak on standard error, and returns its standard output.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let line = describe(command);
    let output =
        command.stdin(Stdio::null()).stderr(Stdio::inherit()).output().with_context(|| cannot_start(command))?;
    require_success(&line, output.status)?;
    String::from_utf8(output.stdout).with_context(|| format!("`{line}` did not print UTF-8"))
}

/// Runs a program in silence and returns its standard output, or nothing when it failed.
pub(crate) fn quiet_output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then_some(text)
}

/// The files named `name` (with the platform's suffix for programs) in the folders of `path`.
pub(crate) fn find_on_path(path: Option<&OsStr>, name: &str) -> Vec<std::path::PathBuf> {
    let file_name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    path.map(|path| std::env::split_paths(path).collect::<Vec<_>>())
        .unwrap_or_default()
        .into_iter()
        .filter(|folder| folder.is_absolute())
        .map(|folder| folder.join(&file_name))
        .filter(|file| file.is_file())
        .collect()
}

fn require_success(line: &str, status: ExitStatus) -> Result<()> {
    if status.success() {
        return Ok(());
    }
    match status.code() {
        Some(code) => bail!("`{line}` ended with exit code {code}; its output above says why"),
        None => bail!("`{line}` was ended by a signal"),
    }
}

fn cannot_start(command: &Command) -> String {
    let program = command.get_program().to_string_lossy();
    format!("cannot start {program}; check that it is installed and may be executed")
}

fn describe(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let program = program.file_stem().unwrap_or(program.as_os_str());
    let mut line = program.to_string_lossy().into_owned();
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&quoted(&argument.to_string_lossy()));
    }
    line
}

fn quoted(argument: &str) -> String {
    if argument.is_empty() || argument.contains(char::is_whitespace) {
        format!("'{argument}'")
    } else {
        argument.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_program_is_named() -> Result<()> {
        let Err(error) = run(&mut Command::new("no-such-program-of-ours")) else {
            bail!("a program that does not exist was run");
        };
        let message = error.to_string();
        assert!(message.starts_with("cannot start no-such-program-of-ours;"), "{message}");
        Ok(())
    }

    #[test]
    fn a_line_quotes_arguments_with_spaces() {
        let mut command = Command::new("/usr/bin/tool");
        command.args(["a", "b c", ""]);
        assert_eq!(describe(&command), "tool a 'b c' ''");
    }

    #[test]
    fn relative_folders_on_the_path_are_ignored() {
        assert!(find_on_path(Some(OsStr::new(".")), "xtask").is_empty());
        assert!(find_on_path(None, "xtask").is_empty());
    }
}
