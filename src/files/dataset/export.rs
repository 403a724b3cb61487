//! Exporting: a folder of CSV files or one XLSX workbook, each whole or not at all.
//!
//! The files of a folder are written into a new folder beside it, which takes its name once everything in it is certain
//! to survive a power cut. An earlier export of that name is moved aside for that moment, so a power cut in between
//! leaves it complete under the name `.NAME.inroads-old-0`, and the new one complete under `.NAME.inroads-new-0`.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

use rust_xlsxwriter::Workbook;
use thiserror::Error;

use super::{
    csv::CsvSink,
    tables::TABLES,
    xlsx_write::{XlsxSink, book_bytes},
};
use crate::domain::Workspace;
use crate::files::safety::{Disk, DiskError, ReplaceError, replace};

/// How the names of sheets begin that a workbook has beside the tables, and that an import leaves out without a word.
pub const REPORT_PREFIX: &str = "Report ";

/// Folders of one name that crashes may have left over.
const MOST_LEFT_OVER: u32 = 100;

/// Why nothing was exported. What was there before is untouched.
#[derive(Debug, Error)]
pub enum ExportError {
    /// The disk refused.
    #[error("{0} What was there before is untouched.")]
    Disk(#[from] DiskError),
    /// The file could not be replaced.
    #[error(transparent)]
    File(#[from] ReplaceError),
    /// The folder holds something else.
    #[error(
        "“{}” holds “{other}”, which is no table of a dataset; choose a new folder, or one that holds an earlier export alone",
        folder.display()
    )]
    NotOurs {
        /// The folder.
        folder: PathBuf,
        /// The first name that does not belong there.
        other: String,
    },
    /// The form cannot hold the workspace.
    #[error("{0}")]
    Unfit(String),
    /// The folder has the new tables, but a power cut could still bring the old ones back, so these are kept.
    #[error(
        "{cause} The export is complete, but it is not certain that it would survive a power cut. Export again.{}",
        kept.as_ref().map_or_else(String::new, |kept| format!(" The earlier export is kept as “{}”.", kept.display()))
    )]
    Unconfirmed {
        /// What the disk said.
        cause: DiskError,
        /// Where the earlier export is; `None` = there was none.
        kept: Option<PathBuf>,
    },
    /// The folder has the new tables, but something beside it could not be tidied up.
    #[error("{cause} The export is complete, but the folder “{left_over}” beside it can be deleted.")]
    LeftOver {
        /// What the disk said.
        cause: DiskError,
        /// What remains.
        left_over: PathBuf,
    },
}

/// The tables as CSV: file name without ending, and text.
///
/// # Errors
/// A sentence; only if memory cannot be written to.
pub fn csv_tables(workspace: &Workspace) -> Result<Vec<(&'static str, Vec<u8>)>, String> {
    let mut sink = CsvSink::default();
    TABLES.iter().try_for_each(|table| table.write(workspace, &mut sink))?;
    sink.finish()
}

/// The tables as one workbook.
///
/// # Errors
/// A sentence that names the table, row and column that a sheet cannot hold.
pub fn xlsx_bytes(workspace: &Workspace) -> Result<Vec<u8>, String> {
    book_bytes(&mut workbook(workspace)?)
}

/// The tables as sheets of a workbook to which others may add reports: sheets whose names begin with [`REPORT_PREFIX`].
///
/// Below one head, rows stand in the order of the workspace: accounts, in each account its units, in each unit its
/// records, in each record its products; targets of the portfolio before those of accounts.
///
/// # Errors
/// A sentence that names the table, row and column that a sheet cannot hold.
pub fn workbook(workspace: &Workspace) -> Result<Workbook, String> {
    let mut sink = XlsxSink::new(workspace.as_of())?;
    TABLES.iter().try_for_each(|table| table.write(workspace, &mut sink))?;
    Ok(sink.finish())
}

/// Writes a workbook with the tables alone in place of the file, in one step.
pub fn export_xlsx(disk: &dyn Disk, path: &Path, workspace: &Workspace) -> Result<(), ExportError> {
    write_workbook(disk, path, &mut workbook(workspace).map_err(ExportError::Unfit)?)
}

/// Writes a workbook in place of the file, in one step.
pub fn write_workbook(disk: &dyn Disk, path: &Path, book: &mut Workbook) -> Result<(), ExportError> {
    let bytes = book_bytes(book).map_err(ExportError::Unfit)?;
    Ok(replace(disk, path, &bytes)?)
}

