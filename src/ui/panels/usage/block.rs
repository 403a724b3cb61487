//! Ranges in and out: tab-separated text, and what pasting, filling and clearing change.

use crate::document::Cell;

use crate::ui::kit::number::DecimalHint;

use super::{
    cells::{Sheet, plain, sentence},
    columns::Column,
    cursor::{Pos, Range},
};

/// What a change of a range comes to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// New values.
    pub cells: Vec<Cell>,
    /// Cells of the grid that get a value.
    pub entered: usize,
    /// Cells left as they are because they are calculated or rolled up.
    pub left: usize,
    /// The range that was reached, to be selected afterwards.
    pub reached: Option<Range>,
}

/// At most this many refused cells are named; the rest is a number.
const NAMED: usize = 3;

/// A range as tab-separated text; cells with tabs, line breaks or quotes are quoted as spreadsheets do.
pub fn copy(sheet: &Sheet<'_>, range: Range) -> String {
    let mut out = String::new();
    for row in range.rows() {
        let Some(row) = sheet.row(row) else { break };
        for col in range.cols() {
            if col > range.first.col {
                out.push('\t');
            }
            let text = sheet.copied(row, Column::at(col));
            if text.contains(['\t', '\n', '\r', '"']) {
                out.push('"');
                out.push_str(&text.replace('"', "\"\""));
                out.push('"');
            } else {
                out.push_str(&text);
            }
        }
        out.push('\n');
    }
    out
}

/// Tab-separated text as rows of cells, at least one of each. A quoted cell may hold tabs, line breaks and doubled quotes.
pub fn table(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let mut letters = text.chars().peekable();
    let mut quoted = false;
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.is_empty() => quoted = true,
            '\t' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' | '\n' if !quoted => {
                if letter == '\r' && letters.peek() == Some(&'\n') {
                    letters.next();
                }
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            other => cell.push(other),
        }
    }
    // A spreadsheet ends the last row with a line break too; what follows it is no row.
    if rows.is_empty() || !row.is_empty() || !cell.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows
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

/// What pasting a text over a range does. One value goes to the whole range, a block to the place of the first cell;
/// a range that is a multiple of the block is filled with copies of it. An error is a sentence, and then nothing changes.
pub fn paste(sheet: &Sheet<'_>, range: Range, text: &str) -> Result<Plan, String> {
    let table = table(text);
    let hint = decimal_hint(&table);
    let (height, width) = (table.len(), table.iter().map(Vec::len).max().unwrap_or(1));
    let (rows, cols) = range.size();
    // A single cell takes the block as it is; a larger range takes as many copies as fit exactly.
    let (rows, cols) = if rows % height == 0 && cols % width == 0 { (rows, cols) } else { (height, width) };
    let last = Pos::new(range.first.row + rows - 1, range.first.col + cols - 1);
    let last_row = sheet.rows.len() - 1;
    if last.row > last_row || last.col >= Column::COUNT {
        return Err(format!(
            "The block has {height} rows and {width} columns and does not fit here; select a cell further up or left."
        ));
    }
    let target = Range { first: range.first, last };
    let single = target.is_single();
    let mut plan = Plan { reached: Some(target), ..Plan::default() };
    let mut refused: Vec<String> = Vec::new();
    for pos in target.cells() {
        let (Some(row), column) = (sheet.row(pos.row), Column::at(pos.col)) else { continue };
        let source = &table[(pos.row - target.first.row) % height];
        let text = source.get((pos.col - target.first.col) % width).map_or("", String::as_str);
        let place = || format!("{}, {}", sheet.unit_name(row), column.name());
        if column == Column::Unit {
            // Names tell whether the rows of the block are those of the grid; they are never changed here.
            if text.trim().is_empty() || text.trim() == sheet.unit_name(row) {
                plan.left += 1;
            } else {
                refused.push(format!(
                    "{}: the block has “{}” in this row",
                    sheet.unit_name(row),
                    text.trim()
                ));
            }
            continue;
        }
        if !column.is_editable() || (!single && sheet.is_roll_up(row)) {
            plan.left += 1;
            continue;
        }
        match sheet.read(column, text, hint) {
            Ok(values) => {
                plan.entered += 1;
                plan.cells.extend(values.into_iter().map(|value| sheet.cell(row, value)));
            }
            Err(error) => {
                let what = if text.chars().count() > 24 {
                    format!("{}…", text.chars().take(24).collect::<String>())
                } else {
                    text.to_owned()
                };
                refused.push(format!("{} “{what}”: {}", place(), error.trim_end_matches('.')));
            }
        }
    }
    if !refused.is_empty() {
        let more = refused.len().saturating_sub(NAMED);
        refused.truncate(NAMED);
        let more = if more > 0 { format!("; and {more} more") } else { String::new() };
        return Err(format!("Nothing was pasted. {}{more}. Correct it and paste again.", refused.join("; ")));
    }
    if plan.entered == 0 {
        return Err(nothing(sheet, target, "pasted"));
    }
    Ok(plan)
}

