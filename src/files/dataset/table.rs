//! A table as a list of columns, and the one loop that writes its rows and the one that reads them.
//!
//! A column is one line: its name and the field of the row it stands for. The field's type says how it is written
//! and read ([`Field`]), so CSV and XLSX, writer and reader all follow from that line.

use std::collections::{HashMap, HashSet};

use super::{
    cell::{Cell, shown},
    draft::Draft,
    field::{Field, Form},
    report::Complaint,
};
use crate::domain::{PeriodKind, Workspace};

/// What holds for a column beside its name and field.
#[derive(Debug, Clone, Copy)]
pub struct Traits {
    /// What a number in it means.
    pub form: Form,
    /// Whether the column must be there and no cell of it empty.
    pub is_required: bool,
    /// Whether it is part of what names a row.
    pub is_key: bool,
}

impl Traits {
    /// Nothing in particular.
    pub const NONE: Self = Self { form: Form::Plain, is_required: false, is_key: false };

    /// Part of what names a row.
    pub const fn key(self) -> Self {
        Self { is_key: true, ..self }
    }

    /// No cell of it may be empty.
    pub const fn required(self) -> Self {
        Self { is_required: true, ..self }
    }

    /// Money in whole units of the currency.
    pub const fn money(self) -> Self {
        Self { form: Form::Money, ..self }
    }

    /// 0–100.
    pub const fn percent(self) -> Self {
        Self { form: Form::Percent, ..self }
    }

    /// 0–1.
    pub const fn share(self) -> Self {
        Self { form: Form::Share, ..self }
    }
}

/// One column of a table whose rows are `T`; made by `col!`.
pub struct Column<T> {
    /// Its name in the head.
    pub name: &'static str,
    /// What else holds for it.
    pub traits: Traits,
    /// The field of a row.
    pub get: fn(&T) -> &dyn Field,
    /// The same, to change it.
    pub set: fn(&mut T) -> &mut dyn Field,
}

impl<T> Column<T> {
    /// What is written for a row.
    pub fn cell(&self, row: &T, kind: PeriodKind) -> Cell {
        (self.get)(row).cell(kind)
    }

    /// Takes a cell into a row; an empty one leaves what is there. `false` = a complaint was made.
    pub fn read(&self, row: &mut T, cell: &Cell, draft: &mut Draft) -> bool {
        self.read_as(self.name, row, cell, draft)
    }

    /// The same, where the cell stands in another column, such as the values of the settings.
    pub fn read_as(&self, named: &str, row: &mut T, cell: &Cell, draft: &mut Draft) -> bool {
        let field = (self.set)(row);
        if *cell == Cell::Empty || cell.is_blank() && !field.is_text() {
            if self.traits.is_required {
                draft.complain(named, "is empty; enter a value".to_owned());
            }
            return !self.traits.is_required;
        }
        let read = field.read(cell, self.traits.form, &mut draft.reading);
        if let Err(message) = &read {
            // "is not a date" is about what was found; other sentences bring their own subject.
            let found = if message.starts_with("is ") || message.starts_with("can ") {
                format!("`{}` {message}", cell.shown())
            } else {
                message.clone()
            };
            draft.complain(named, found);
        }
        read.is_ok()
    }
}

/// What happens to the rows of the workspace that is imported into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Merge {
    /// A row takes the place of the row with the same key; columns that the table lacks keep their values.
    Rows,
    /// The rows with one key together take the place of all rows with that key.
    Groups,
}

/// A table of the dataset.
pub struct Table<T: 'static> {
    /// Name of the file (without ending) or the sheet.
    pub name: &'static str,
    /// Whether a dataset must have it.
    pub is_required: bool,
    /// Its columns, in the order written.
    pub columns: &'static [Column<T>],
    /// A row before anything is read into it: the defaults.
    pub blank: fn() -> T,
    /// Gives every row of a workspace, in order.
    pub rows: fn(&Workspace, &mut dyn FnMut(T)),
    /// Takes a row into the draft.
    pub take: fn(&mut Draft, T),
    /// How it joins a workspace that is imported into.
    pub merge: Merge,
}

