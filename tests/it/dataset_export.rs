//! A folder of tables is whole or not there, whatever call of the disk fails, and other people's files are spared.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use inroads::domain::Workspace;
use inroads::files::dataset::{self, ExportError};
use inroads::files::safety::error::Action;
use inroads::files::safety::{Disk, DiskError, DiskFile, Metadata, Permissions, RealDisk};
use inroads::files::samples;

/// The real disk, with a failing call, and the names of all calls.
#[derive(Clone)]
struct Failing {
    calls: Arc<Mutex<Vec<String>>>,
    fail_at: usize,
    /// Whether every later call fails, too: the program was killed.
    forever: bool,
}

impl Failing {
    fn new(fail_at: usize, forever: bool) -> Self {
        Self { calls: Arc::default(), fail_at, forever }
    }

    fn call(&self, name: &str, path: &Path) -> Result<(), DiskError> {
        let mut calls = self.calls.lock().unwrap();
        let number = calls.len();
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        calls.push(format!("{name} {file}"));
        if number == self.fail_at || self.forever && number > self.fail_at {
            return Err(DiskError::from_io(Action::Write, path, io::ErrorKind::StorageFull.into()));
        }
        Ok(())
    }
}

impl Disk for Failing {
    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, DiskError> {
        self.call("read", path)?;
        RealDisk.read(path, limit)
    }
    fn metadata(&self, path: &Path) -> Result<Option<Metadata>, DiskError> {
        self.call("metadata", path)?;
        RealDisk.metadata(path)
    }
    fn resolve(&self, path: &Path) -> Result<PathBuf, DiskError> {
        self.call("resolve", path)?;
        RealDisk.resolve(path)
    }
    fn check_writable(&self, path: &Path) -> Result<(), DiskError> {
        self.call("check", path)?;
        RealDisk.check_writable(path)
    }
    fn create_new(&self, path: &Path, private: bool) -> Result<Box<dyn DiskFile>, DiskError> {
        self.call("create", path)?;
        let file = RealDisk.create_new(path, private)?;
        Ok(Box::new(FailingFile { disk: self.clone(), file, path: path.to_path_buf() }))
    }
    fn rename(&self, from: &Path, to: &Path) -> Result<(), DiskError> {
        self.call("rename to", to)?;
        RealDisk.rename(from, to)
    }
    fn sync_folder(&self, folder: &Path) -> Result<(), DiskError> {
        self.call("sync folder", folder)?;
        RealDisk.sync_folder(folder)
    }
    fn remove(&self, path: &Path) -> Result<(), DiskError> {
        self.call("remove", path)?;
        RealDisk.remove(path)
    }
    fn create_folder(&self, folder: &Path) -> Result<(), DiskError> {
        self.call("create folder", folder)?;
        RealDisk.create_folder(folder)
    }
    fn remove_folder(&self, folder: &Path) -> Result<(), DiskError> {
        self.call("remove folder", folder)?;
        RealDisk.remove_folder(folder)
    }
    fn list(&self, folder: &Path) -> Result<Vec<OsString>, DiskError> {
        self.call("list", folder)?;
        RealDisk.list(folder)
    }
}

struct FailingFile {
    disk: Failing,
    file: Box<dyn DiskFile>,
    path: PathBuf,
}

impl DiskFile for FailingFile {
    fn write(&mut self, bytes: &[u8]) -> Result<(), DiskError> {
        if let Err(error) = self.disk.call("write", &self.path) {
            // What fails has written half of it.
            self.file.write(&bytes[..bytes.len() / 2])?;
            return Err(error);
        }
        self.file.write(bytes)
    }
    fn set_permissions(&mut self, permissions: Permissions) -> Result<(), DiskError> {
        self.file.set_permissions(permissions)
    }
    fn sync(&mut self) -> Result<(), DiskError> {
        self.disk.call("sync", &self.path)?;
        self.file.sync()
    }
}

type Tables = BTreeMap<String, Vec<u8>>;

fn tables(workspace: &Workspace) -> Tables {
    let all = dataset::csv_tables(workspace).unwrap();
    all.into_iter().map(|(name, bytes)| (format!("{name}.csv"), bytes)).collect()
}

fn read_folder(path: &Path) -> Option<Tables> {
    let entries = fs::read_dir(path).ok()?;
    let read = |entry: io::Result<fs::DirEntry>| {
        let path = entry.unwrap().path();
        (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap())
    };
    Some(entries.map(read).collect())
}

