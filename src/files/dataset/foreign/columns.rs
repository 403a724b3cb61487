//! Finding the columns of a foreign table by what people call them.

use super::{super::table::normal, ForeignRow};
use crate::files::dataset::cell::Cell;

/// A column that we look for.
pub struct Known {
    /// What it is called in `--column KEY=NAME`.
    pub key: &'static str,
    /// What people call it, in the form of [`normal`], likeliest first.
    pub names: &'static [&'static str],
    /// Whether the table is nothing without it.
    pub is_required: bool,
    /// Tables and columns of the dataset that are made from it, for messages.
    pub ours: &'static [(&'static str, &'static str)],
}

/// Where the columns stand.
pub struct Matched(Vec<(&'static str, usize)>);

impl Matched {
    /// Index of a column in the head.
    pub fn at(&self, key: &str) -> Option<usize> {
        self.0.iter().find(|(known, _)| *known == key).map(|(_, at)| *at)
    }

    /// Whether anything is read from the column at `at`.
    pub fn uses(&self, at: usize) -> bool {
        self.0.iter().any(|(_, used)| *used == at)
    }

    /// The cell of a row; empty without such a column. Texts lose the spaces around them.
    pub fn cell(&self, row: &ForeignRow, key: &str) -> Cell {
        let cell = self.at(key).and_then(|at| row.cells.get(at)).cloned().unwrap_or(Cell::Empty);
        match cell {
            Cell::Text(text) if text.trim().is_empty() => Cell::Empty,
            Cell::Text(text) => Cell::Text(text.trim().to_owned()),
            other => other,
        }
    }

    /// The same, as text.
    pub fn text(&self, row: &ForeignRow, key: &str) -> String {
        self.cell(row, key).text()
    }
}

/// Matches the columns: first those that the user chose, then by name.
///
/// # Errors
/// A sentence that says what is missing and how to name it.
pub fn matched(
    known: &'static [Known],
    head: &[String],
    chosen: &[(String, String)],
) -> Result<Matched, String> {
    let mut found = Vec::new();
    let mut missing = Vec::new();
    if let Some((key, _)) = chosen.iter().find(|(key, _)| known.iter().all(|known| known.key != key)) {
        let keys: Vec<&str> = known.iter().map(|known| known.key).collect();
        return Err(format!("there is no column `{key}` to choose, only {}", keys.join(", ")));
    }
    for column in known {
        let own: Vec<String> =
            chosen.iter().filter(|(key, _)| key == column.key).map(|(_, name)| normal(name)).collect();
        let by_choice = own.iter().find_map(|name| head.iter().position(|cell| cell == name));
        let by_name = || column.names.iter().find_map(|name| head.iter().position(|cell| cell == name));
        match if own.is_empty() { by_name() } else { by_choice } {
            Some(at) => found.push((column.key, at)),
            None if column.is_required || !own.is_empty() => missing.push(column.key),
            None => {}
        }
    }
    if missing.is_empty() {
        return Ok(Matched(found));
    }
    let options: Vec<String> = missing.iter().map(|key| format!("--column {key}=NAME")).collect();
    Err(format!("no column was found for {}; name it with {}", missing.join(", "), options.join(" ")))
}
