//! A block of text from another program: where each of its cells goes, and what cannot be read.

use std::collections::HashMap;

use crate::{
    document::{
        FieldValue,
        clipboard::{Numbers, rows_of},
    },
    domain::EntryMode,
    ui::kit::number::DecimalHint,
};

use super::{
    block::{Builder, Plan, nothing},
    columns::Column,
    cursor::{Pos, Range},
    read::Typed,
    sheet::Sheet,
};

/// What becomes of one cell of a block.
#[derive(Debug, Clone, PartialEq)]
pub enum Fate {
    /// It is entered.
    Entered,
    /// The cell of the grid stays as it is; why, as a clause.
    Left(&'static str),
    /// It cannot be read; why, as a sentence.
    Refused(String),
}

/// One row of a block.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Its place in the block.
    pub source: usize,
    /// The row of the grid that it goes to; the error says why there is none.
    pub row: Result<usize, String>,
    /// What becomes of its cells, parallel to [`Block::columns`]; empty if it goes nowhere.
    pub fates: Vec<Fate>,
}

/// A block and where it goes.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// How its decimals are split.
    pub hint: DecimalHint,
    /// Its cells as text.
    pub table: Vec<Vec<String>>,
    /// What the other program knows beyond it of the numbers.
    numbers: Numbers,
    /// Column of the block, and place of the grid that it goes to.
    pub columns: Vec<(usize, usize)>,
    /// Its rows, without a row of headings.
    pub lines: Vec<Line>,
    /// Whether rows were found by the names of units, not by their place.
    pub by_name: bool,
    /// Rows below the last one of the grid, and columns beyond its last one or with an unknown heading.
    pub beyond: (usize, usize),
    /// Cells that cannot be read, and rows that go nowhere.
    pub refused: usize,
    /// What everything that can be read comes to.
    pub plan: Plan,
}

/// Most cells that are pasted without being shown before.
pub const AT_ONCE: usize = 200;

impl Block {
    /// Whether it can be pasted without a look at it: it is small, fits, and everything in it is understood.
    pub fn is_plain(&self) -> bool {
        self.refused == 0
            && self.beyond == (0, 0)
            && self.lines.len() * self.columns.len() <= AT_ONCE
            && (!self.by_name || self.lines.iter().enumerate().all(|(at, line)| line.source == at))
    }

    /// Text of a cell of the block; empty where its row is shorter.
    pub fn text(&self, line: &Line, column: usize) -> &str {
        self.table[line.source].get(column).map_or("", String::as_str)
    }

    /// The same with all that is known of how to read it.
    pub fn typed(&self, line: &Line, column: usize) -> Typed<'_> {
        let text = self.text(line, column);
        Typed { text, number: self.numbers.at(line.source, column, text), hint: self.hint }
    }

    /// Why there is nothing to paste at all, as a sentence; `None` = there is something.
    pub fn is_nothing(&self, sheet: &Sheet<'_>) -> Option<String> {
        let range = self.plan.reached?;
        (self.plan.cells.is_empty() && self.refused == 0).then(|| nothing(sheet, range, "pasted"))
    }
}

