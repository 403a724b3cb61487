//! Ranges: as text for other programs, and what filling and clearing change.

use std::sync::Arc;

use crate::{
    document::{
        Cell, Entry, FieldValue,
        clipboard::{Copied, copied},
        set_field,
    },
    domain::{OrgUnit, Period, UnitRecord},
};

use super::{
    columns::{Column, Slot},
    cursor::{Pos, Range},
    read::Typed,
    rows::Row,
    sheet::Sheet,
    shown::sentence,
    values::plain,
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

/// All rows and columns shown, below a row of headings.
pub fn copy_all(sheet: &Sheet<'_>) -> Copied {
    let (rows, cols) = sheet.size();
    let headings: Vec<String> = sheet.slots.iter().map(|slot| sheet.heading(*slot)).collect();
    let whole = Range { first: Pos::default(), last: Pos::new(rows - 1, cols - 1) };
    copied(Some(&headings), &entries(sheet, whole))
}

/// A range for other programs.
pub fn copy(sheet: &Sheet<'_>, range: Range) -> Copied {
    copied(None, &entries(sheet, range))
}

fn entries(sheet: &Sheet<'_>, range: Range) -> Vec<Vec<Entry>> {
    let rows = range.rows().map_while(|row| sheet.row(row));
    rows.map(|row| range.cols().map(|col| sheet.given(row, sheet.slot(col))).collect()).collect()
}

/// Gathers new values; what a record cannot hold is found here and not when the edit is made.
pub struct Builder<'a> {
    sheet: Sheet<'a>,
    plan: Plan,
    /// Whether some column holds what stands around a potential, which is judged by the potential.
    depends: bool,
    /// The record of the row in hand with everything entered so far; only kept where a value depends on others.
    scratch: Option<(u32, Period, UnitRecord)>,
    /// The unit of the row in hand.
    unit: Option<(u32, Arc<OrgUnit>)>,
}

impl<'a> Builder<'a> {
    /// Nothing yet.
    pub fn new(sheet: Sheet<'a>, reached: Range) -> Self {
        let depends =
            sheet.slots.iter().any(|slot| matches!(slot.column, Column::Low | Column::High | Column::Basis));
        let plan = Plan { reached: Some(reached), ..Plan::default() };
        Self { sheet, plan, depends, scratch: None, unit: None }
    }

    /// The unit of a row; looked up once for all cells of the row that follow each other.
    pub fn unit(&mut self, row: Row) -> Arc<OrgUnit> {
        let here = self.unit.take().filter(|(index, _)| *index == row.unit);
        let (_, unit) = self.unit.insert(
            here.unwrap_or_else(|| (row.unit, Arc::clone(&self.sheet.account.units[row.unit as usize]))),
        );
        Arc::clone(unit)
    }

    /// Enters values into a cell. An error is a sentence, and then the cell stays as it is.
    pub fn enter(&mut self, row: Row, slot: Slot, values: Vec<FieldValue>) -> Result<(), String> {
        let about_potential =
            matches!(slot.column, Column::Potential | Column::Low | Column::High | Column::Basis);
        if about_potential && self.depends {
            let here =
                self.scratch.take().filter(|(unit, period, _)| (*unit, *period) == (row.unit, slot.period));
            let held = || self.sheet.record(row, slot.period).cloned().unwrap_or_default();
            let mut record = here.map_or_else(held, |(_, _, record)| record);
            let entered = values.iter().try_for_each(|value| set_field(&mut record, value).map(drop));
            self.scratch = Some((row.unit, slot.period, record));
            entered.map_err(|error| sentence(&error.to_string()))?;
        }
        self.plan.entered += 1;
        let unit = self.unit(row);
        let cell = |value| Cell { unit: unit.key.clone(), period: slot.period, value };
        self.plan.cells.extend(values.into_iter().map(cell));
        Ok(())
    }

    /// Leaves a cell as it is.
    pub const fn leave(&mut self) {
        self.plan.left += 1;
    }

    /// What it comes to.
    pub fn finish(self) -> Plan {
        self.plan
    }
}

