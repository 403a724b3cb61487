//! A table as other programs have it, read from a file or to be written into one: rows of cells of unknown meaning.

use std::borrow::Cow;

use jiff::civil::Date;

/// One cell of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Entry {
    /// Nothing.
    Blank,
    /// A text; the only kind that CSV and the clipboard know.
    Text(Box<str>),
    /// A number of a sheet.
    Number(f64),
    /// A truth value of a sheet.
    Flag(bool),
    /// A day of a sheet.
    Day(Date),
    /// An error value of a sheet, such as `#N/A`.
    Broken(Box<str>),
}

impl Entry {
    /// A text; nothing if it has no characters.
    pub fn text_of(text: &str) -> Self {
        if text.is_empty() { Self::Blank } else { Self::Text(text.into()) }
    }

    /// Nothing, nothing but spaces, or a dash, which is how many programs write nothing.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Blank => true,
            Self::Text(text) => matches!(text.trim(), "" | "-" | "–" | "—"),
            _ => false,
        }
    }

    /// As text, without the spaces around it.
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Blank => "".into(),
            Self::Text(text) | Self::Broken(text) => text.trim().into(),
            Self::Number(number) => number.to_string().into(),
            Self::Flag(yes) => yes.to_string().into(),
            Self::Day(day) => day.to_string().into(),
        }
    }

    /// For a message or a list: one line, at most forty characters.
    pub fn shown(&self) -> String {
        let text = self.text();
        let mut short: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(40).collect();
        if text.chars().nth(40).is_some() {
            short.push('…');
        }
        short
    }
}

/// One row with content.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Its number as a spreadsheet counts, from 1.
    pub number: u64,
    /// Its cells from the left; those beyond the last one with content are missing.
    pub entries: Vec<Entry>,
}

/// All rows with content.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// The rows in order.
    pub lines: Vec<Line>,
    /// Whether it is text in which commas separate the cells, so that a comma inside a cell is a rare thing.
    pub is_comma_separated: bool,
}

impl Table {
    /// Number of columns: the cells of its longest row.
    pub fn width(&self) -> usize {
        self.lines.iter().map(|line| line.entries.len()).max().unwrap_or(0)
    }

    /// A cell; blank beyond the end of its row.
    pub fn entry(&self, line: usize, column: usize) -> &Entry {
        self.lines.get(line).and_then(|line| line.entries.get(column)).unwrap_or(&Entry::Blank)
    }
}
