//! A disk in memory that fails any call on request and knows every state that a power cut can leave behind.
//!
//! Pessimistic on purpose. Content and names reach the disk only through their own sync; until then each write and
//! each name change is kept or lost independently of the others, in pieces, with holes, or cut in the middle of a
//! piece. A failed sync forgets what it could not write: the next one succeeds and proves nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

use inroads::files::safety::error::Action;
use inroads::files::safety::{Disk, DiskError, DiskFile, Metadata, Permissions};

/// Permissions of a file that nobody asked to be private.
pub const USUAL: Permissions = Permissions { mode: 0o644, owner: Some((1, 1)) };

/// Which call fails, from 0, and how.
#[derive(Clone, Copy, Debug)]
pub struct Failure {
    pub call: usize,
    pub kind: io::ErrorKind,
    /// Whether every later call fails too.
    pub forever: bool,
}

#[derive(Clone, Debug)]
enum Change {
    Write { at: usize, bytes: Vec<u8> },
    Truncate,
}

impl Change {
    fn apply(&self, content: &mut Vec<u8>) {
        match self {
            Self::Truncate => content.clear(),
            Self::Write { at, bytes } => {
                content.resize(content.len().max(at + bytes.len()), 0);
                content[*at..at + bytes.len()].copy_from_slice(bytes);
            }
        }
    }
}

#[derive(Clone, Debug)]
struct Inode {
    durable: Vec<u8>,
    cached: Vec<u8>,
    /// Not certainly on the disk, with whether a later sync still writes it.
    pending: Vec<(Change, bool)>,
    permissions: Permissions,
}

#[derive(Clone, Debug)]
enum NameChange {
    Link(PathBuf, usize),
    Rename(PathBuf, PathBuf, usize),
    Unlink(PathBuf),
}

type Names = BTreeMap<PathBuf, usize>;

impl NameChange {
    fn apply(&self, names: &mut Names) {
        match self {
            Self::Link(path, inode) => drop(names.insert(path.clone(), *inode)),
            Self::Unlink(path) => drop(names.remove(path)),
            Self::Rename(from, to, inode) => {
                names.remove(from);
                names.insert(to.clone(), *inode);
            }
        }
    }

    fn folder(&self) -> Option<&Path> {
        match self {
            Self::Link(path, _) | Self::Unlink(path) | Self::Rename(path, ..) => path.parent(),
        }
    }
}

/// Everything on the disk and in the system's memory at one moment.
#[derive(Clone, Debug, Default)]
pub struct State {
    inodes: Vec<Inode>,
    durable: Names,
    cached: Names,
    pending: Vec<NameChange>,
    links: BTreeMap<PathBuf, PathBuf>,
}

/// The files after a power cut: path → content.
pub type Files = BTreeMap<PathBuf, Vec<u8>>;

impl State {
    /// What a program sees.
    pub fn files(&self) -> Files {
        self.cached.iter().map(|(path, &i)| (path.clone(), self.inodes[i].cached.clone())).collect()
    }

    pub fn permissions(&self, path: &Path) -> Permissions {
        self.inodes[self.cached[path]].permissions
    }

    /// Every state that a power cut at this moment can leave, with content torn into at most `pieces`.
    pub fn after_power_cut(&self, pieces: usize) -> Vec<Files> {
        let mut found = BTreeSet::new();
        for kept in 0..1_u32 << self.pending.len() {
            let mut names = self.durable.clone();
            for (i, change) in self.pending.iter().enumerate() {
                if kept >> i & 1 == 1 {
                    change.apply(&mut names);
                }
            }
            let mut states = vec![Files::new()];
            for (path, &inode) in &names {
                let contents = self.inodes[inode].after_power_cut(pieces);
                states = states
                    .iter()
                    .flat_map(|files| {
                        contents.iter().map(|content| {
                            let mut files = files.clone();
                            files.insert(path.clone(), content.clone());
                            files
                        })
                    })
                    .collect();
            }
            found.extend(states);
        }
        found.into_iter().collect()
    }
}

impl Inode {
    fn new(content: Vec<u8>, permissions: Permissions) -> Self {
        Self { durable: content.clone(), cached: content, pending: Vec::new(), permissions }
    }

