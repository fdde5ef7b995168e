//! Which paths a journal may have.

use std::path::Path;

/// Whether a path leads over a network: `\\server\share`, `//server/share`, `\\?\UNC\server\share`.
///
/// A drive letter that stands for a share is not seen here; asking for that needs the operating system.
pub(crate) fn is_on_network(path: &Path) -> bool {
    let text = path.to_string_lossy().replace('/', "\\");
    let Some(rest) = text.strip_prefix("\\\\") else {
        return false;
    };
    match rest.strip_prefix("?\\").or_else(|| rest.strip_prefix(".\\")) {
        Some(device) => device.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("UNC\\")),
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn network_paths_are_told_from_local_ones() {
        let table = [
            (r"\\server\share\journal.db", true),
            ("//server/share/journal.db", true),
            (r"\/server\share", true),
            (r"\\?\UNC\server\share\journal.db", true),
            (r"\\?\unc\server\share", true),
            (r"\\.\UNC\server\share", true),
            (r"\\?\C:\Users\a\journal.db", false),
            (r"C:\Users\a\journal.db", false),
            ("/home/a/journal.db", false),
            ("journal.db", false),
            ("", false),
        ];
        for (path, expected) in table {
            assert_eq!(is_on_network(Path::new(path)), expected, "{path}");
        }
    }
}
