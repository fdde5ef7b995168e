//! The closest of the names that are known: what somebody who misspelt a field meant.

/// What is said of an unknown field: the closest known name where one is close, else all of them.
///
/// `message` is serde's list of the fields that are known: ``expected one of `a`, `b` ``.
pub(super) fn hint(path: &str, message: &str) -> String {
    let name = path.rsplit('.').next().unwrap_or(path);
    match closest(name, message.split('`').skip(1).step_by(2)) {
        Some(meant) => format!("did you mean `{meant}`? {message}"),
        None => message.to_owned(),
    }
}

/// The name that differs least, where it differs in no more than a third of its letters.
pub(crate) fn closest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let wanted: Vec<char> = plain(name).collect();
    known
        .map(|candidate| (distance(&wanted, &plain(candidate).collect::<Vec<char>>()), candidate))
        .filter(|(distance, candidate)| *distance <= candidate.chars().count().max(wanted.len()) / 3)
        .min()
        .map(|(_, candidate)| candidate)
}

/// Case, hyphens and underscores are the spelling of another tool, not another name.
fn plain(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|character| !matches!(character, '_' | '-')).flat_map(char::to_lowercase)
}

/// Letters to insert, remove, replace or swap with their neighbour (Damerau and Levenshtein), three rows at a time.
/// Names are short; those that are not are compared by their beginning.
fn distance(left: &[char], right: &[char]) -> usize {
    const LETTERS_MAX: usize = 100;
    let left = &left[..left.len().min(LETTERS_MAX)];
    let right = &right[..right.len().min(LETTERS_MAX)];
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=right.len()).collect();
    for (row, one) in left.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, other) in right.iter().enumerate() {
            let replaced = above[column] + usize::from(one != other);
            let mut least = replaced.min(above[column + 1] + 1).min(current[column] + 1);
            if row > 0 && column > 0 && left[row - 1] == *other && right[column - 1] == *one {
                least = least.min(before[column - 1] + 1);
            }
            current.push(least);
        }
        before = std::mem::replace(&mut above, current);
    }
    above.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_closest_name_is_what_was_meant() {
        let known = ["name", "owner", "assignedMiB", "possibleOwners", "preferredOwners"];
        let table = [
            ("nmae", Some("name")),
            ("assigned_mib", Some("assignedMiB")),
            ("possibleowner", Some("possibleOwners")),
            ("preferedOwners", Some("preferredOwners")),
            ("colour", None),
            ("", None),
        ];
        for (written, meant) in table {
            assert_eq!(closest(written, known.into_iter()), meant, "{written}");
        }
    }

    #[test]
    fn the_hint_names_the_closest_first() {
        let message = "expected one of `name`, `owner`";
        assert_eq!(hint("roles[0].ownr", message), format!("did you mean `owner`? {message}"));
        assert_eq!(hint("colour", message), message);
        assert_eq!(hint("x", "there are no fields"), "there are no fields");
    }
}
