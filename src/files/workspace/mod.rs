//! Workspace files: RON text of format 1 to and from [`crate::domain::Workspace`].
//!
//! Read in this order: `read` (from bytes to a sound workspace), `write` (the text, and saving), `error` (what can
//! go wrong, in sentences), `format_v1` (the typed shape), `convert_v1` (to the
//! domain), `fast` (a quick reader in front of the complete one), `locate` (line, column and place of anything).

mod convert_records;
mod convert_rows;
mod convert_v1;
mod error;
mod fast;
mod format_v1;
mod line;
mod locate;
mod read;
mod scalars;
mod walk;
mod write;
mod write_account;

pub use error::{Problem, ReadError, SaveError};
pub use format_v1::DocV1;
pub use read::{parse, read};
pub use write::{checked_text, save, to_text};

/// The newest format that this version reads, and the one it writes.
pub const FORMAT: u32 = 1;

/// First line of every file.
pub const HEADER: &str = "// Inroads workspace, format 1";

/// Files above this size are refused before they are read into memory: 256 MiB.
pub const MAX_BYTES: u64 = 256 * 1024 * 1024;
