//! Form: length of lines and functions, line ends, words that must not stay.

use std::path::{Path, PathBuf};

use crate::scenarios::repository;

const COLUMNS_MAX: usize = 120;
const FUNCTION_LINES_MAX: usize = 70;
/// Folders that hold what was built or written by a tool.
const SKIPPED: &[&str] = &[".git", "target", "bin", "obj", "Generated", "artifacts", "proptest-regressions"];
/// What is text and ours.
const TEXT: &[&str] = &[
    "cs", "csproj", "json", "md", "props", "ps1", "ps1xml", "psd1", "psm1", "rs", "slnx", "toml", "txt", "xml", "yml",
];
/// What is written by hand in lines; Markdown has a sentence a line, data and XML are as wide as they are.
const LINED: &[&str] = &["cs", "ps1", "psm1", "rs", "toml", "yml"];

struct Text {
    name: String,
    extension: String,
    content: Vec<u8>,
}

impl Text {
    fn lines(&self) -> impl Iterator<Item = (usize, String)> {
        let text = String::from_utf8_lossy(&self.content).into_owned();
        text.lines().map(str::to_owned).collect::<Vec<_>>().into_iter().enumerate().map(|(at, line)| (at + 1, line))
    }
}

fn texts() -> Vec<Text> {
    let mut found = Vec::new();
    collect(&repository(), &repository(), &mut found);
    found.sort_by(|left, right| left.name.cmp(&right.name));
    assert!(found.len() > 50, "the repository was not found");
    found
}

fn collect(root: &Path, folder: &Path, found: &mut Vec<Text>) {
    for entry in std::fs::read_dir(folder).expect("the folder is readable") {
        let path: PathBuf = entry.expect("the entry is readable").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            if !SKIPPED.contains(&name.as_str()) {
                collect(root, &path, found);
            }
            continue;
        }
        let extension = path.extension().unwrap_or_default().to_string_lossy().into_owned();
        if TEXT.contains(&extension.as_str()) {
            let content = std::fs::read(&path).expect("the file is readable");
            let name = path.strip_prefix(root).unwrap_or(&path).display().to_string().replace('\\', "/");
            found.push(Text { name, extension, content });
        }
    }
}

fn none(what: &str, faults: &[String]) {
    assert!(faults.is_empty(), "{what}:\n  {}", faults.join("\n  "));
}

#[test]
fn lines_are_short_enough() {
    let mut faults = Vec::new();
    for text in texts().iter().filter(|text| LINED.contains(&text.extension.as_str())) {
        for (number, line) in text.lines() {
            let columns = line.chars().count();
            if columns > COLUMNS_MAX {
                faults.push(format!("{}:{number} has {columns} columns", text.name));
            }
        }
    }
    none("longer than 120 columns", &faults);
}

#[test]
fn functions_are_short_enough() {
    let mut faults = Vec::new();
    for text in texts().iter().filter(|text| text.extension == "rs") {
        for (line, name, lines) in functions(&String::from_utf8_lossy(&text.content)) {
            if lines > FUNCTION_LINES_MAX {
                faults.push(format!("{}:{line} {name} has {lines} lines", text.name));
            }
        }
    }
    none("longer than 70 lines", &faults);
}

/// The words are written in two parts, so that this file does not hold them.
#[test]
fn nothing_is_left_for_later_and_nothing_names_the_workshop() {
    let later = [concat!("TO", "DO"), concat!("FIX", "ME")];
    let workshop = [concat!("../", "shared"), concat!("/wo", "rk/")];
    let mut faults = Vec::new();
    for text in texts() {
        for (number, line) in text.lines() {
            let words = line.split(|c: char| !c.is_alphanumeric());
            if words.into_iter().any(|word| later.contains(&word)) || workshop.iter().any(|place| line.contains(place))
            {
                faults.push(format!("{}:{number} {}", text.name, line.trim()));
            }
        }
    }
    none("must not be there", &faults);
}

#[test]
fn text_is_utf_8_with_line_feeds() {
    let mut faults = Vec::new();
    for text in texts() {
        if text.content.contains(&b'\r') {
            faults.push(format!("{} has carriage returns", text.name));
        }
        if std::str::from_utf8(&text.content).is_err() {
            faults.push(format!("{} is not UTF-8", text.name));
        }
        if text.content.last().is_some_and(|last| *last != b'\n') {
            faults.push(format!("{} does not end with a line feed", text.name));
        }
    }
    none("line ends", &faults);
}