fn names(path: &Path) -> Vec<String> {
    fs::read_dir(path)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect()
}

#[test]
fn every_failing_call_leaves_the_old_folder_or_the_new_one() {
    let (old, new) = (samples::techcorp(), samples::portfolio());
    for (before, forever) in [(false, false), (false, true), (true, false), (true, true)] {
        let mut states = 0;
        for fail_at in 0.. {
            let folder = tempfile::tempdir().unwrap();
            let target = folder.path().join("tables");
            if before {
                dataset::export_folder(&RealDisk, &target, &old).unwrap();
            }
            let disk = Failing::new(fail_at, forever);
            let result = dataset::export_folder(&disk, &target, &new);
            let calls = disk.calls.lock().unwrap().clone();
            let was_hit = calls.len() > fail_at;
            let at = calls.get(fail_at).cloned().unwrap_or_default();
            let found = read_folder(&target);
            let is_new = found.as_ref() == Some(&tables(&new));
            let is_old = found == before.then(|| tables(&old));
            // Killed between the two renames: the old folder stands beside, whole.
            let is_aside = found.is_none()
                && forever
                && read_folder(&folder.path().join(".tables.inroads-old-0")) == Some(tables(&old));
            assert!(is_new || is_old || is_aside, "call {fail_at} ({at}): {:?}", names(folder.path()));
            assert_eq!(result.is_err(), was_hit, "call {fail_at} ({at})");
            if let Err(error) = &result
                && is_new
            {
                let text = error.to_string();
                assert!(text.contains("The export is complete"), "{text}");
            }
            // What could not be made certain keeps the earlier export beside it.
            let is_unconfirmed = matches!(&result, Err(ExportError::Unconfirmed { .. }));
            if was_hit && !forever && !at.starts_with("remove") && !is_unconfirmed {
                assert_eq!(
                    names(folder.path()),
                    if before || is_new { vec!["tables"] } else { vec![] },
                    "{at}"
                );
            }
            states += 1;
            if !was_hit {
                assert!(is_new && names(folder.path()) == ["tables"]);
                break;
            }
        }
        assert!(states > 40, "{states}");
    }
}

#[test]
fn everything_is_certain_before_it_gets_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("tables");
    let disk = Failing::new(usize::MAX, false);
    dataset::export_folder(&disk, &target, &samples::techcorp()).unwrap();
    let calls = disk.calls.lock().unwrap().clone();
    let renamed = calls.iter().position(|call| call == "rename to tables").unwrap();
    for name in tables(&samples::techcorp()).keys() {
        let synced = calls.iter().position(|call| *call == format!("sync {name}")).unwrap();
        let written = calls.iter().position(|call| *call == format!("write {name}")).unwrap();
        assert!(written < synced && synced < renamed, "{name}");
    }
    assert!(calls[renamed - 1].starts_with("sync folder"), "{}", calls[renamed - 1]);
    assert!(calls[renamed + 1].starts_with("sync folder"), "{}", calls[renamed + 1]);
}

#[test]
fn other_files_are_spared() {
    let folder = tempfile::tempdir().unwrap();
    let workspace = samples::techcorp();
    fs::write(folder.path().join("letter.txt"), "mine").unwrap();
    let error = dataset::export_folder(&RealDisk, folder.path(), &workspace).unwrap_err();
    assert!(matches!(&error, ExportError::NotOurs { other, .. } if other == "letter.txt"), "{error}");
    assert_eq!(names(folder.path()), ["letter.txt"]);
    let file = folder.path().join("letter.txt");
    assert!(dataset::export_folder(&RealDisk, &file, &workspace).is_err());
    assert_eq!(fs::read(&file).unwrap(), b"mine");
    let empty = folder.path().join("empty");
    fs::create_dir(&empty).unwrap();
    dataset::export_folder(&RealDisk, &empty, &workspace).unwrap();
    assert_eq!(read_folder(&empty), Some(tables(&workspace)));
}

#[test]
fn a_text_too_long_for_a_sheet_is_named() {
    let mut workspace = samples::techcorp();
    let mut settings = (*workspace.settings).clone();
    settings.notes = "x".repeat(40_000);
    workspace.settings = settings.into();
    let error = dataset::xlsx_bytes(&workspace).unwrap_err();
    for words in ["table workspace", "row 3", "column value", "32767", "CSV"] {
        assert!(error.contains(words), "{error}");
    }
    assert!(dataset::csv_tables(&workspace).is_ok());
}
