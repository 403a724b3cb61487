//! What an import has to say: what is wrong, what was left out, and why nothing was read at all.

use std::{fmt, path::PathBuf};

use thiserror::Error;

use crate::files::safety::DiskError;

/// How many faults are listed; all are counted.
pub const LISTED: usize = 50;
/// How many warnings are listed; all are counted.
const WARNED: usize = 20;

/// One thing that is wrong in the tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The table, or the file where it is none of ours.
    pub table: String,
    /// Row as a spreadsheet counts it: the head is row 1. `None` = the table as a whole.
    pub row: Option<u64>,
    /// The column's name; empty = the row as a whole.
    pub column: String,
    /// What was found, what was expected, what to do.
    pub message: String,
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "table {}", self.table)?;
        if let Some(row) = self.row {
            write!(f, ", row {row}")?;
        }
        if !self.column.is_empty() {
            write!(f, ", column {}", self.column)?;
        }
        write!(f, ": {}", self.message)
    }
}

/// Why nothing was imported.
#[derive(Debug, Error)]
pub enum ImportError {
    /// The disk refused.
    #[error(transparent)]
    Disk(#[from] DiskError),
    /// A source that cannot be read as tables.
    #[error("“{}”: {reason}", path.display())]
    Unreadable {
        /// The source.
        path: PathBuf,
        /// What is wrong and what to do.
        reason: String,
    },
    /// Tables with faults.
    #[error("{}", listed(complaints, *total))]
    Invalid {
        /// The first [`LISTED`].
        complaints: Vec<Complaint>,
        /// How many there are.
        total: usize,
    },
}

fn listed(complaints: &[Complaint], total: usize) -> String {
    let mut lines: Vec<String> = complaints.iter().map(ToString::to_string).collect();
    if total > complaints.len() {
        lines.push(format!("and {} more, {total} in all", total - complaints.len()));
    }
    lines.push("nothing was imported; correct the tables and import them again".to_owned());
    lines.join("\n")
}

/// Faults and warnings as they come: the first are kept, all are counted.
#[derive(Debug, Default)]
pub struct Report {
    complaints: Vec<Complaint>,
    total: usize,
    warnings: Vec<String>,
    warned: usize,
}

impl Report {
    /// Something is wrong.
    pub fn complain(&mut self, complaint: Complaint) {
        if self.complaints.len() < LISTED {
            self.complaints.push(complaint);
        }
        self.total += 1;
    }

    /// Whether no further fault will be listed.
    pub fn is_full(&self) -> bool {
        self.complaints.len() >= LISTED
    }

    /// One more fault that is not listed.
    pub fn count(&mut self) {
        self.total += 1;
    }

    /// Something is odd, or was left out.
    pub fn warn(&mut self, text: String) {
        if self.warnings.len() < WARNED {
            self.warnings.push(text);
        }
        self.warned += 1;
    }

    /// The warnings, if nothing is wrong.
    pub fn finish(mut self) -> Result<Vec<String>, ImportError> {
        if self.total > 0 {
            return Err(ImportError::Invalid { complaints: self.complaints, total: self.total });
        }
        if self.warned > self.warnings.len() {
            self.warnings.push(format!("and {} more such notes", self.warned - self.warnings.len()));
        }
        Ok(self.warnings)
    }
}