/// Where a text goes that is pasted over a range; `html` is what stands on the clipboard beside it. One value goes to the whole range, a block to the place of the first
/// cell; a range that is a multiple of the block is filled with copies of it. A block with names of units in its first
/// column that is pasted over names finds its rows by them; one with headings finds its columns.
pub fn place(sheet: &Sheet<'_>, range: Range, text: &str, html: Option<&str>) -> Block {
    let table = rows_of(text);
    let numbers = html.map_or_else(Numbers::default, |html| Numbers::of(html, &table));
    let hint = decimal_hint(&table);
    let (height, width) = (table.len(), table.iter().map(Vec::len).max().unwrap_or(1));
    let (all_rows, all_cols) = sheet.size();
    let headed = headings(sheet, &table[0]).filter(|_| height > 1);
    let skip = usize::from(headed.is_some());
    let (rows, cols) = range.size();
    // A single cell takes the block as it is; a larger range takes as many copies as fit exactly.
    let fits = headed.is_none() && rows % height == 0 && cols % width == 0;
    let (rows, cols) = if fits { (rows, cols) } else { (height - skip, width) };
    let first = range.first;
    let mut beyond = (0, 0);
    let columns: Vec<(usize, usize)> = if let Some(places) = &headed {
        beyond.1 = places.iter().filter(|place| place.is_none()).count();
        places.iter().enumerate().filter_map(|(at, place)| Some((at, (*place)?))).collect()
    } else {
        beyond.1 = (first.col + cols).saturating_sub(all_cols);
        (0..cols - beyond.1).map(|at| (at % width, first.col + at)).collect()
    };
    let names = columns.iter().find(|(_, col)| sheet.slot(*col).column == Column::Unit).map(|(at, _)| *at);
    let by_name = names.is_some() && columns.len() > 1 && rows == height - skip;
    let called = if by_name { rows_by_name(sheet) } else { HashMap::new() };
    let mut lines = Vec::with_capacity(rows);
    for at in 0..rows {
        let source = skip + at % (height - skip);
        let row = match names.filter(|_| by_name) {
            Some(column) => {
                let name = table[source].get(column).map_or("", |name| name.trim());
                find(sheet, &called, name, first.row + at)
            }
            None if first.row + at < all_rows => Ok(first.row + at),
            None => {
                beyond.0 += 1;
                continue;
            }
        };
        lines.push(Line { source, row, fates: Vec::new() });
    }
    let last = |of: &[usize], least: usize| of.iter().copied().max().unwrap_or(least);
    let reached_rows: Vec<usize> = lines.iter().filter_map(|line| line.row.clone().ok()).collect();
    let reached_cols: Vec<usize> = columns.iter().map(|(_, col)| *col).collect();
    let least = |of: &[usize], first: usize| of.iter().copied().min().unwrap_or(first);
    let reached = Range {
        first: Pos::new(least(&reached_rows, first.row), least(&reached_cols, first.col)),
        last: Pos::new(last(&reached_rows, first.row), last(&reached_cols, first.col)),
    };
    let mut block =
        Block { hint, table, numbers, columns, lines, by_name, beyond, refused: 0, plan: Plan::default() };
    block.read(sheet, reached);
    block
}

impl Block {
    fn read(&mut self, sheet: &Sheet<'_>, reached: Range) {
        let single = reached.is_single();
        let mut builder = Builder::new(*sheet, reached);
        // What stands around a potential is judged by the potential that comes with it.
        let mut order: Vec<usize> = (0..self.columns.len()).collect();
        let column = |at: &usize| sheet.slot(self.columns[*at].1).column;
        if order.iter().any(|at| matches!(column(at), Column::Low | Column::High | Column::Basis)) {
            order.sort_by_key(|at| column(at) != Column::Potential);
        }
        for at in 0..self.lines.len() {
            let Some(row) = self.lines[at].row.as_ref().ok().and_then(|row| sheet.row(*row)) else {
                self.refused += 1;
                continue;
            };
            let unit = builder.unit(row);
            let rolled = !single && row.is_parent && unit.entry_mode == EntryMode::Direct;
            let mut fates = vec![Fate::Entered; self.columns.len()];
            for nth in &order {
                let (column, col) = self.columns[*nth];
                let slot = sheet.slot(col);
                let text = self.text(&self.lines[at], column);
                let fate = if slot.column == Column::Unit {
                    self.name_fate(sheet.unit_name(row), text.trim())
                } else if !slot.column.is_editable() {
                    Fate::Left("it is calculated")
                } else if !unit.is_valid_in(slot.period) {
                    Fate::Left("the unit does not exist in this period")
                } else if rolled {
                    Fate::Left("it is rolled up from the units below")
                } else {
                    let values: Result<Vec<FieldValue>, String> =
                        sheet.read(slot, self.typed(&self.lines[at], column));
                    match values.and_then(|values| builder.enter(row, slot, values)) {
                        Ok(()) => Fate::Entered,
                        Err(error) => Fate::Refused(error),
                    }
                };
                match &fate {
                    Fate::Left(_) => builder.leave(),
                    Fate::Refused(_) => self.refused += 1,
                    Fate::Entered => {}
                }
                fates[*nth] = fate;
            }
            self.lines[at].fates = fates;
        }
        self.plan = builder.finish();
    }

