//! One cell of a table, whatever file it stands in, and how texts are kept from being taken for formulas.

use jiff::civil::Date;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing: the value is absent.
    Empty,
    /// A text; the only kind that CSV knows.
    Text(String),
    /// A number of a sheet.
    Number(f64),
    /// A truth value of a sheet.
    Bool(bool),
    /// A day of a sheet.
    Date(Date),
    /// An error value of a sheet, such as `#N/A`.
    Broken(String),
}

impl Cell {
    /// Nothing, or nothing but spaces.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }

    /// As plain text, the way CSV has it.
    pub fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Broken(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Bool(yes) => yes.to_string(),
            Self::Date(date) => date.to_string(),
        }
    }

    /// For a message: one line, at most forty characters.
    pub fn shown(&self) -> String {
        shown(&self.text())
    }
}

/// Text from a file for a message: one line, at most forty characters.
pub fn shown(text: &str) -> String {
    let mut short: String = text.chars().map(|c| if c.is_control() { '·' } else { c }).take(40).collect();
    if text.chars().nth(40).is_some() {
        short.push('…');
    }
    short
}

/// Whether a spreadsheet would take this text for a formula.
fn leads(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// A text as CSV has it: what a spreadsheet would take for a formula gets a leading apostrophe, and so does what
/// `unguarded` would otherwise shorten.
pub fn guarded(text: &str) -> String {
    let rest = text.trim_start_matches('\'');
    if leads(rest) || rest.is_empty() && text.len() > rest.len() {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// Takes off what [`guarded`] put on; `'s-Hertogenbosch` keeps its apostrophe.
pub fn unguarded(text: &str) -> &str {
    let rest = text.trim_start_matches('\'');
    if leads(rest) || rest.is_empty() { text.strip_prefix('\'').unwrap_or(text) } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guarding_can_be_undone() {
        for (text, written) in [
            ("=1+1", "'=1+1"),
            ("'=1", "''=1"),
            ("@a", "'@a"),
            ("\t", "'\t"),
            ("'s-Hertogenbosch", "'s-Hertogenbosch"),
            ("'", "''"),
            ("", ""),
            ("a=b", "a=b"),
        ] {
            assert_eq!(guarded(text), written);
            assert_eq!(unguarded(written), text);
        }
        assert_eq!(unguarded("'"), "");
    }
}
