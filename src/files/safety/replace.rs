//! Replacing a file in one step: whatever fails and whenever the power goes, the file is the old one or the new one.
//!
//! The new content goes to a temporary file beside the old one, is made to survive a power cut, and only then takes
//! the old one's name; at last the name is made to survive too. What this cannot keep: other hard links to the old
//! file go on showing the old content, and access lists beyond the usual permissions are lost.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use super::disk::{Disk, Permissions};
use super::error::DiskError;

/// Between the file's name and a number in the name of a temporary file.
const MARK: &str = ".inroads-tmp-";
/// Temporary files that may stand beside one file, left over by crashes or at work in other windows.
const MOST_LEFT_OVER: u32 = 100;
/// File systems allow names of 255 bytes; mark and number need some.
const LONGEST_NAME: usize = 200;

/// Why a file was not replaced.
#[derive(Debug, thiserror::Error)]
pub enum ReplaceError {
    /// The file is what it was before, and no temporary file is left.
    #[error("{0} The file was not changed.")]
    Unchanged(DiskError),
    /// The same, but a temporary file could not be removed.
    #[error("{cause} The file was not changed. The temporary file “{left_over}” beside it can be deleted.")]
    LeftOver {
        /// Why the file was not replaced.
        cause: DiskError,
        /// What remains.
        left_over: PathBuf,
    },
    /// The file has the new content, but a power cut could still bring the old one back.
    #[error(
        "{0} The file has the new content, but it is not certain that it would survive a power cut. Save again."
    )]
    Unconfirmed(DiskError),
}

impl ReplaceError {
    /// What the disk said.
    pub fn cause(&self) -> &DiskError {
        match self {
            Self::Unchanged(cause) | Self::LeftOver { cause, .. } | Self::Unconfirmed(cause) => cause,
        }
    }

    fn map(self, change: impl FnOnce(DiskError) -> DiskError) -> Self {
        match self {
            Self::Unchanged(cause) => Self::Unchanged(change(cause)),
            Self::LeftOver { cause, left_over } => Self::LeftOver { cause: change(cause), left_over },
            Self::Unconfirmed(cause) => Self::Unconfirmed(change(cause)),
        }
    }

    /// Whether the file now has the new content. Then it is our own and no change of somebody else's, although it
    /// does not count as saved.
    pub fn has_new_content(&self) -> bool {
        matches!(self, Self::Unconfirmed(_))
    }
}

/// Writes `bytes` to `path`, in place of what may stand there. Symbolic links are followed, permissions kept. When
/// this returns `Ok`, the new content survives a power cut.
///
/// # Errors
/// See [`ReplaceError`]. A file that is read-only, or that this user may not write, is not replaced although its
/// folder would allow it.
pub fn replace(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<(), ReplaceError> {
    let target = disk.resolve(path).map_err(ReplaceError::Unchanged)?;
    let (folder, name) = split(&target).map_err(ReplaceError::Unchanged)?;
    let permissions = permissions_to_keep(disk, &target).map_err(ReplaceError::Unchanged)?;
    // People know their file, not the temporary one: errors name the former.
    let not_written = |cause: DiskError| cause.about(&target);
    let temporary =
        write_temporary(disk, folder, name, bytes, permissions).map_err(|e| e.map(not_written))?;
    if let Err(cause) = disk.rename(&temporary, &target) {
        return Err(clean_up(disk, temporary, cause));
    }
    disk.sync_folder(folder).map_err(ReplaceError::Unconfirmed)
}

/// Removes the temporary files that crashes left beside `path`, and returns how many there were. Only while no other
/// window can be saving to `path`: it would lose the file it is about to finish.
///
/// # Errors
/// The first removal that failed; the others are still tried.
pub fn sweep(disk: &dyn Disk, path: &Path) -> Result<usize, DiskError> {
    let target = disk.resolve(path)?;
    let (folder, name) = split(&target)?;
    let prefix = temporary_prefix(name);
    let is_left_over = |name: &OsStr| {
        let number = name.as_encoded_bytes().strip_prefix(prefix.as_encoded_bytes());
        number.is_some_and(|n| !n.is_empty() && n.iter().all(u8::is_ascii_digit))
    };
    let mut removed = 0;
    let mut failed = None;
    for name in disk.list(folder)?.iter().filter(|name| is_left_over(name)) {
        match disk.remove(&folder.join(name)) {
            Ok(()) => removed += 1,
            Err(e) => failed = failed.or(Some(e)),
        }
    }
    failed.map_or(Ok(removed), Err)
}

fn split(target: &Path) -> Result<(&Path, &OsStr), DiskError> {
    target.parent().zip(target.file_name()).ok_or_else(|| DiskError::BadName(target.to_path_buf()))
}

/// The permissions of the file to replace; `None` if there is none yet.
fn permissions_to_keep(disk: &dyn Disk, target: &Path) -> Result<Option<Permissions>, DiskError> {
    let Some(known) = disk.metadata(target)? else { return Ok(None) };
    if !known.is_file {
        return Err(DiskError::NotAFile(target.to_path_buf()));
    }
    if known.permissions.is_read_only() {
        return Err(DiskError::ReadOnlyFile(target.to_path_buf()));
    }
    disk.check_writable(target)?;
    Ok(Some(known.permissions))
}

/// `.name.inroads-tmp-`; a name that would become too long is cut.
fn temporary_prefix(name: &OsStr) -> OsString {
    let mut prefix = OsString::from(".");
    if name.len() <= LONGEST_NAME {
        prefix.push(name);
    } else {
        let text = name.to_string_lossy();
        prefix.push(&text[..text.floor_char_boundary(LONGEST_NAME)]);
    }
    prefix.push(MARK);
    prefix
}

/// A file beside the target with all the bytes, certain to survive a power cut; its name is not.
fn write_temporary(
    disk: &dyn Disk,
    folder: &Path,
    name: &OsStr,
    bytes: &[u8],
    permissions: Option<Permissions>,
) -> Result<PathBuf, ReplaceError> {
    let prefix = temporary_prefix(name);
    let mut number = 0;
    let (path, mut file) = loop {
        let mut name = prefix.clone();
        name.push(number.to_string());
        let path = folder.join(name);
        match disk.create_new(&path, permissions.is_some()) {
            Ok(file) => break (path, file),
            Err(DiskError::Exists(_)) if number + 1 < MOST_LEFT_OVER => number += 1,
            Err(cause) => return Err(ReplaceError::Unchanged(cause)),
        }
    };
    // Once, whatever it answers: after a failed sync the system forgets what it could not write.
    let written = file
        .write(bytes)
        .and_then(|()| permissions.map_or(Ok(()), |kept| file.set_permissions(kept)))
        .and_then(|()| file.sync());
    // Closed before it is renamed or removed, which Windows insists on.
    drop(file);
    match written {
        Ok(()) => Ok(path),
        Err(cause) => Err(clean_up(disk, path, cause)),
    }
}

fn clean_up(disk: &dyn Disk, temporary: PathBuf, cause: DiskError) -> ReplaceError {
    match disk.remove(&temporary) {
        Ok(()) | Err(DiskError::Missing(_)) => ReplaceError::Unchanged(cause),
        Err(_) => ReplaceError::LeftOver { cause, left_over: temporary },
    }
}