/// What a text means in one cell; the error is a sentence.
pub fn read_one(sheet: &Sheet<'_>, pos: Pos, text: &str) -> Result<Vec<FieldValue>, String> {
    let Some((row, slot)) = sheet.at(pos) else { return Ok(Vec::new()) };
    let values = sheet.read(slot, Typed::text(text))?;
    Builder::new(*sheet, Range::between(pos, pos)).enter(row, slot, values.clone()).map(|()| values)
}

/// What entering one text into a whole range does.
pub fn enter(sheet: &Sheet<'_>, range: Range, text: &str) -> Result<Plan, String> {
    let mut builder = Builder::new(*sheet, range);
    for pos in range.cells() {
        let Some((row, slot)) = sheet.at(pos) else { continue };
        if !sheet.is_editable(row, slot) || sheet.is_roll_up(row) {
            builder.leave();
            continue;
        }
        let values = sheet.read(slot, Typed::text(text));
        values.and_then(|values| builder.enter(row, slot, values)).map_err(|error| {
            format!("Nothing was filled. {}, {}: {error}", sheet.unit_name(row), sheet.slot_name(slot))
        })?;
    }
    let plan = builder.finish();
    if plan.cells.is_empty() { Err(nothing(sheet, range, "filled")) } else { Ok(plan) }
}

/// What the Delete key does to a range.
pub fn clear(sheet: &Sheet<'_>, range: Range) -> Result<Plan, String> {
    let mut plan = Plan { reached: Some(range), ..Plan::default() };
    for pos in range.cells() {
        let Some((row, slot)) = sheet.at(pos) else { continue };
        if !sheet.is_editable(row, slot) || (!range.is_single() && sheet.is_roll_up(row)) {
            plan.left += 1;
            continue;
        }
        let Some(record) = sheet.record(row, slot.period) else { continue };
        let cleared = sheet.read(slot, Typed::text("")).unwrap_or_default();
        let held = sheet.values(row, slot);
        let changed: Vec<Cell> = cleared
            .into_iter()
            .zip(held)
            .filter(|(empty, held)| empty != held && !record_lacks(record, held))
            .map(|(empty, _)| sheet.cell(row, slot, empty))
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

fn record_lacks(record: &UnitRecord, value: &FieldValue) -> bool {
    matches!(value, FieldValue::Product(key, _) if record.product(key).is_none())
}

/// What filling does: the cells of `target` outside `source` take its values, over and over.
pub fn fill(sheet: &Sheet<'_>, source: Range, target: Range) -> Result<Plan, String> {
    let mut builder = Builder::new(*sheet, target);
    let (height, width) = source.size();
    for pos in target.cells().filter(|pos| !source.contains(*pos)) {
        // Counted from the source's corner, also upwards and to the left.
        let at = |pos: usize, first: usize, size: usize| {
            first + (pos as isize - first as isize).rem_euclid(size as isize) as usize
        };
        let from = Pos::new(at(pos.row, source.first.row, height), at(pos.col, source.first.col, width));
        let (Some((row, slot)), Some((from_row, from_slot))) = (sheet.at(pos), sheet.at(from)) else {
            continue;
        };
        if !sheet.is_editable(row, slot) || sheet.is_roll_up(row) {
            builder.leave();
            continue;
        }
        let (column, from_column) = (slot.column, from_slot.column);
        let values = if column == from_column {
            sheet.values(from_row, from_slot)
        } else {
            let text = sheet
                .shown(from_row, from_slot)
                .value
                .map_or_else(|| sheet.given(from_row, from_slot).text().into_owned(), plain);
            sheet.read(slot, Typed::text(&text)).map_err(|error| {
                format!("{} cannot be filled into {}: {error}", from_column.name(), column.name())
            })?
        };
        builder.enter(row, slot, values).map_err(|error| {
            format!("Nothing was filled. {}, {}: {error}", sheet.unit_name(row), sheet.slot_name(slot))
        })?;
    }
    let plan = builder.finish();
    if plan.cells.is_empty() { Err(nothing(sheet, target, "filled")) } else { Ok(plan) }
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

/// Why nothing happened to a range.
pub fn nothing(sheet: &Sheet<'_>, range: Range, what: &str) -> String {
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