/// Line, name and number of lines of every function with a body.
fn functions(source: &str) -> Vec<(usize, String, usize)> {
    let code = without_texts(source);
    let line_of = |at: usize| code[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
    let mut found = Vec::new();
    for at in 0..code.len().saturating_sub(3) {
        let starts = at == 0 || !(code[at - 1].is_ascii_alphanumeric() || code[at - 1] == b'_');
        if !starts || &code[at..at + 3] != b"fn " {
            continue;
        }
        let name: String = code[at + 3..].iter().take_while(|byte| !b"(<".contains(byte)).map(|b| *b as char).collect();
        let Some(end) = body_end(&code[at..]) else { continue };
        found.push((line_of(at), name, line_of(at + end) - line_of(at) + 1));
    }
    found
}

/// Where the body of the function that begins here ends; `None` where it has none.
fn body_end(code: &[u8]) -> Option<usize> {
    let (mut braces, mut others) = (0_usize, 0_usize);
    for (at, byte) in code.iter().enumerate() {
        match byte {
            b'(' | b'[' => others += 1,
            b')' | b']' => others = others.checked_sub(1)?,
            b';' if braces == 0 && others == 0 => return None,
            b'{' => braces += 1,
            b'}' => {
                braces = braces.checked_sub(1)?;
                if braces == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// The source with comments, strings and characters blanked out, line feeds kept.
fn without_texts(source: &str) -> Vec<u8> {
    let bytes = source.as_bytes();
    let mut code = bytes.to_vec();
    let mut at = 0;
    while at < bytes.len() {
        let end = text_end(bytes, at);
        for byte in &mut code[at..end] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
        at = end.max(at + 1);
    }
    code
}

/// Where the comment, string or character ends that begins here; here itself where none begins.
fn text_end(bytes: &[u8], at: usize) -> usize {
    let rest = &bytes[at..];
    let find = |pattern: &[u8], from: usize| {
        (from..rest.len()).find(|place| rest[*place..].starts_with(pattern)).map_or(bytes.len(), |place| at + place)
    };
    if rest.starts_with(b"//") {
        return find(b"\n", 2);
    }
    if rest.starts_with(b"/*") {
        return (find(b"*/", 2) + 2).min(bytes.len());
    }
    let after_word = at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'_');
    if rest[0] == b'r' && (!after_word || bytes[at - 1] == b'b') {
        let hashes = rest[1..].iter().take_while(|byte| **byte == b'#').count();
        if rest.get(1 + hashes) == Some(&b'"') {
            let mut closing = vec![b'"'];
            closing.extend(std::iter::repeat_n(b'#', hashes));
            return (find(&closing, 2 + hashes) + closing.len()).min(bytes.len());
        }
    }
    match rest[0] {
        b'"' => quoted_end(bytes, at, b'"'),
        // A lifetime has no closing quote after its first character.
        b'\'' if rest.get(1) == Some(&b'\\') => quoted_end(bytes, at, b'\''),
        b'\'' => {
            let width = std::str::from_utf8(&rest[1..(rest.len()).min(5)])
                .map_or_else(|error| error.valid_up_to(), str::len)
                .min(rest.len() - 1);
            let first = String::from_utf8_lossy(&rest[1..=width]).chars().next().map_or(1, char::len_utf8);
            if rest.get(1 + first) == Some(&b'\'') { at + first + 2 } else { at }
        }
        _ => at,
    }
}

fn quoted_end(bytes: &[u8], at: usize, quote: u8) -> usize {
    let mut place = at + 1;
    while place < bytes.len() {
        match bytes[place] {
            b'\\' => place += 2,
            byte if byte == quote => return place + 1,
            _ => place += 1,
        }
    }
    bytes.len()
}

#[test]
fn the_scanner_finds_functions() {
    let source = r##"
fn one() { let a = "}"; }
// fn no() {}
pub(crate) fn two<'a>(x: &'a [u8; 3]) -> char
where
    u8: Sized,
{
    let b = '}'; let c = '\''; let d = r#"fn x() {"#;
    if true { b } else { c }
}
trait T { fn none(&self); }
"##;
    let found = functions(source);
    let expected = [(2, "one".to_owned(), 1), (4, "two".to_owned(), 7)];
    assert_eq!(found, expected);
}
