//! Builds one row of a file: `(unit: "retail", period: "2025-Q4", arr: 800000),`. Absent fields are left out.

use std::fmt::Write as _;

use jiff::civil::Date;

use crate::domain::{Amount, Count};

/// Appends rows to a text. Every method that takes an `Option` writes nothing for `None`.
pub(super) struct Line<'o> {
    out: &'o mut String,
    first: bool,
}

impl<'o> Line<'o> {
    /// Opens a row with `(`, after `indent` steps of two spaces.
    pub fn open(out: &'o mut String, indent: usize) -> Self {
        indent_by(out, indent);
        out.push('(');
        Self { out, first: true }
    }

    /// Closes the row and its line.
    pub fn close(self) {
        self.out.push_str("),\n");
    }

    fn field(&mut self, name: &str) -> &mut String {
        if !self.first {
            self.out.push_str(", ");
        }
        self.first = false;
        self.out.push_str(name);
        self.out.push_str(": ");
        self.out
    }

    pub fn text(&mut self, name: &str, value: &str) {
        quoted(self.field(name), value);
    }

    pub fn maybe_text(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.text(name, value);
        }
    }

    /// A text that is left out when it is empty.
    pub fn filled_text(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.text(name, value);
        }
    }

    pub fn word(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.field(name).push_str(value);
        }
    }

    /// A flag that is left out when it has its default.
    pub fn flag(&mut self, name: &str, value: bool, default: bool) {
        if value != default {
            self.field(name).push_str(if value { "true" } else { "false" });
        }
    }

    pub fn amount(&mut self, name: &str, value: Option<Amount>) {
        if let Some(value) = value {
            number(self.field(name), value.get());
        }
    }

    pub fn count(&mut self, name: &str, value: Option<Count>) {
        self.whole(name, value.map(|count| u64::from(count.get())));
    }

    pub fn whole(&mut self, name: &str, value: Option<u64>) {
        if let Some(value) = value {
            // Writing to a String cannot fail.
            let _ = write!(self.field(name), "{value}");
        }
    }

    pub fn number(&mut self, name: &str, value: Option<f64>) {
        if let Some(value) = value {
            number(self.field(name), value);
        }
    }

    pub fn date(&mut self, name: &str, value: Option<Date>) {
        if let Some(value) = value {
            date(self.field(name), value);
        }
    }

    /// A list that is left out when it is empty; `write` appends one element.
    pub fn list<T>(
        &mut self,
        name: &str,
        values: impl IntoIterator<Item = T>,
        write: impl FnMut(&mut String, T),
    ) {
        let mut values = values.into_iter().peekable();
        if values.peek().is_some() {
            list(self.field(name), values, write);
        }
    }

    /// A field whose value the caller appends.
    pub fn value(&mut self, name: &str, write: impl FnOnce(&mut String)) {
        write(self.field(name));
    }
}

/// `[a, b]`, with `write` for each element.
pub(super) fn list<T>(
    out: &mut String,
    values: impl IntoIterator<Item = T>,
    mut write: impl FnMut(&mut String, T),
) {
    out.push('[');
    for (index, value) in values.into_iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        write(out, value);
    }
    out.push(']');
}

pub(super) fn indent_by(out: &mut String, steps: usize) {
    for _ in 0..steps {
        out.push_str("  ");
    }
}

/// A date in quotes.
pub(super) fn date(out: &mut String, value: Date) {
    let _ = write!(out, "\"{value}\"");
}

/// The shortest text that reads back as the same number; whole numbers without a fraction.
pub(super) fn number(out: &mut String, value: f64) {
    let magnitude = value.abs();
    let _ = if magnitude < 1e15 && value.fract() == 0.0 && (value != 0.0 || value.is_sign_positive()) {
        write!(out, "{}", value as i64)
    } else if magnitude == 0.0 || (1e-5..1e17).contains(&magnitude) {
        write!(out, "{value}")
    } else {
        write!(out, "{value:e}")
    };
}

/// A text in quotes. Line breaks, control and direction marks are escaped, so that a row stays on its line and a
/// difference shows what it says.
pub(super) fn quoted(out: &mut String, text: &str) {
    out.push('"');
    let mut clean = 0;
    for (at, character) in text.char_indices() {
        let plain = match character {
            '"'
            | '\\'
            | '\u{7f}'..='\u{9f}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}' => false,
            _ => character >= ' ',
        };
        if plain {
            continue;
        }
        out.push_str(&text[clean..at]);
        clean = at + character.len_utf8();
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            other => {
                let _ = write!(out, "\\u{{{:x}}}", other as u32);
            }
        }
    }
    out.push_str(&text[clean..]);
    out.push('"');
}