    fn after_power_cut(&self, pieces: usize) -> BTreeSet<Vec<u8>> {
        let mut units = Vec::new();
        for (change, _) in &self.pending {
            match change {
                Change::Truncate => units.push(Change::Truncate),
                Change::Write { at, bytes } => {
                    let step = bytes.len().div_ceil(pieces).max(1);
                    units.extend(
                        bytes
                            .chunks(step)
                            .enumerate()
                            .map(|(i, piece)| Change::Write { at: at + i * step, bytes: piece.to_vec() }),
                    );
                }
            }
        }
        let mut found = BTreeSet::new();
        for kept in 0..1_u32 << units.len() {
            let kept: Vec<&Change> =
                units.iter().enumerate().filter(|(i, _)| kept >> i & 1 == 1).map(|(_, unit)| unit).collect();
            let mut content = self.durable.clone();
            for (i, unit) in kept.iter().enumerate() {
                if let (true, Change::Write { at, bytes }) = (i + 1 == kept.len(), unit) {
                    let mut torn = content.clone();
                    Change::Write { at: *at, bytes: bytes[..bytes.len() / 2].to_vec() }.apply(&mut torn);
                    found.insert(torn);
                }
                unit.apply(&mut content);
            }
            found.insert(content);
        }
        // The new length has arrived, the content has not.
        if !self.pending.is_empty() {
            found.insert(vec![0; self.cached.len()]);
        }
        found
    }
}

/// The disk, its failures and its history.
#[derive(Debug)]
struct Machine {
    state: State,
    failure: Option<Failure>,
    /// The state before the first call and after each one.
    history: Vec<State>,
}

/// A [`Disk`] in memory. Clones are the same disk.
#[derive(Clone, Debug)]
pub struct ModelDisk(Arc<Mutex<Machine>>);

impl ModelDisk {
    /// A disk on which `files` have long been safe.
    pub fn new(files: &Files, links: &[(&str, &str)], failure: Option<Failure>) -> Self {
        let mut state = State::default();
        for (i, (path, content)) in files.iter().enumerate() {
            state.inodes.push(Inode::new(content.clone(), USUAL));
            state.durable.insert(path.clone(), i);
        }
        state.cached = state.durable.clone();
        state.links = links.iter().map(|(from, to)| (from.into(), to.into())).collect();
        let history = vec![state.clone()];
        Self(Arc::new(Mutex::new(Machine { state, failure, history })))
    }

    pub fn state(&self) -> State {
        self.lock().state.clone()
    }

    /// The states before the first call and after each one.
    pub fn history(&self) -> Vec<State> {
        self.lock().history.clone()
    }

    pub fn set_permissions(&self, path: &Path, permissions: Permissions) {
        let state = &mut self.lock().state;
        let inode = state.cached[path];
        state.inodes[inode].permissions = permissions;
    }

    /// What no careful writer does: empties a file in place, to be written again.
    pub fn truncate(&self, path: &Path) -> Result<Box<dyn DiskFile>, DiskError> {
        let inode = self.call(path, Action::Write, |state, ok| {
            let inode = state.cached[path];
            if ok {
                state.inodes[inode].cached.clear();
                state.inodes[inode].pending.push((Change::Truncate, true));
            }
            Ok(inode)
        })?;
        Ok(Box::new(ModelFile { disk: self.clone(), inode, path: path.to_path_buf() }))
    }

    fn lock(&self) -> MutexGuard<'_, Machine> {
        self.0.lock().unwrap()
    }

    /// One call: `act` learns whether it works, and may still leave traces if it does not.
    fn call<T>(
        &self,
        path: &Path,
        action: Action,
        act: impl FnOnce(&mut State, bool) -> Result<T, DiskError>,
    ) -> Result<T, DiskError> {
        let machine = &mut *self.lock();
        let number = machine.history.len() - 1;
        let failure = machine.failure.filter(|f| number == f.call || f.forever && number > f.call);
        let done = act(&mut machine.state, failure.is_none());
        machine.history.push(machine.state.clone());
        match failure {
            Some(f) => Err(DiskError::from_io(action, path, f.kind.into())),
            None => done,
        }
    }
}

impl Disk for ModelDisk {
    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, DiskError> {
        self.call(path, Action::Read, |state, _| match state.cached.get(path) {
            Some(&inode) if state.inodes[inode].cached.len() as u64 > limit => {
                Err(DiskError::TooBig { path: path.to_path_buf(), limit })
            }
            Some(&inode) => Ok(state.inodes[inode].cached.clone()),
            None => Err(DiskError::Missing(path.to_path_buf())),
        })
    }

    fn metadata(&self, path: &Path) -> Result<Option<Metadata>, DiskError> {
        self.call(path, Action::Read, |state, _| {
            Ok(state.cached.get(path).map(|&inode| Metadata {
                len: state.inodes[inode].cached.len() as u64,
                is_file: true,
                permissions: state.inodes[inode].permissions,
            }))
        })
    }

