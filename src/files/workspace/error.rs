//! What can be wrong with a file, in sentences that say where, what was found, what was expected and what to do.

use std::fmt;

use thiserror::Error;

use super::{FORMAT, MAX_BYTES};
use crate::files::safety::{DiskError, ReplaceError};

/// One thing that is wrong, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Place in the document, like `account techcorp / unit retail / 2025-Q4 / arr`.
    pub place: String,
    /// What was found, what was expected, what to do.
    pub message: String,
    /// The line itself, shortened.
    pub excerpt: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}, {}: {}", self.line, self.column, self.place, self.message)?;
        if self.excerpt.is_empty() { Ok(()) } else { write!(f, "\n    {}", self.excerpt) }
    }
}

/// Why a file is not opened. The path is added by the caller.
#[derive(Debug, Error)]
pub enum ReadError {
    /// The disk refused.
    #[error(transparent)]
    Disk(#[from] DiskError),
    /// Above [`MAX_BYTES`].
    #[error("the file has {} MiB; workspaces up to {} MiB can be opened. Choose another file, or split the workspace", bytes.div_ceil(1024 * 1024), MAX_BYTES / (1024 * 1024))]
    TooLarge {
        /// Its size.
        bytes: u64,
    },
    /// Nothing in it.
    #[error("the file is empty. Open an earlier version of it, or start a new workspace")]
    Empty,
    /// UTF-16 text.
    #[error(
        "the file is UTF-16 text; a workspace is UTF-8. Save it as UTF-8 in the editor that wrote it, then open it again"
    )]
    Utf16,
    /// Bytes that are no UTF-8.
    #[error(
        "line {line}, column {column}: the file is not UTF-8 text from here on. It is damaged or no workspace; open an earlier version of it"
    )]
    NotText {
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
    },
    /// Text, but something else.
    #[error(
        "this is not an Inroads workspace: it begins with `{begins}`, and a workspace begins with `// Inroads workspace, format 1`. To read a table, use Import"
    )]
    NotAWorkspace {
        /// Its first characters.
        begins: String,
    },
    /// Written by a newer version.
    #[error(
        "this file was written by a newer version of Inroads (format {found}; this version reads up to {FORMAT}). Install the newer version, or save the file in format {FORMAT} there. Nothing was changed"
    )]
    Newer {
        /// Its format.
        found: String,
    },
    /// Cut off.
    #[error(
        "the file ends in the middle of {} (line {}, column {}). It was cut off while it was written or copied; open an earlier version or copy it again", .0.place, .0.line, .0.column
    )]
    Truncated(Box<Problem>),
    /// Brackets in brackets in brackets.
    #[error("{}", .0)]
    TooDeep(Box<Problem>),
    /// Not the text of a workspace: grammar, field names, words, numbers.
    #[error("{}", .0)]
    Syntax(Box<Problem>),
    /// Readable, but against the rules.
    #[error("{}", several(problems, *total))]
    Invalid {
        /// The first twenty.
        problems: Vec<Problem>,
        /// How many there are.
        total: usize,
    },
}

impl ReadError {
    /// Where it is, if it stands at one place: the first one of several.
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Truncated(problem) | Self::TooDeep(problem) | Self::Syntax(problem) => Some(problem),
            Self::Invalid { problems, .. } => problems.first(),
            _ => None,
        }
    }

    /// Whether a newer version of Inroads could open it.
    pub const fn is_newer(&self) -> bool {
        matches!(self, Self::Newer { .. })
    }
}

/// Why a workspace was not saved.
#[derive(Debug, Error)]
pub enum SaveError {
    /// The text that was about to be written could not be opened again. The old file is untouched.
    #[error(
        "the workspace was not saved, because the file could not be opened again: {0}. The old file is unchanged; undo the last change and save again"
    )]
    WouldNotOpen(Box<ReadError>),
    /// The text that was about to be written says something else than the workspace. The old file is untouched.
    #[error(
        "the workspace was not saved, because the file would not hold all of it. The old file is unchanged. This is a fault of the program; please report it and keep the window open"
    )]
    Differs,
    /// The disk refused; [`ReplaceError`] says what the file holds now.
    #[error(transparent)]
    Disk(#[from] ReplaceError),
}

fn several(problems: &[Problem], total: usize) -> String {
    let mut text = problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    if total > problems.len() {
        use fmt::Write as _;
        let _ = write!(text, "\nand {} more, {total} in all", total - problems.len());
    }
    text
}

/// The sentence for an error of the RON reader.
pub(super) fn sentence(error: &ron::Error) -> String {
    use ron::Error as E;
    let words = |list: &[&str]| list.join(", ");
    match error {
        E::Message(text) => text.clone(),
        E::NoSuchStructField { expected, found, .. } => format!(
            "there is no field `{found}` here; correct its name or remove it. Known fields: {}",
            words(expected)
        ),
        E::MissingStructField { field, .. } => format!("the field `{field}` is missing; add it"),
        E::DuplicateStructField { field, .. } => {
            format!("the field `{field}` is given twice; keep one of them")
        }
        E::NoSuchEnumVariant { expected, found, .. } => {
            format!("`{found}` is not known here; use one of: {}", words(expected))
        }
        E::InvalidValueForType { expected, found } => {
            format!("found {found}, expected {expected}; correct the value")
        }
        E::ExpectedDifferentLength { expected, found } => {
            format!("found {found} values, expected {expected}; add or remove values")
        }
        E::ExpectedFloat => {
            "expected a number, such as 800000 or 0.5, without quotes or separators".to_owned()
        }
        E::ExpectedInteger => "expected a whole number of at least 0, without a fraction".to_owned(),
        E::IntegerOutOfBounds => "the number is too large or too small for this field; correct it".to_owned(),
        E::ExpectedString => "expected a text in double quotes".to_owned(),
        E::ExpectedStringEnd => "a text is not closed; add the missing double quote".to_owned(),
        E::ExpectedBoolean => "expected true or false".to_owned(),
        E::ExpectedComma => "expected a comma between fields or rows; add it".to_owned(),
        E::ExpectedMapColon => "expected a colon after the field's name; add it".to_owned(),
        E::ExpectedIdentifier => "expected the name of a field or a word of the format".to_owned(),
        E::ExpectedArray => "expected a list; begin it with `[`".to_owned(),
        E::ExpectedArrayEnd => {
            "expected `]` at the end of the list, or a comma before the next row".to_owned()
        }
        E::ExpectedStructLike | E::ExpectedNamedStructLike(_) => {
            "expected a row; begin it with `(`".to_owned()
        }
        E::ExpectedStructLikeEnd | E::ExpectedOptionEnd => {
            "expected `)` at the end of the row, or a comma before the next field".to_owned()
        }
        E::TrailingCharacters => "there is text after the end of the workspace; remove it".to_owned(),
        other => format!("{other}; correct or remove it"),
    }
}