/// Writes every table as a CSV file into a folder: a new one, or in place of an earlier export.
pub fn export_folder(disk: &dyn Disk, path: &Path, workspace: &Workspace) -> Result<(), ExportError> {
    let tables = csv_tables(workspace).map_err(ExportError::Unfit)?;
    let target = disk.resolve(path)?;
    let names = earlier_export(disk, &target)?;
    // The target is absolute, so it has a folder unless it is the root of the disk.
    let parent = target.parent().ok_or_else(|| DiskError::BadName(target.clone()))?;
    let new = free_name(disk, &target, "new")?;
    if let Err(error) = write_folder(disk, &new, &tables) {
        let written: Vec<OsString> = tables.iter().map(|(name, _)| file_name(name)).collect();
        return Err(match remove_folder(disk, &new, &written) {
            Ok(()) => error.about(&target).into(),
            Err(_) => ExportError::Unfit(format!(
                "{} The folder “{}” can be deleted.",
                error.about(&target),
                new.display()
            )),
        });
    }
    let Some(names) = names else {
        put_in_place(disk, &new, &target, &tables)?;
        return disk.sync_folder(parent).map_err(|cause| ExportError::Unconfirmed { cause, kept: None });
    };
    let old = free_name(disk, &target, "old").inspect_err(|_| clean(disk, &new, &tables))?;
    if let Err(error) = disk.rename(&target, &old) {
        clean(disk, &new, &tables);
        return Err(error.about(&target).into());
    }
    if let Err(error) = put_in_place(disk, &new, &target, &tables) {
        return Err(match disk.rename(&old, &target) {
            Ok(()) => error.into(),
            Err(_) => {
                ExportError::Unfit(format!("{error} The earlier export now stands at “{}”.", old.display()))
            }
        });
    }
    if let Err(cause) = disk.sync_folder(parent) {
        return Err(ExportError::Unconfirmed { cause, kept: Some(old) });
    }
    remove_folder(disk, &old, &names).map_err(|cause| ExportError::LeftOver { cause, left_over: old })
}

fn file_name(table: &str) -> OsString {
    OsString::from(format!("{table}.csv"))
}

/// The files of an earlier export at `target`; `None` = there is nothing.
fn earlier_export(disk: &dyn Disk, target: &Path) -> Result<Option<Vec<OsString>>, ExportError> {
    let Some(known) = disk.metadata(target)? else { return Ok(None) };
    if known.is_file {
        return Err(DiskError::Exists(target.to_path_buf()).into());
    }
    let names = disk.list(target)?;
    let is_ours = |name: &OsString| TABLES.iter().any(|table| file_name(table.name()) == *name);
    match names.iter().find(|name| !is_ours(name)) {
        None => Ok(Some(names)),
        Some(other) => Err(ExportError::NotOurs {
            folder: target.to_path_buf(),
            other: other.to_string_lossy().into_owned(),
        }),
    }
}

/// `.NAME.inroads-WORD-N` beside the target, with the first N that is free.
fn free_name(disk: &dyn Disk, target: &Path, word: &str) -> Result<PathBuf, DiskError> {
    let name = target.file_name().ok_or_else(|| DiskError::BadName(target.to_path_buf()))?;
    for number in 0..MOST_LEFT_OVER {
        let mut beside = OsString::from(".");
        beside.push(name);
        beside.push(format!(".inroads-{word}-{number}"));
        let beside = target.with_file_name(beside);
        if disk.metadata(&beside)?.is_none() {
            return Ok(beside);
        }
    }
    Err(DiskError::Exists(target.to_path_buf()))
}

fn write_folder(disk: &dyn Disk, folder: &Path, tables: &[(&'static str, Vec<u8>)]) -> Result<(), DiskError> {
    disk.create_folder(folder)?;
    for (name, text) in tables {
        let mut file = disk.create_new(&folder.join(file_name(name)), false)?;
        file.write(text)?;
        file.sync()?;
    }
    disk.sync_folder(folder)
}

fn put_in_place(
    disk: &dyn Disk,
    new: &Path,
    target: &Path,
    tables: &[(&'static str, Vec<u8>)],
) -> Result<(), DiskError> {
    disk.rename(new, target).map_err(|error| {
        clean(disk, new, tables);
        error.about(target)
    })
}

/// Best effort: what cannot be removed is named by the error that brought us here only if it can be helped.
fn clean(disk: &dyn Disk, folder: &Path, tables: &[(&'static str, Vec<u8>)]) {
    let written: Vec<OsString> = tables.iter().map(|(name, _)| file_name(name)).collect();
    let _ = remove_folder(disk, folder, &written);
}

fn remove_folder(disk: &dyn Disk, folder: &Path, names: &[OsString]) -> Result<(), DiskError> {
    for name in names {
        match disk.remove(&folder.join(name)) {
            Ok(()) | Err(DiskError::Missing(_)) => {}
            Err(error) => return Err(error),
        }
    }
    match disk.remove_folder(folder) {
        Ok(()) | Err(DiskError::Missing(_)) => Ok(()),
        Err(error) => Err(error),
    }
}