    fn resolve(&self, path: &Path) -> Result<PathBuf, DiskError> {
        self.call(path, Action::Read, |state, _| {
            Ok(state.links.get(path).cloned().unwrap_or_else(|| path.to_path_buf()))
        })
    }

    fn check_writable(&self, path: &Path) -> Result<(), DiskError> {
        self.call(path, Action::Write, |_, _| Ok(()))
    }

    fn create_new(&self, path: &Path, private: bool) -> Result<Box<dyn DiskFile>, DiskError> {
        let inode = self.call(path, Action::Create, |state, ok| {
            if state.cached.contains_key(path) {
                return Err(DiskError::Exists(path.to_path_buf()));
            }
            let inode = state.inodes.len();
            if ok {
                let mode = if private { 0o600 } else { USUAL.mode };
                state.inodes.push(Inode::new(Vec::new(), Permissions { mode, ..USUAL }));
                state.cached.insert(path.to_path_buf(), inode);
                state.pending.push(NameChange::Link(path.to_path_buf(), inode));
            }
            Ok(inode)
        })?;
        Ok(Box::new(ModelFile { disk: self.clone(), inode, path: path.to_path_buf() }))
    }

    fn rename(&self, from: &Path, to: &Path) -> Result<(), DiskError> {
        self.call(to, Action::Replace, |state, ok| {
            let Some(&inode) = state.cached.get(from) else {
                return Err(DiskError::Missing(from.to_path_buf()));
            };
            if ok {
                let change = NameChange::Rename(from.to_path_buf(), to.to_path_buf(), inode);
                change.apply(&mut state.cached);
                state.pending.push(change);
            }
            Ok(())
        })
    }

    fn sync_folder(&self, folder: &Path) -> Result<(), DiskError> {
        self.call(folder, Action::Sync, |state, ok| {
            if ok {
                let (now, later): (Vec<_>, Vec<_>) =
                    state.pending.drain(..).partition(|change| change.folder() == Some(folder));
                for change in &now {
                    change.apply(&mut state.durable);
                }
                state.pending = later;
            }
            Ok(())
        })
    }

    fn remove(&self, path: &Path) -> Result<(), DiskError> {
        self.call(path, Action::Remove, |state, ok| {
            if !state.cached.contains_key(path) {
                return Err(DiskError::Missing(path.to_path_buf()));
            }
            if ok {
                state.cached.remove(path);
                state.pending.push(NameChange::Unlink(path.to_path_buf()));
            }
            Ok(())
        })
    }

    fn create_folder(&self, folder: &Path) -> Result<(), DiskError> {
        // The model keeps paths, not folders: every folder exists.
        self.call(folder, Action::Create, |_, _| Ok(()))
    }

    fn remove_folder(&self, folder: &Path) -> Result<(), DiskError> {
        self.call(folder, Action::Remove, |_, _| Ok(()))
    }

    fn list(&self, folder: &Path) -> Result<Vec<OsString>, DiskError> {
        self.call(folder, Action::List, |state, _| {
            let inside = state.cached.keys().filter(|path| path.parent() == Some(folder));
            Ok(inside.filter_map(|path| path.file_name()).map(OsString::from).collect())
        })
    }
}

struct ModelFile {
    disk: ModelDisk,
    inode: usize,
    path: PathBuf,
}

impl DiskFile for ModelFile {
    fn write(&mut self, bytes: &[u8]) -> Result<(), DiskError> {
        self.disk.call(&self.path, Action::Write, |state, ok| {
            let inode = &mut state.inodes[self.inode];
            // What fails has written half of it.
            let bytes = if ok { bytes } else { &bytes[..bytes.len() / 2] };
            let change = Change::Write { at: inode.cached.len(), bytes: bytes.to_vec() };
            change.apply(&mut inode.cached);
            inode.pending.push((change, true));
            Ok(())
        })
    }

    fn set_permissions(&mut self, permissions: Permissions) -> Result<(), DiskError> {
        self.disk.call(&self.path, Action::Write, |state, ok| {
            if ok {
                state.inodes[self.inode].permissions = permissions;
            }
            Ok(())
        })
    }

    fn sync(&mut self) -> Result<(), DiskError> {
        self.disk.call(&self.path, Action::Sync, |state, ok| {
            let inode = &mut state.inodes[self.inode];
            if ok {
                let (written, forgotten): (Vec<_>, Vec<_>) =
                    inode.pending.drain(..).partition(|(_, will_be_written)| *will_be_written);
                for (change, _) in &written {
                    change.apply(&mut inode.durable);
                }
                inode.pending = forgotten;
            } else {
                inode.pending.iter_mut().for_each(|(_, will_be_written)| *will_be_written = false);
            }
            Ok(())
        })
    }
}
