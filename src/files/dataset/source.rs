//! From the sources that a user names to tables: folders and files of CSV, sheets of workbooks.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use super::{
    csv::CsvRows,
    encoding::text_of,
    limits,
    report::ImportError,
    table::{Rows, normal},
    xlsx_read::Book,
};
use crate::files::safety::Disk;

/// A file in memory.
struct Source {
    path: PathBuf,
    content: Content,
}

/// What a file holds.
enum Content {
    /// The text of one table, or why it is none.
    Csv(Result<String, String>),
    /// Sheets. Open once for all of them: to open it is most of the work.
    Book(Box<RefCell<Book>>),
}

/// A table in a source.
pub struct Found {
    /// File name without ending or sheet name, as tables are compared.
    pub name: String,
    /// For messages: the file's name, and the sheet's if it is one of several.
    pub label: String,
    source: usize,
    /// Name of the sheet; `None` = the file is one table.
    pub sheet: Option<String>,
}

/// All sources, and what tables they hold.
pub struct Sources {
    files: Vec<Source>,
    /// In the order of the sources.
    pub tables: Vec<Found>,
    /// What was passed over, or read in a way that nobody said.
    pub notes: Vec<String>,
}

fn is_workbook(path: &Path, bytes: &[u8]) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    bytes.starts_with(b"PK")
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
        let bytes = disk.read(path, limits::FILE_BYTES)?;
        let index = self.files.len();
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let content = if is_workbook(path, &bytes) {
            let book = Book::open(bytes).map_err(unreadable(path))?;
            for sheet in book.sheets() {
                let label = format!("{file}, sheet {sheet}");
                self.tables.push(Found { name: normal(&sheet), label, source: index, sheet: Some(sheet) });
            }
            Content::Book(Box::new(RefCell::new(book)))
        } else {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy();
            let text = text_of(bytes).map(|(text, encoding)| {
                let note = encoding.note().map(|note| format!("“{file}”: {note}"));
                self.notes.extend(note);
                text
            });
            self.tables.push(Found { name: normal(&stem), label: file, source: index, sheet: None });
            Content::Csv(text)
        };
        self.files.push(Source { path: path.to_path_buf(), content });
        Ok(())
    }

    /// Opens a table and gives it to `read`; a blank sheet gives nothing.
    pub fn with_rows(&self, table: &Found, read: impl FnOnce(&mut dyn Rows)) -> Result<(), ImportError> {
        let source = &self.files[table.source];
        let failed = unreadable(&source.path);
        match &source.content {
            Content::Book(book) => {
                let sheet = table.sheet.as_deref().unwrap_or_default();
                let mut book = book.borrow_mut();
                let rows = book.rows(sheet).map_err(|reason| failed(format!("sheet {sheet}: {reason}")))?;
                if let Some(mut rows) = rows {
                    read(&mut rows);
                }
            }
            Content::Csv(text) => {
                let text = text.as_deref().map_err(|reason| failed(reason.clone()))?;
                read(&mut CsvRows::open(text).map_err(&failed)?);
            }
        }
        Ok(())
    }
}
