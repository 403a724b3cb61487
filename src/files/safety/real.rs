//! The disk of the operating system.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::disk::{Disk, DiskFile, Metadata, Permissions};
use super::error::{Action, DiskError};

/// Links to follow before they count as a circle; Linux itself stops at 40.
const MOST_LINKS: usize = 40;

/// `std::fs`, without state of its own.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealDisk;

impl Disk for RealDisk {
    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, DiskError> {
        let failed = |e| DiskError::from_io(Action::Read, path, e);
        let too_big = || DiskError::TooBig { path: path.to_path_buf(), limit };
        // Asked before opening, because opening a pipe waits for its other end.
        let known = fs::metadata(path).map_err(failed)?;
        if !known.is_file() {
            return Err(DiskError::NotAFile(path.to_path_buf()));
        }
        if known.len() > limit {
            return Err(too_big());
        }
        let mut bytes = Vec::with_capacity(known.len() as usize);
        // The file may have grown since.
        File::open(path)
            .and_then(|file| file.take(limit.saturating_add(1)).read_to_end(&mut bytes))
            .map_err(failed)?;
        if bytes.len() as u64 > limit { Err(too_big()) } else { Ok(bytes) }
    }

    fn metadata(&self, path: &Path) -> Result<Option<Metadata>, DiskError> {
        match fs::metadata(path) {
            Ok(known) => Ok(Some(Metadata {
                len: known.len(),
                is_file: known.is_file(),
                permissions: permissions_of(&known),
            })),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(DiskError::from_io(Action::Read, path, e)),
        }
    }

    fn resolve(&self, path: &Path) -> Result<PathBuf, DiskError> {
        let mut at = path.to_path_buf();
        for _ in 0..MOST_LINKS {
            let failed = |e| DiskError::from_io(Action::Read, &at, e);
            let name = at.file_name().ok_or_else(|| DiskError::BadName(at.clone()))?.to_owned();
            let folder = match at.parent() {
                Some(folder) if !folder.as_os_str().is_empty() => folder,
                _ => Path::new("."),
            };
            let folder = fs::canonicalize(folder).map_err(failed)?;
            let here = folder.join(name);
            match fs::symlink_metadata(&here) {
                Ok(known) if known.is_symlink() => at = folder.join(fs::read_link(&here).map_err(failed)?),
                Ok(_) => return Ok(here),
                Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(here),
                Err(e) => return Err(failed(e)),
            }
        }
        Err(DiskError::LinkCircle(path.to_path_buf()))
    }

    fn check_writable(&self, path: &Path) -> Result<(), DiskError> {
        let opened = OpenOptions::new().write(true).open(path);
        opened.map(drop).map_err(|e| DiskError::from_io(Action::Write, path, e))
    }

    fn create_new(&self, path: &Path, private: bool) -> Result<Box<dyn DiskFile>, DiskError> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        keep_private(&mut options, private);
        let file = options.open(path).map_err(|e| DiskError::from_io(Action::Create, path, e))?;
        Ok(Box::new(RealFile { file, path: path.to_path_buf() }))
    }

    fn rename(&self, from: &Path, to: &Path) -> Result<(), DiskError> {
        fs::rename(from, to).map_err(|e| DiskError::from_io(Action::Replace, to, e))
    }

    fn sync_folder(&self, folder: &Path) -> Result<(), DiskError> {
        sync_names(folder).map_err(|e| DiskError::from_io(Action::Sync, folder, e))
    }

    fn remove(&self, path: &Path) -> Result<(), DiskError> {
        fs::remove_file(path).map_err(|e| DiskError::from_io(Action::Remove, path, e))
    }

    fn remove_folder(&self, folder: &Path) -> Result<(), DiskError> {
        fs::remove_dir(folder).map_err(|e| DiskError::from_io(Action::Remove, folder, e))
    }

    fn list(&self, folder: &Path) -> Result<Vec<OsString>, DiskError> {
        fs::read_dir(folder)
            .and_then(|entries| entries.map(|entry| entry.map(|e| e.file_name())).collect())
            .map_err(|e| DiskError::from_io(Action::List, folder, e))
    }

    fn create_folder(&self, folder: &Path) -> Result<(), DiskError> {
        fs::create_dir_all(folder).map_err(|e| DiskError::from_io(Action::Create, folder, e))
    }
}

struct RealFile {
    file: File,
    path: PathBuf,
}

impl DiskFile for RealFile {
    fn write(&mut self, bytes: &[u8]) -> Result<(), DiskError> {
        self.file.write_all(bytes).map_err(|e| DiskError::from_io(Action::Write, &self.path, e))
    }

    fn set_permissions(&mut self, permissions: Permissions) -> Result<(), DiskError> {
        set(&self.file, permissions).map_err(|e| DiskError::from_io(Action::Write, &self.path, e))
    }

    fn sync(&mut self) -> Result<(), DiskError> {
        self.file.sync_all().map_err(|e| DiskError::from_io(Action::Sync, &self.path, e))
    }
}

#[cfg(unix)]
fn permissions_of(known: &fs::Metadata) -> Permissions {
    use std::os::unix::fs::MetadataExt;
    Permissions { mode: known.mode() & 0o7777, owner: Some((known.uid(), known.gid())) }
}

#[cfg(not(unix))]
fn permissions_of(known: &fs::Metadata) -> Permissions {
    Permissions { mode: if known.permissions().readonly() { 0o444 } else { 0o644 }, owner: None }
}

#[cfg(unix)]
fn keep_private(options: &mut OpenOptions, private: bool) {
    use std::os::unix::fs::OpenOptionsExt;
    if private {
        options.mode(0o600);
    }
}

#[cfg(not(unix))]
fn keep_private(_: &mut OpenOptions, _: bool) {}

/// Only what differs is set: file systems without permissions refuse any change, also one to what is there.
#[cfg(unix)]
fn set(file: &File, wanted: Permissions) -> io::Result<()> {
    use std::os::unix::fs::{PermissionsExt, fchown};
    if let Some((user, group)) = wanted.owner
        && permissions_of(&file.metadata()?).owner != wanted.owner
    {
        // Only the administrator may give a file away, but a member may hand it to the group.
        let _ = fchown(file, Some(user), Some(group)).or_else(|_| fchown(file, None, Some(group)));
    }
    if permissions_of(&file.metadata()?).mode != wanted.mode {
        file.set_permissions(fs::Permissions::from_mode(wanted.mode))?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn set(file: &File, wanted: Permissions) -> io::Result<()> {
    let mut permissions = file.metadata()?.permissions();
    if permissions.readonly() == wanted.is_read_only() {
        return Ok(());
    }
    permissions.set_readonly(wanted.is_read_only());
    file.set_permissions(permissions)
}

#[cfg(unix)]
fn sync_names(folder: &Path) -> io::Result<()> {
    match File::open(folder)?.sync_all() {
        // Some network and user-space file systems have no such call; they also have no names to lose.
        Err(e) if matches!(e.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => Ok(()),
        done => done,
    }
}

/// Windows has no such call; its journal keeps the order of renames.
#[cfg(not(unix))]
fn sync_names(_: &Path) -> io::Result<()> {
    Ok(())
}
