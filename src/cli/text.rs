//! Numbers as people read them, and columns that line up in a terminal.

use std::io::{self, Write};

use crate::engine::{
    compare::{self, round_to},
    metrics::Unit,
};

/// What stands for an unknown number.
pub const UNKNOWN: &str = "–";

/// A number in its unit, rounded half away from zero; `symbol` is that of the currency.
pub fn number(value: Option<f64>, unit: Unit, symbol: &str) -> String {
    let Some(value) = value else { return UNKNOWN.to_owned() };
    // Adding 0.0 turns −0.0 into 0.0, so that nothing is printed as "-0.0".
    let one = |value: f64| format!("{:.1}", round_to(value, 1) + 0.0);
    let signed = |value: f64| if round_to(value, 1) > 0.0 { format!("+{}", one(value)) } else { one(value) };
    match unit {
        Unit::Percent => format!("{} %", one(value)),
        Unit::PercentagePoints => format!("{} pp", signed(value)),
        Unit::RelativePercent => format!("{} % relative", signed(value)),
        Unit::Money => money(value, symbol),
        Unit::Count => plain(value),
        Unit::Flag => if value == 0.0 { "no" } else { "yes" }.to_owned(),
        Unit::Number | Unit::Points => one(value),
    }
}

/// Money with K, M or B and one decimal, whole below a thousand.
fn money(value: f64, symbol: &str) -> String {
    let sign = if value < 0.0 { "-" } else { "" };
    let size = value.abs();
    // What rounds to a thousand of a step belongs to the next: 999 950 reads 1.0M, not 1000.0K.
    let steps = [(1e9, "B", 999.95e6), (1e6, "M", 999.95e3), (1e3, "K", 999.5)];
    let found = steps.iter().find(|(_, _, from)| compare::at_least(size, *from));
    match found {
        Some((step, suffix, _)) => format!("{sign}{symbol}{:.1}{suffix}", round_to(size / step, 1)),
        None => format!("{sign}{symbol}{:.0}", round_to(size, 0)),
    }
}

/// A whole number without a fraction, another one as it is.
pub fn plain(value: f64) -> String {
    format!("{value}")
}

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
    fn numbers_as_people_read_them() {
        let text = |value: f64, unit| number(Some(value), unit, "$");
        assert_eq!(text(41.25, Unit::Points), "41.3");
        assert_eq!(text(5.952_381, Unit::PercentagePoints), "+6.0 pp");
        assert_eq!(text(-0.04, Unit::PercentagePoints), "0.0 pp");
        assert_eq!(text(20.0, Unit::RelativePercent), "+20.0 % relative");
        assert_eq!(
            [0.0, 999.4, 999.6, 1_000.0, 999_949.0, 999_950.0, 2_700_000.0, 3e9]
                .map(|x| text(x, Unit::Money)),
            ["$0", "$999", "$1.0K", "$1.0K", "$999.9K", "$1.0M", "$2.7M", "$3.0B"]
        );
        assert_eq!(text(-1500.0, Unit::Money), "-$1.5K");
        assert_eq!(number(None, Unit::Percent, ""), UNKNOWN);
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
