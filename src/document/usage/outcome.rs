//! What a table comes to: the fate of every cell, every problem by row, how many, and the edit.

use crate::domain::{Period, UnitRecord, Workspace};
use crate::number::DecimalHint;

use super::{
    super::{Edit, Entry, FieldValue, Table, set_field, state_of},
    columns::{Meaning, Setup, column_name},
    field::held,
};

/// What happens to what is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Only what is empty is filled.
    Fill,
    /// What the table gives overwrites, empty cells leave alone.
    Update,
    /// The records of the accounts and periods of the table hold what the table gives, and nothing else.
    Replace,
}

/// What becomes of a cell of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It gives nothing.
    Blank,
    /// Entered where nothing was.
    New,
    /// Entered over another value.
    Changed,
    /// The same is there already.
    Same,
    /// What is there stays, as only gaps are filled.
    Stays,
    /// Left out: the unit shows the sum of the units below it.
    RolledUp,
    /// It cannot be read; see the problems.
    Refused,
}

/// Something wrong in the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line of the table.
    pub line: usize,
    /// The column; `None` = the row as a whole.
    pub column: Option<usize>,
    /// What was found there, short.
    pub found: String,
    /// What is wrong and what to do, in sentences.
    pub what: String,
    /// Whether it is settled when missing units are created.
    pub is_missing_unit: bool,
}

/// A row of the table below the headings.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PlannedLine {
    /// Index of the account and of the unit in it; units to be created follow those that exist.
    pub unit: Option<(u32, u32)>,
    /// The period of its figures; `None` = unknown, or each figure has its own.
    pub period: Option<Period>,
    /// Whether something is wrong in it.
    pub is_refused: bool,
}

/// How many cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Entered where nothing was.
    pub new: usize,
    /// Entered over another value.
    pub changed: usize,
    /// Emptied, as the table replaces all.
    pub emptied: usize,
    /// The same already.
    pub same: usize,
    /// Kept, as only gaps are filled.
    pub stays: usize,
    /// Left out on units that show sums.
    pub rolled_up: usize,
    /// Rows with something wrong.
    pub refused_rows: usize,
    /// Units to be created.
    pub units: usize,
    /// Records that change.
    pub records: usize,
}

impl Counts {
    /// Cells that get another content.
    pub const fn figures(&self) -> usize {
        self.new + self.changed + self.emptied
    }
}

/// What a table comes to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// The rows, from [`Setup::first_line`] on.
    pub lines: Vec<PlannedLine>,
    /// The columns that values come from.
    pub columns: Vec<usize>,
    /// Line by line, as many as there are [`Self::columns`].
    pub fates: Vec<Fate>,
    /// Everything that is wrong, by row.
    pub problems: Vec<Problem>,
    /// How many cells of which fate, rows with problems left out.
    pub counts: Counts,
    /// Which sign splits decimals in what was read; `None` = no number needed to know, or it stayed open.
    pub decimal: Option<DecimalHint>,
    /// Everything that can be taken; `None` = nothing changes. Rows with problems are left out of it.
    pub edit: Option<Edit>,
    /// Names of the units to be created, by account, in the order of their indices.
    pub created: Vec<(u32, Vec<String>)>,
}

impl Plan {
    /// The fate of a cell; `line` counts from the first row, `nth` in [`Self::columns`].
    pub fn fate(&self, line: usize, nth: usize) -> Fate {
        self.fates.get(line * self.columns.len() + nth).copied().unwrap_or(Fate::Blank)
    }

    /// Name of the unit of a row; `None` = it is not known.
    pub fn unit_name<'a>(&'a self, workspace: &'a Workspace, line: usize) -> Option<&'a str> {
        let (account, unit) = self.lines.get(line)?.unit?;
        let known = &workspace.accounts[account as usize];
        if (unit as usize) < known.units.len() {
            return Some(known.unit_name(unit as usize));
        }
        let (_, names) = self.created.iter().find(|(of, _)| *of == account)?;
        names.get(unit as usize - known.units.len()).map(String::as_str)
    }

    /// What a cell says, and what the record held before, each empty if nothing.
    pub fn cell_texts(
        &self,
        table: &Table,
        setup: &Setup,
        workspace: &Workspace,
        line: usize,
        nth: usize,
    ) -> (String, String) {
        let column = self.columns[nth];
        let entry = table.entry(setup.first_line() + line, column);
        let Ok(values) = read_cell(&setup.meanings[column], entry, self.decimal, workspace) else {
            return (entry.shown(), String::new());
        };
        let before = self.lines[line].unit.and_then(|(account, unit)| {
            let period = own_period(&setup.meanings[column]).or(self.lines[line].period)?;
            workspace.accounts[account as usize].record(unit as usize, period)
        });
        let after = values.iter().fold(UnitRecord::default(), |mut record, value| {
            // A range needs a potential around it to be shown.
            if let Some(potential) = before.and_then(|before| before.potential.clone()) {
                record.potential.get_or_insert(potential);
            }
            let _ = set_field(&mut record, value);
            record
        });
        let [first, ..] = values.as_slice() else { return (String::new(), String::new()) };
        let words = match values.len() {
            1 => held(&after, first),
            _ => entry.shown(),
        };
        let words = if words.is_empty() { entry.shown() } else { words };
        (words, before.map_or_else(String::new, |before| held(before, first)))
    }
}

/// Of several values in one cell the one that changes most decides.
pub(super) const fn worse(a: Fate, b: Fate) -> Fate {
    const fn rank(fate: Fate) -> u8 {
        match fate {
            Fate::Blank => 0,
            Fate::Same => 1,
            Fate::Stays => 2,
            Fate::RolledUp => 3,
            Fate::New => 4,
            Fate::Changed => 5,
            Fate::Refused => 6,
        }
    }
    if rank(a) > rank(b) { a } else { b }
}

/// The period that a column itself names.
pub(super) const fn own_period(meaning: &Meaning) -> Option<Period> {
    if let Meaning::ValueIn(_, period) = meaning { Some(*period) } else { None }
}

/// What a cell that is not blank says.
pub(super) fn read_cell(
    meaning: &Meaning,
    entry: &Entry,
    decimal: Option<DecimalHint>,
    workspace: &Workspace,
) -> Result<Vec<FieldValue>, String> {
    match meaning {
        Meaning::Value(field) | Meaning::ValueIn(field, _) => field.read(entry, decimal, &workspace.products),
        Meaning::Product(key) => Ok(vec![FieldValue::Product(key.clone(), Some(state_of(&entry.text())?))]),
        _ => Ok(Vec::new()),
    }
}

/// Where a problem stands, for people: `Row 7, ARR`.
pub fn place(table: &Table, setup: &Setup, problem: &Problem) -> String {
    let row = table.lines.get(problem.line).map_or(0, |line| line.number);
    match problem.column {
        Some(column) => format!("Row {row}, {}", column_name(table, setup, column)),
        None => format!("Row {row}"),
    }
}
