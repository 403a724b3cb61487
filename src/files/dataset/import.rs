//! Importing: finds out what the sources are, reads them, and gives a sound workspace or every fault.

use std::path::PathBuf;

use super::{
    draft::Draft,
    export::REPORT_PREFIX,
    foreign,
    report::ImportError,
    source::{Found, Sources},
    table::missing,
    tables::TABLES,
};
use crate::domain::Workspace;
use crate::files::safety::Disk;
use crate::number::DecimalHint;

/// How to read.
#[derive(Debug, Clone, Copy, Default)]
pub struct ImportOptions<'a> {
    /// Which sign splits decimals where a number leaves it open; `None` = what other numbers of the tables show.
    pub decimal: Option<DecimalHint>,
    /// Columns of a foreign table: what we call it, what the table calls it. Any entry says that the table is foreign.
    pub columns: &'a [(String, String)],
    /// A workspace that the tables change and add to; `None` = a new one.
    pub into: Option<&'a Workspace>,
}

/// What was read.
#[derive(Debug)]
pub struct Imported {
    /// The workspace; [`crate::domain::validate`] finds nothing.
    pub workspace: Workspace,
    /// What was left out or is odd, in sentences.
    pub warnings: Vec<String>,
    /// Whether the sources say what the workspace is called.
    pub has_settings: bool,
}

/// Reads a dataset, or one of the foreign tables that people have already.
///
/// # Errors
/// [`ImportError`]; then nothing has been imported.
pub fn import(
    disk: &dyn Disk,
    paths: &[PathBuf],
    options: &ImportOptions<'_>,
) -> Result<Imported, ImportError> {
    let sources = Sources::load(disk, paths)?;
    let mut draft = read(&sources, options, options.decimal)?;
    // A number was met that can be read in two ways: the others may tell. Then all is read once more, knowing it.
    if draft.reading.met_ambiguous && options.decimal.is_none() {
        let seen = match draft.reading.seen {
            (true, false) => Some(DecimalHint::Point),
            (false, true) => Some(DecimalHint::Comma),
            _ => None,
        };
        if seen.is_some() {
            draft = read(&sources, options, seen)?;
        }
    }
    let has_settings = options.into.is_some() || sources.tables.iter().any(|table| table.name == "workspace");
    let (workspace, warnings) = draft.finish()?;
    Ok(Imported { workspace, warnings, has_settings })
}

fn read(
    sources: &Sources,
    options: &ImportOptions<'_>,
    decimal: Option<DecimalHint>,
) -> Result<Draft, ImportError> {
    let mut draft = Draft::default();
    draft.reading.decimal = decimal;
    sources.notes.iter().for_each(|note| draft.note(note.clone()));
    let is_ours = |table: &&Found| TABLES.iter().any(|ours| ours.name() == table.name);
    if options.columns.is_empty() && sources.tables.iter().any(|table| is_ours(&table)) {
        dataset(sources, options.into, &mut draft)?;
    } else {
        foreign::read(sources, options, &mut draft)?;
    }
    Ok(draft)
}

fn dataset(sources: &Sources, base: Option<&Workspace>, draft: &mut Draft) -> Result<(), ImportError> {
    // Without sound accounts and units, every other row would only say that it knows neither.
    let mut is_hopeless = false;
    for table in TABLES {
        let mut found = sources.tables.iter().filter(|found| found.name == table.name());
        let first = found.next();
        if let (Some(first), Some(second)) = (first, found.next()) {
            draft.begin(table.name());
            draft.complain(
                "",
                format!("is given twice: {} and {}; keep one of them", first.label, second.label),
            );
        }
        let mut read = None;
        if let Some(first) = first.filter(|_| !is_hopeless) {
            sources.with_rows(first, |rows| read = Some(table.read(Some(rows), base, draft)))?;
        }
        if read.is_none() && table.is_required() && base.is_none() && !(first.is_some() && is_hopeless) {
            draft.complain_as(missing(table.name()));
            read = Some(false);
        }
        is_hopeless |= table.is_required() && read == Some(false);
        if read.is_none() {
            table.read(None, base, draft);
        }
    }
    let is_report =
        |found: &Found| found.sheet.as_deref().is_some_and(|name| name.starts_with(REPORT_PREFIX));
    let others = sources.tables.iter().filter(|found| TABLES.iter().all(|table| table.name() != found.name));
    for other in others.filter(|found| !is_report(found)) {
        draft.note(format!("{} is no table of a dataset and was left out", other.label));
    }
    Ok(())
}