/// What entering one text into a whole range does.
pub fn enter(sheet: &Sheet<'_>, range: Range, text: &str) -> Result<Plan, String> {
    let mut plan = Plan { reached: Some(range), ..Plan::default() };
    for pos in range.cells() {
        let (Some(row), column) = (sheet.row(pos.row), Column::at(pos.col)) else { continue };
        if !column.is_editable() || sheet.is_roll_up(row) {
            plan.left += 1;
            continue;
        }
        let values = sheet.read(column, text, DecimalHint::Point).map_err(|error| {
            format!("Nothing was filled. {}, {}: {error}", sheet.unit_name(row), column.name())
        })?;
        plan.entered += 1;
        plan.cells.extend(values.into_iter().map(|value| sheet.cell(row, value)));
    }
    if plan.cells.is_empty() { Err(nothing(sheet, range, "filled")) } else { Ok(plan) }
}

/// What the Delete key does to a range.
pub fn clear(sheet: &Sheet<'_>, range: Range) -> Result<Plan, String> {
    let mut plan = Plan { reached: Some(range), ..Plan::default() };
    for pos in range.cells() {
        let (Some(row), column) = (sheet.row(pos.row), Column::at(pos.col)) else { continue };
        if !column.is_editable() || (!range.is_single() && sheet.is_roll_up(row)) {
            plan.left += 1;
            continue;
        }
        let Some(record) = sheet.record(row) else { continue };
        let cleared = sheet.read(column, "", DecimalHint::Point).unwrap_or_default();
        let held = sheet.values(row, column);
        let changed: Vec<Cell> = cleared
            .into_iter()
            .zip(held)
            .filter(|(empty, held)| empty != held && !record_lacks(record, held))
            .map(|(empty, _)| sheet.cell(row, empty))
            .collect();
        plan.entered += usize::from(!changed.is_empty());
        plan.cells.extend(changed);
    }
    if plan.cells.is_empty() {
        return Err(if plan.left > 0 {
            nothing(sheet, range, "cleared")
        } else {
            "There is nothing to clear here.".to_owned()
        });
    }
    Ok(plan)
}

fn record_lacks(record: &crate::domain::UnitRecord, value: &crate::document::FieldValue) -> bool {
    matches!(value, crate::document::FieldValue::Product(key, _) if record.product(key).is_none())
}

