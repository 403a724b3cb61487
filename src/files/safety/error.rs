//! What can go wrong on a disk, in sentences that name the path, the cause and the remedy.

use std::io;
use std::path::{Path, PathBuf};

/// A disk call that failed. Each variant names the path; the sentences are meant for people.
#[derive(Debug, thiserror::Error)]
pub enum DiskError {
    /// There is no such file or folder.
    #[error(
        "“{0}” does not exist. It may have been moved, renamed or deleted, or its drive is not connected."
    )]
    Missing(PathBuf),
    /// A new file was to be made where one stands.
    #[error("“{0}” already exists. Choose another name.")]
    Exists(PathBuf),
    /// A folder, a device or a pipe stands at the path.
    #[error("“{0}” is not a file. Choose the name of a file.")]
    NotAFile(PathBuf),
    /// The path has no file name, or one that the system refuses.
    #[error("“{0}” is not a name for a file. Choose another name.")]
    BadName(PathBuf),
    /// The symbolic links at this path lead in a circle.
    #[error("“{0}” is a link that leads back to itself. Choose the file that it should lead to.")]
    LinkCircle(PathBuf),
    /// The file is larger than the limit, in bytes.
    #[error(
        "“{path}” is larger than {limit} bytes, the most that is read here. Split it, or check that it is the right file."
    )]
    TooBig {
        /// The file.
        path: PathBuf,
        /// The limit, in bytes.
        limit: u64,
    },
    /// EACCES, EPERM: the user may not do this.
    #[error(
        "You are not allowed to {action} “{path}”. Ask its owner for permission, or choose another folder."
    )]
    Denied {
        /// The file or folder.
        path: PathBuf,
        /// What was tried.
        action: Action,
    },
    /// The file is marked as read-only.
    #[error("“{0}” is read-only. Save under another name, or allow writing in the file's properties.")]
    ReadOnlyFile(PathBuf),
    /// EROFS: the whole file system is read-only.
    #[error("The disk that holds “{0}” is read-only. Choose another place.")]
    ReadOnlyDisk(PathBuf),
    /// ENOSPC: no space left.
    #[error("The disk that holds “{0}” is full. Free some space, or choose another disk.")]
    Full(PathBuf),
    /// EDQUOT: the user's share of the disk is used up.
    #[error("Your quota on the disk that holds “{0}” is used up. Delete some files, or choose another disk.")]
    Quota(PathBuf),
    /// Anything else, EIO among them.
    #[error(
        "The system could not {action} “{path}” ({source}). Check that the drive is connected and healthy, or choose another place."
    )]
    Failed {
        /// The file or folder.
        path: PathBuf,
        /// What was tried.
        action: Action,
        /// What the system said.
        source: io::Error,
    },
}

/// What was tried on a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Read a file or what is known about it.
    Read,
    /// Make a new file.
    Create,
    /// Write bytes or permissions.
    Write,
    /// Put another file in its place.
    Replace,
    /// Make it survive a power cut.
    Sync,
    /// Remove it.
    Remove,
    /// List a folder.
    List,
}

impl std::fmt::Display for Action {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Read => "read",
            Self::Create => "create",
            Self::Write => "write",
            Self::Replace => "replace",
            Self::Sync => "finish writing",
            Self::Remove => "remove",
            Self::List => "list",
        })
    }
}

impl DiskError {
    /// The sentence for what the system said about `action` on `path`.
    pub fn from_io(action: Action, path: &Path, source: io::Error) -> Self {
        use io::ErrorKind as Kind;
        let path = path.to_path_buf();
        match source.kind() {
            Kind::NotFound => Self::Missing(path),
            Kind::AlreadyExists => Self::Exists(path),
            Kind::IsADirectory | Kind::NotADirectory => Self::NotAFile(path),
            Kind::InvalidFilename => Self::BadName(path),
            Kind::PermissionDenied => Self::Denied { path, action },
            Kind::ReadOnlyFilesystem => Self::ReadOnlyDisk(path),
            Kind::StorageFull => Self::Full(path),
            Kind::QuotaExceeded => Self::Quota(path),
            _ => Self::Failed { path, action, source },
        }
    }

    /// The same error about another path, for one that people know.
    #[must_use]
    pub fn about(mut self, other: &Path) -> Self {
        match &mut self {
            Self::Missing(path)
            | Self::Exists(path)
            | Self::NotAFile(path)
            | Self::BadName(path)
            | Self::LinkCircle(path)
            | Self::ReadOnlyFile(path)
            | Self::ReadOnlyDisk(path)
            | Self::Full(path)
            | Self::Quota(path)
            | Self::TooBig { path, .. }
            | Self::Denied { path, .. }
            | Self::Failed { path, .. } => *path = other.to_path_buf(),
        }
        self
    }

    /// The path that the error is about.
    pub fn path(&self) -> &Path {
        match self {
            Self::Missing(path)
            | Self::Exists(path)
            | Self::NotAFile(path)
            | Self::BadName(path)
            | Self::LinkCircle(path)
            | Self::ReadOnlyFile(path)
            | Self::ReadOnlyDisk(path)
            | Self::Full(path)
            | Self::Quota(path)
            | Self::TooBig { path, .. }
            | Self::Denied { path, .. }
            | Self::Failed { path, .. } => path,
        }
    }
}
