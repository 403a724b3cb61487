//! Columns that line up in a terminal.

use std::io::{self, Write};

pub use crate::engine::display::{UNKNOWN, number, plain};

/// Text from a file, fit for a terminal: control characters cannot move the cursor or change colours.
pub fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// Rows of a table whose columns line up. The first column is text, the others as [`Table::left`] says.
pub struct Table {
    head: Vec<String>,
    rows: Vec<Vec<String>>,
    left: Vec<bool>,
}

impl Table {
    /// A table with these headings; columns whose heading is in `left` are aligned to the left, like the first.
    pub fn new(head: &[&str], left: &[&str]) -> Self {
        Self {
            head: head.iter().map(|text| text.to_uppercase()).collect(),
            rows: Vec::new(),
            left: head.iter().enumerate().map(|(at, text)| at == 0 || left.contains(text)).collect(),
        }
    }

    /// Adds a row.
    pub fn push(&mut self, row: Vec<String>) {
        self.rows.push(row);
    }

    /// Writes it, indented, its head emphasised where colours are allowed.
    pub fn write(&self, indent: &str, colour: bool, out: &mut dyn Write) -> io::Result<()> {
        let width = |column: usize| {
            let cells = std::iter::once(&self.head).chain(&self.rows).filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..self.head.len()).map(width).collect();
        let (bold, plain) = if colour { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
        writeln!(out, "{indent}{bold}{}{plain}", self.line(&self.head, &widths))?;
        for row in &self.rows {
            writeln!(out, "{indent}{}", self.line(row, &widths))?;
        }
        Ok(())
    }

    fn line(&self, row: &[String], widths: &[usize]) -> String {
        let cells = row.iter().zip(widths).zip(&self.left).map(|((cell, width), left)| {
            let pad = " ".repeat(width - cell.chars().count().min(*width));
            if *left { format!("{cell}{pad}") } else { format!("{pad}{cell}") }
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_move_the_cursor() {
        assert_eq!(clean("a\u{1b}[31mb\n"), "a\u{fffd}[31mb\u{fffd}");
    }

    #[test]
    fn columns_line_up() {
        let mut table = Table::new(&["Name", "Value", "Note"], &["Note"]);
        table.push(vec!["Ö".to_owned(), "1".to_owned(), String::new()]);
        table.push(vec!["Long".to_owned(), "1000".to_owned(), "x".to_owned()]);
        let mut out = Vec::new();
        table.write("", false, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "NAME  VALUE  NOTE\nÖ         1\nLong   1000  x\n");
    }
}
