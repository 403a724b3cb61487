//! From the sources that a user names to tables: folders and files of CSV, sheets of workbooks.

use std::path::{Path, PathBuf};

use super::{
    csv::CsvRows,
    limits,
    report::ImportError,
    table::{Rows, normal},
    xlsx_read::Book,
};
use crate::files::safety::Disk;

/// A file in memory.
pub struct Source {
    /// Where it came from.
    pub path: PathBuf,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// A table in a source.
pub struct Found {
    /// File name without ending or sheet name, as tables are compared.
    pub name: String,
    /// For messages: the file's name, and the sheet's if it is one of several.
    pub label: String,
    source: usize,
    sheet: Option<String>,
}

/// All sources, and what tables they hold.
pub struct Sources {
    files: Vec<Source>,
    /// In the order of the sources.
    pub tables: Vec<Found>,
    /// What was passed over.
    pub notes: Vec<String>,
}

fn is_workbook(source: &Source) -> bool {
    let ending = source.path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    source.bytes.starts_with(b"PK")
        || ending.is_some_and(|ending| matches!(ending.as_str(), "xlsx" | "xlsm" | "xls"))
}

fn unreadable(path: &Path) -> impl Fn(String) -> ImportError {
    let path = path.to_path_buf();
    move |reason| ImportError::Unreadable { path: path.clone(), reason }
}

impl Sources {
    /// Reads every file into memory and lists the tables.
    pub fn load(disk: &dyn Disk, paths: &[PathBuf]) -> Result<Self, ImportError> {
        let mut all = Self { files: Vec::new(), tables: Vec::new(), notes: Vec::new() };
        for path in paths {
            let known = disk.metadata(path)?;
            if known.is_some_and(|known| !known.is_file) {
                all.load_folder(disk, path)?;
            } else {
                all.load_file(disk, path)?;
            }
        }
        Ok(all)
    }

    /// The first source, for messages about all of them.
    pub fn first_path(&self) -> PathBuf {
        self.files.first().map(|source| source.path.clone()).unwrap_or_default()
    }

    fn load_folder(&mut self, disk: &dyn Disk, folder: &Path) -> Result<(), ImportError> {
        let mut names = disk.list(folder)?;
        names.sort();
        let before = self.files.len();
        for name in names {
            let path = folder.join(&name);
            let is_csv = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
            let is_hidden = name.to_string_lossy().starts_with('.');
            if is_csv && !is_hidden {
                self.load_file(disk, &path)?;
            } else if !is_hidden {
                self.notes.push(format!("“{}” is no CSV file and was passed over", path.display()));
            }
        }
        if self.files.len() == before {
            let reason =
                "the folder holds no CSV file; name the files, or a folder with accounts.csv and units.csv";
            return Err(unreadable(folder)(reason.to_owned()));
        }
        Ok(())
    }

    fn load_file(&mut self, disk: &dyn Disk, path: &Path) -> Result<(), ImportError> {
        let source = Source { path: path.to_path_buf(), bytes: disk.read(path, limits::FILE_BYTES)? };
        let index = self.files.len();
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if is_workbook(&source) {
            let book = Book::open(&source.bytes).map_err(unreadable(path))?;
            for sheet in book.sheets() {
                let label = format!("{file}, sheet {sheet}");
                self.tables.push(Found { name: normal(&sheet), label, source: index, sheet: Some(sheet) });
            }
        } else {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            self.tables.push(Found { name: normal(&stem), label: file, source: index, sheet: None });
        }
        self.files.push(source);
        Ok(())
    }

    /// Opens a table and gives it to `read`; a blank sheet gives nothing.
    pub fn with_rows(&self, table: &Found, read: impl FnOnce(&mut dyn Rows)) -> Result<(), ImportError> {
        let source = &self.files[table.source];
        let failed = unreadable(&source.path);
        if let Some(sheet) = &table.sheet {
            let mut book = Book::open(&source.bytes).map_err(&failed)?;
            let rows = book.rows(sheet).map_err(|reason| failed(format!("sheet {sheet}: {reason}")))?;
            if let Some(mut rows) = rows {
                read(&mut rows);
            }
        } else {
            read(&mut CsvRows::open(&source.bytes).map_err(&failed)?);
        }
        Ok(())
    }
}
