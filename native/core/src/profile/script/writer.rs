//! Writes PowerShell: sections, conditions, quoted text.

use std::fmt::Write as _;

/// Text of a script under way.
pub(super) struct Writer {
    text: String,
    depth: usize,
    sections: u32,
}

impl Writer {
    pub(super) const fn new() -> Self {
        Self { text: String::new(), depth: 0, sections: 0 }
    }

    /// A numbered heading.
    pub(super) fn section(&mut self, title: &str) {
        self.sections += 1;
        // Writing to a string can't fail.
        let _ = write!(self.text, "\n# {}. {title}\n", self.sections);
    }

    pub(super) fn comment(&mut self, text: &str) {
        // A line end inside a name would end the comment.
        let flat: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        self.line(&format!("# {flat}"));
    }

    pub(super) fn line(&mut self, text: &str) {
        let _ = writeln!(self.text, "{:indent$}{text}", "", indent = self.depth * 4);
    }

    /// A condition and what is done where it holds.
    pub(super) fn when(&mut self, condition: &str, statements: &[String]) {
        self.line(&format!("if ({condition}) {{"));
        self.depth += 1;
        for statement in statements {
            self.line(statement);
        }
        self.depth -= 1;
        self.line("}");
    }

    /// A loop over texts and what is done for each.
    pub(super) fn each<'a>(
        &mut self,
        variable: &str,
        texts: impl IntoIterator<Item = &'a str>,
        statements: impl FnOnce(&mut Self),
    ) {
        self.line(&format!("foreach (${variable} in {}) {{", list(texts)));
        self.depth += 1;
        statements(self);
        self.depth -= 1;
        self.line("}");
    }

    /// The statement that notes something a person has to bring back.
    pub(super) fn note(what: &str) -> String {
        format!("$missing += {}", quoted(what))
    }

    pub(super) fn finish(mut self) -> String {
        self.line("");
        self.when(
            "$missing",
            &["'No script can bring this back:'".to_owned(), "$missing".to_owned(), "return".to_owned()],
        );
        self.line("'Everything of the profile that a script can restore is there.'");
        self.text
    }
}

/// A text as PowerShell writes it between single quotes; nothing in it is evaluated.
///
/// PowerShell takes typographic single quotes for plain ones, so that these are doubled, too.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::from("'");
    for character in text.chars() {
        if matches!(character, '\'' | '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}') {
            quoted.push(character);
        }
        quoted.push(character);
    }
    quoted.push('\'');
    quoted
}

/// Texts as a list of PowerShell: `'a', 'b'`.
pub(super) fn list<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    texts.into_iter().map(quoted).collect::<Vec<_>>().join(", ")
}

/// `$true` or `$false`.
pub(super) const fn boolean(value: bool) -> &'static str {
    if value { "$true" } else { "$false" }
}
