//! The disk as this program sees it: the calls that a careful writer needs and no others.
//!
//! [`RealDisk`](super::RealDisk) is the operating system. Tests put a model in its place that fails any call, or
//! loses power after it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::error::DiskError;

/// Who may read and write a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permissions {
    /// Unix mode bits, `0..=0o7777`. Elsewhere `0o444` for read-only and `0o644` for the rest.
    pub mode: u32,
    /// Owning user and group; `None` where the system has none. Kept if the system allows it.
    pub owner: Option<(u32, u32)>,
}

impl Permissions {
    /// Whether nobody may write, which is how people protect a file from themselves.
    pub fn is_read_only(self) -> bool {
        self.mode & 0o222 == 0
    }
}

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Metadata {
    /// Length in bytes.
    pub len: u64,
    /// Whether it is an ordinary file: no folder, device or pipe.
    pub is_file: bool,
    /// Who may read and write it.
    pub permissions: Permissions,
}

/// The disk. Every error names the path it is about.
///
/// Nothing here promises to survive a power cut except what [`DiskFile::sync`] and [`Disk::sync_folder`] say.
pub trait Disk: Send + Sync {
    /// The whole file, if it is an ordinary one of at most `limit` bytes.
    ///
    /// # Errors
    /// [`DiskError::TooBig`] above the limit, without reading more than that; [`DiskError::NotAFile`] for anything
    /// that could block or never end.
    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, DiskError>;

    /// What stands at `path`, symbolic links followed; `None` if nothing does.
    fn metadata(&self, path: &Path) -> Result<Option<Metadata>, DiskError>;

    /// The absolute path that `path` stands for once every symbolic link is followed. The file itself need not
    /// exist, its folder must.
    fn resolve(&self, path: &Path) -> Result<PathBuf, DiskError>;

    /// Fails if this program may not write to the existing file at `path`. Changes nothing.
    fn check_writable(&self, path: &Path) -> Result<(), DiskError>;

    /// Makes a new, empty file that only its owner can read if `private`, else one with the usual permissions.
    ///
    /// # Errors
    /// [`DiskError::Exists`] if there is one already.
    fn create_new(&self, path: &Path, private: bool) -> Result<Box<dyn DiskFile>, DiskError>;

    /// Puts the file `from` in the place of `to` in one step, both in the same folder. A folder can be renamed, too, to a
    /// name that nothing has.
    fn rename(&self, from: &Path, to: &Path) -> Result<(), DiskError>;

    /// Makes the names in a folder survive a power cut: what was created, renamed or removed there.
    fn sync_folder(&self, folder: &Path) -> Result<(), DiskError>;

    /// Removes a file.
    fn remove(&self, path: &Path) -> Result<(), DiskError>;

    /// Removes a folder that is empty.
    fn remove_folder(&self, folder: &Path) -> Result<(), DiskError>;

    /// The names in a folder, in no particular order.
    fn list(&self, folder: &Path) -> Result<Vec<OsString>, DiskError>;

    /// Makes a folder and those above it; one that exists already is fine.
    fn create_folder(&self, folder: &Path) -> Result<(), DiskError>;
}

/// A file that is being written.
pub trait DiskFile: Send {
    /// Appends all of `bytes`.
    fn write(&mut self, bytes: &[u8]) -> Result<(), DiskError>;

    /// Gives the file these permissions.
    fn set_permissions(&mut self, permissions: Permissions) -> Result<(), DiskError>;

    /// Makes the content survive a power cut. After an error the content is lost, and to call this again proves
    /// nothing: the system has already forgotten what it could not write.
    fn sync(&mut self) -> Result<(), DiskError>;
}