/// Rows from a file. The head has been read already.
pub trait Rows {
    /// The cells of the head.
    fn head(&self) -> &[String];
    /// The next row with its number; `None` = the end. An error ends the table.
    fn next_row(&mut self) -> Option<Result<(u64, &[Cell]), String>>;
}

/// Takes the tables of a workspace, for a file of any kind.
pub trait Sink {
    /// Begins a table.
    fn table(&mut self, name: &'static str, columns: &[&str]) -> Result<(), String>;
    /// One row of it, as many cells as columns.
    fn row(&mut self, cells: &[Cell]) -> Result<(), String>;
}

/// A table whose row type is of no interest.
pub trait AnyTable: Sync {
    /// Name of the file (without ending) or the sheet.
    fn name(&self) -> &'static str;
    /// Whether a dataset must have it.
    fn is_required(&self) -> bool;
    /// Names of the columns, in the order written.
    fn columns(&self) -> Vec<&'static str>;
    /// Writes every row of a workspace.
    fn write(&self, workspace: &Workspace, sink: &mut dyn Sink) -> Result<(), String>;
    /// Reads the rows of `source`, if there is one, over those of `base`, if there is one. `false` = its head is wrong,
    /// and no row was looked at.
    fn read(&self, source: Option<&mut dyn Rows>, base: Option<&Workspace>, draft: &mut Draft) -> bool;
}

/// A head as it is compared: `Customer since ` is `customer_since`.
pub fn normal(head: &str) -> String {
    head.trim().to_lowercase().replace([' ', '-'], "_")
}

/// For each column, the cell of the head that names it. Complains about heads given twice or missing, warns of unknown.
pub fn match_head(
    head: &[String],
    columns: &[(&'static str, bool)],
    draft: &mut Draft,
) -> Option<Vec<Option<usize>>> {
    let mut is_sound = true;
    let mut found = vec![None; columns.len()];
    for (at, cell) in head.iter().enumerate() {
        let name = normal(cell);
        match columns.iter().position(|(column, _)| *column == name) {
            Some(column) if found[column].is_some() => {
                draft.complain("", format!("the column `{name}` is given twice; keep one of them"));
                is_sound = false;
            }
            Some(column) => found[column] = Some(at),
            None if name.is_empty() => {}
            None => draft.warn(&format!("the column `{}` is not known and was left out", shown(cell))),
        }
    }
    let given: Vec<String> = head.iter().take(12).map(|cell| shown(cell)).collect();
    for ((column, _), _) in columns.iter().zip(&found).filter(|((_, required), at)| *required && at.is_none())
    {
        draft.complain("", format!("the column `{column}` is missing; add it. Found: {}", given.join(", ")));
        is_sound = false;
    }
    is_sound.then_some(found)
}

/// Reads every row that is not blank: sets the place, complains of cells without a head, hands the cells to `take`.
pub fn each_row(source: &mut dyn Rows, draft: &mut Draft, mut take: impl FnMut(&mut Draft, &[Cell])) {
    let width = source.head().len();
    while let Some(next) = source.next_row() {
        match next {
            Err(message) => return draft.complain("", message),
            Ok((row, cells)) => {
                draft.row = Some(row);
                if cells.iter().all(|cell| *cell == Cell::Empty) {
                    continue;
                }
                if let Some(extra) = cells.iter().skip(width).find(|cell| !cell.is_blank()) {
                    let message = format!(
                        "`{}` stands to the right of the last column; add a head for it, remove it, or put text that holds the separator in quotation marks",
                        extra.shown()
                    );
                    draft.complain("", message);
                }
                take(draft, cells);
            }
        }
    }
}

impl<T> Table<T> {
    fn identity(&self, row: &T) -> Vec<String> {
        // Periods as numbers would do as well; any kind gives the same equality.
        let keys = self.columns.iter().filter(|column| column.traits.is_key);
        keys.map(|column| column.cell(row, PeriodKind::Month).text()).collect()
    }

    /// One row from its cells. `None` = it cannot even be named.
    fn row(&self, cells: &[Cell], head: &[Option<usize>], draft: &mut Draft) -> Option<T> {
        let mut row = (self.blank)();
        let mut is_named = true;
        for (column, at) in self.columns.iter().zip(head) {
            let Some(at) = *at else { continue };
            let is_sound = column.read(&mut row, cells.get(at).unwrap_or(&Cell::Empty), draft);
            is_named &= is_sound || !column.traits.is_key;
        }
        is_named.then_some(row)
    }
}

impl<T> AnyTable for Table<T> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn is_required(&self) -> bool {
        self.is_required
    }

    fn columns(&self) -> Vec<&'static str> {
        self.columns.iter().map(|column| column.name).collect()
    }

    fn write(&self, workspace: &Workspace, sink: &mut dyn Sink) -> Result<(), String> {
        let kind = workspace.settings.period_kind;
        sink.table(self.name, &self.columns())?;
        let mut cells = Vec::with_capacity(self.columns.len());
        let mut result = Ok(());
        (self.rows)(workspace, &mut |row| {
            if result.is_ok() {
                cells.clear();
                cells.extend(self.columns.iter().map(|column| column.cell(&row, kind)));
                result = sink.row(&cells);
            }
        });
        result
    }

    fn read(&self, source: Option<&mut dyn Rows>, base: Option<&Workspace>, draft: &mut Draft) -> bool {
        draft.begin(self.name);
        let mut old: Vec<Option<T>> = Vec::new();
        if let Some(base) = base {
            (self.rows)(base, &mut |row| old.push(Some(row)));
        }
        let mut by_key: HashMap<Vec<String>, Vec<usize>> = HashMap::new();
        for (index, row) in old.iter().enumerate().rev() {
            by_key
                .entry(row.as_ref().map(|row| self.identity(row)).unwrap_or_default())
                .or_default()
                .push(index);
        }
        let mut new: Vec<(Option<u64>, T)> = Vec::new();
        let mut replaced: HashMap<usize, (Option<u64>, T)> = HashMap::new();
        if let Some(source) = source {
            // Rows that are there already need no more than what names them.
            let is_needed = |traits: Traits| traits.is_required && (base.is_none() || traits.is_key);
            let columns = self.columns.iter().map(|column| (column.name, is_needed(column.traits)));
            let Some(head) = match_head(source.head(), &columns.collect::<Vec<_>>(), draft) else {
                return false;
            };
            let mut dropped = HashSet::new();
            each_row(source, draft, |draft, cells| {
                let Some(mut row) = self.row(cells, &head, draft) else { return };
                if base.is_none() {
                    return (self.take)(draft, row);
                }
                let key = self.identity(&row);
                if self.merge == Merge::Groups {
                    if dropped.insert(key.clone()) {
                        by_key.remove(&key).unwrap_or_default().into_iter().for_each(|at| old[at] = None);
                    }
                } else if let Some(at) = by_key.get_mut(&key).and_then(Vec::pop) {
                    if let Some(before) = &old[at] {
                        let kind = base.map_or(PeriodKind::Quarter, |base| base.settings.period_kind);
                        let absent = self.columns.iter().zip(&head).filter(|(_, at)| at.is_none());
                        for (column, _) in absent {
                            column.read(&mut row, &column.cell(before, kind), draft);
                        }
                    }
                    replaced.insert(at, (draft.row, row));
                    return;
                }
                let lacks = self
                    .columns
                    .iter()
                    .zip(&head)
                    .filter(|(column, at)| column.traits.is_required && at.is_none());
                for (column, _) in lacks {
                    draft.complain(
                        column.name,
                        "is missing, and a new row needs it; add the column".to_owned(),
                    );
                }
                new.push((draft.row, row));
            });
        }
        for (at, row) in old.into_iter().enumerate() {
            let from_old = row.map(|row| (None, row));
            if let Some((number, row)) = replaced.remove(&at).or(from_old) {
                draft.row = number;
                (self.take)(draft, row);
            }
        }
        for (number, row) in new {
            draft.row = number;
            (self.take)(draft, row);
        }
        true
    }
}

/// Makes the complaint about a table that must be there.
pub fn missing(name: &str) -> Complaint {
    let message =
        format!("is missing; add a file {name}.csv or a sheet named {name}, or name it among the sources");
    Complaint { table: name.to_owned(), row: None, column: String::new(), message }
}