    /// Names tell whether the rows of the block are those of the grid; they are never changed here.
    fn name_fate(&self, name: &str, text: &str) -> Fate {
        if self.by_name || text.is_empty() || text == name {
            Fate::Left("names are changed in the map or the inspector")
        } else {
            Fate::Refused(format!("The block has “{text}” in the row of {name}."))
        }
    }
}

/// Rows by the names of their units in small letters; `None` = several are called so.
fn rows_by_name(sheet: &Sheet<'_>) -> HashMap<String, Option<usize>> {
    let mut found = HashMap::new();
    for (at, row) in sheet.rows.list.iter().enumerate() {
        found.entry(sheet.unit_name(*row).to_lowercase()).and_modify(|row| *row = None).or_insert(Some(at));
    }
    found
}

/// The row of a name: the one at hand if it is called so, else the only one that is.
fn find(
    sheet: &Sheet<'_>,
    by_name: &HashMap<String, Option<usize>>,
    name: &str,
    here: usize,
) -> Result<usize, String> {
    let is_here = |row| name.is_empty() || sheet.unit_name(row).to_lowercase() == name.to_lowercase();
    if sheet.row(here).is_some_and(is_here) {
        return Ok(here);
    }
    match by_name.get(&name.to_lowercase()) {
        Some(Some(row)) => Ok(*row),
        Some(None) => Err(format!("Several rows are called “{name}”; paste these figures unit by unit.")),
        None => Err(format!("No row is called “{name}”.")),
    }
}

/// Places of the columns, if a row of a block is one of headings: all of its words are, but for those of unknown columns
/// that stand beside at least two known ones.
fn headings(sheet: &Sheet<'_>, line: &[String]) -> Option<Vec<Option<usize>>> {
    let place = |text: &String| {
        let text = text.trim();
        let is_it = |col: &usize| {
            let slot = sheet.slot(*col);
            let names = [sheet.heading(slot), slot.column.name().to_owned()];
            names.iter().any(|name| name.eq_ignore_ascii_case(text))
        };
        (0..sheet.slots.len()).find(is_it)
    };
    let places: Vec<Option<usize>> = line.iter().map(place).collect();
    (places.iter().flatten().count() >= 2).then_some(places)
}

/// Which sign splits decimals, going by the cells that can be read in one way only: `12,5` and `1.234,50` are German,
/// French or Spanish, and then `1.234` beside them is more than a thousand.
fn decimal_hint(table: &[Vec<String>]) -> DecimalHint {
    let tells = |text: &String| {
        let text = text.trim();
        match text.rsplit_once(',') {
            Some((before, after)) if after.bytes().all(|byte| byte.is_ascii_digit()) && !after.is_empty() => {
                before.contains('.') || (after.len() != 3 && !before.contains(','))
            }
            _ => false,
        }
    };
    if table.iter().flatten().any(tells) { DecimalHint::Comma } else { DecimalHint::Point }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_of_the_whole_block_decide() {
        let hint = |text: &str| decimal_hint(&rows_of(text));
        assert_eq!(hint("1.234\t12,5"), DecimalHint::Comma);
        assert_eq!(hint("1.234,50"), DecimalHint::Comma);
        assert_eq!(hint("1,234\t1,234,567\t12.5"), DecimalHint::Point);
    }
}
