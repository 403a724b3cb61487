//! Tables that people have already: each is turned into tables of the dataset and read as those are, so that the same
//! checks hold and the same messages come.

mod columns;
mod hierarchy;
mod white_space;

use super::{
    cell::{Cell, shown},
    draft::{Alias, Draft},
    import::ImportOptions,
    report::ImportError,
    source::{Found, Sources},
    table::{Rows, each_row, normal},
    tables::TABLES,
};
use columns::{Known, Matched};

/// A foreign table that we understand.
struct Shape {
    /// For people.
    name: &'static str,
    /// Its columns.
    columns: &'static [Known],
    /// Turns its rows into tables of ours.
    convert: fn(&Matched, &[ForeignRow], &mut Draft) -> Vec<Made>,
}

/// What we understand, the more particular first.
const SHAPES: [Shape; 2] = [white_space::SHAPE, hierarchy::SHAPE];

/// A row with its number.
struct ForeignRow {
    number: u64,
    cells: Vec<Cell>,
}

/// A table of the dataset, made from a foreign one.
struct Made {
    table: &'static str,
    head: Vec<String>,
    rows: Vec<(u64, Vec<Cell>)>,
    at: usize,
}

impl Made {
    fn new(table: &'static str, head: &[&str]) -> Self {
        Self { table, head: head.iter().map(|name| (*name).to_owned()).collect(), rows: Vec::new(), at: 0 }
    }

    fn push(&mut self, number: u64, cells: Vec<Cell>) {
        self.rows.push((number, cells));
    }
}

impl Rows for Made {
    fn head(&self) -> &[String] {
        &self.head
    }

    fn next_row(&mut self) -> Option<Result<(u64, &[Cell]), String>> {
        let (number, cells) = self.rows.get(self.at)?;
        self.at += 1;
        Some(Ok((*number, cells)))
    }
}

/// Reads the first table of the sources that has the columns of a shape.
///
/// # Errors
/// If a source cannot be read at all, or none of its tables has a shape that we understand.
pub fn read(sources: &Sources, options: &ImportOptions<'_>, draft: &mut Draft) -> Result<(), ImportError> {
    let mut reasons = Vec::new();
    let mut has_read = false;
    for table in &sources.tables {
        if has_read {
            draft.note(format!("{} was left out: one foreign table is read at a time", table.label));
            continue;
        }
        sources.with_rows(table, |rows| {
            let head: Vec<String> = rows.head().iter().map(|name| normal(name)).collect();
            for shape in &SHAPES {
                match columns::matched(shape.columns, &head, options.columns) {
                    Ok(matched) => {
                        has_read = true;
                        return convert(shape, &matched, table, rows, options, draft);
                    }
                    Err(reason) => reasons.push(format!("{}, as {}: {reason}", table.label, shape.name)),
                }
            }
        })?;
    }
    if has_read {
        return Ok(());
    }
    let names: Vec<&str> = TABLES.iter().map(|table| table.name()).collect();
    Err(ImportError::Unreadable {
        path: sources.first_path(),
        reason: format!(
            "no table that can be read. The tables of a dataset are: {}. Tried foreign tables, too:\n{}",
            names.join(", "),
            reasons.join("\n")
        ),
    })
}

fn convert(
    shape: &Shape,
    matched: &Matched,
    table: &Found,
    rows: &mut dyn Rows,
    options: &ImportOptions<'_>,
    draft: &mut Draft,
) {
    let head = rows.head().to_vec();
    let names = shape.columns.iter().flat_map(|known| {
        let theirs = matched.at(known.key).map(|at| head[at].clone());
        // Under no table stand the complaints of the conversion itself.
        let all = [("", known.key)].into_iter().chain(known.ours.iter().copied());
        all.filter_map(move |(table, column)| Some((table, column, theirs.clone()?)))
    });
    draft.alias = Some(Alias { file: table.label.clone(), columns: names.collect() });
    draft.begin("");
    for (_, name) in head.iter().enumerate().filter(|(at, name)| !name.is_empty() && !matched.uses(*at)) {
        draft.warn(&format!("the column `{}` is not used", shown(name)));
    }
    let mut found = Vec::new();
    each_row(rows, draft, |draft, cells| {
        found.push(ForeignRow { number: draft.row.unwrap_or(0), cells: cells.to_vec() });
    });
    let mut made = (shape.convert)(matched, &found, draft);
    for ours in TABLES {
        let source = made.iter_mut().find(|made| made.table == ours.name());
        ours.read(source.map(|made| made as &mut dyn Rows), options.into, draft);
    }
}