/// What filling does: the cells of `target` outside `source` take its values, over and over.
pub fn fill(sheet: &Sheet<'_>, source: Range, target: Range) -> Result<Plan, String> {
    let mut plan = Plan { reached: Some(target), ..Plan::default() };
    let (height, width) = source.size();
    for pos in target.cells().filter(|pos| !source.contains(*pos)) {
        // Counted from the source's corner, also upwards and to the left.
        let at = |pos: usize, first: usize, size: usize| {
            first + (pos as isize - first as isize).rem_euclid(size as isize) as usize
        };
        let from = Pos::new(at(pos.row, source.first.row, height), at(pos.col, source.first.col, width));
        let (Some(row), Some(from_row)) = (sheet.row(pos.row), sheet.row(from.row)) else { continue };
        let (column, from_column) = (Column::at(pos.col), Column::at(from.col));
        if !column.is_editable() || sheet.is_roll_up(row) {
            plan.left += 1;
            continue;
        }
        let values = if column == from_column {
            sheet.values(from_row, column)
        } else {
            let text = sheet
                .shown(from_row, from_column)
                .value
                .map_or_else(|| sheet.copied(from_row, from_column), plain);
            sheet.read(column, &text, DecimalHint::Point).map_err(|error| {
                format!("{} cannot be filled into {}: {error}", from_column.name(), column.name())
            })?
        };
        plan.entered += 1;
        plan.cells.extend(values.into_iter().map(|value| sheet.cell(row, value)));
    }
    if plan.cells.is_empty() {
        return Err(nothing(sheet, target, "filled"));
    }
    Ok(plan)
}

/// Ctrl+D and Ctrl+R: where the values come from and where they go. A single row, or column, takes from the one before.
pub fn fill_from_edge(range: Range, down: bool) -> Option<(Range, Range)> {
    let (rows, cols) = range.size();
    let Range { first, last } = range;
    Some(match (down, rows, cols) {
        (true, 1, _) => {
            let above = first.row.checked_sub(1)?;
            let source = Range { first: Pos::new(above, first.col), last: Pos::new(above, last.col) };
            (source, Range { first: source.first, last })
        }
        (false, _, 1) => {
            let left = first.col.checked_sub(1)?;
            let source = Range { first: Pos::new(first.row, left), last: Pos::new(last.row, left) };
            (source, Range { first: source.first, last })
        }
        (true, ..) => (Range { first, last: Pos::new(first.row, last.col) }, range),
        (false, ..) => (Range { first, last: Pos::new(last.row, first.col) }, range),
    })
}

fn nothing(sheet: &Sheet<'_>, range: Range, what: &str) -> String {
    let rolled = range.rows().filter_map(|row| sheet.row(row)).all(|row| sheet.is_roll_up(row));
    let why = if rolled {
        "these rows are rolled up from the units below; enter the figures there".to_owned()
    } else {
        "these cells are calculated; enter the figures they come from".to_owned()
    };
    format!("Nothing was {what}. {}", sentence(&why))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_a_spreadsheet() {
        assert_eq!(table("1\t2\r\n3\t4\r\n"), [["1", "2"], ["3", "4"]]);
        assert_eq!(table("\"a\tb\"\t\"say \"\"x\"\"\nnow\"\n"), [["a\tb", "say \"x\"\nnow"]]);
        assert_eq!(table("5\" pipe"), [["5\" pipe"]]);
        assert_eq!(table(""), [[""]]);
        assert_eq!(table("1\n\n2"), [[String::from("1")], [String::new()], [String::from("2")]]);
    }

    #[test]
    fn decimals_of_the_whole_block_decide() {
        let hint = |text: &str| decimal_hint(&table(text));
        assert_eq!(hint("1.234\t12,5"), DecimalHint::Comma);
        assert_eq!(hint("1.234,50"), DecimalHint::Comma);
        assert_eq!(hint("1,234\t1,234,567\t12.5"), DecimalHint::Point);
    }

    #[test]
    fn fill_takes_the_first_row_or_the_one_above() {
        let range = Range { first: Pos::new(2, 2), last: Pos::new(4, 3) };
        let (source, target) = fill_from_edge(range, true).unwrap();
        assert_eq!((source.last, target), (Pos::new(2, 3), range));
        let one = Range { first: Pos::new(2, 2), last: Pos::new(2, 2) };
        let (source, target) = fill_from_edge(one, true).unwrap();
        assert_eq!((source.first, target.last), (Pos::new(1, 2), Pos::new(2, 2)));
        assert_eq!(fill_from_edge(Range { first: Pos::default(), last: Pos::default() }, true), None);
    }
}
