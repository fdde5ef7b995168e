//! Numbers as people read them; integers all the way, so that every platform writes the same.

/// `35 s`, `12 min`, `4 h 05 min`, `2 d 3 h`.
pub(crate) fn duration(seconds: u64) -> String {
    let minutes = seconds.saturating_add(30) / 60;
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3_570 => format!("{minutes} min"),
        3_570..86_400 => format!("{} h {:02} min", minutes / 60, minutes % 60),
        _ => format!("{} d {} h", seconds / 86_400, seconds % 86_400 / 3600),
    }
}

/// `250 ms`, else as [`duration`].
pub(crate) fn short_duration(milliseconds: u64) -> String {
    if milliseconds < 10_000 { format!("{milliseconds} ms") } else { duration(milliseconds / 1000) }
}

/// `h:mm:ss`.
pub(crate) fn clock(seconds: u64) -> String {
    format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// `512 MiB`, `1.5 GiB`, `2.0 TiB`.
pub(crate) fn memory(mebibytes: u64) -> String {
    let tenths = |unit: u64| {
        let tenths = mebibytes.saturating_mul(10) / unit;
        format!("{}.{}", tenths / 10, tenths % 10)
    };
    match mebibytes {
        0..1024 => format!("{mebibytes} MiB"),
        1024..1_048_576 => format!("{} GiB", tenths(1024)),
        _ => format!("{} TiB", tenths(1_048_576)),
    }
}

/// `1 node`, `4 nodes`.
pub(crate) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// A message, which is a fragment in lower case, as a sentence.
pub(crate) fn sentence(message: &str) -> String {
    let mut characters = message.chars();
    let first = characters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    let end = if message.is_empty() || message.ends_with('.') { "" } else { "." };
    format!("{first}{}{end}", characters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_well() {
        let table = [
            (0, "0 s"),
            (59, "59 s"),
            (60, "1 min"),
            (3569, "59 min"),
            (3570, "1 h 00 min"),
            (3600, "1 h 00 min"),
            (14_700, "4 h 05 min"),
            (183_600, "2 d 3 h"),
        ];
        for (seconds, text) in table {
            assert_eq!(duration(seconds), text);
        }
        assert_eq!(short_duration(250), "250 ms");
        assert_eq!(short_duration(61_000), "1 min");
        assert_eq!(clock(3_725), "1:02:05");
        assert_eq!(sentence("the drain stalled"), "The drain stalled.");
        assert_eq!(sentence(""), "");
    }

    #[test]
    fn memory_reads_well() {
        let table = [(0, "0 MiB"), (1023, "1023 MiB"), (1536, "1.5 GiB"), (2_097_152, "2.0 TiB")];
        for (mebibytes, text) in table {
            assert_eq!(memory(mebibytes), text);
        }
        assert_eq!(memory(u64::MAX).split(' ').next_back(), Some("TiB"));
    }
}
