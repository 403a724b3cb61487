//! Safe writing: every crash point and every failing call of `replace`, and writers that must not pass.

use std::io;
use std::path::{Path, PathBuf};

use inroads::files::safety::{Disk, DiskError, Permissions, RealDisk, ReplaceError, replace, sweep};

use crate::model_disk::{Failure, Files, ModelDisk, USUAL};

/// How a writer says that it failed.
struct Refusal {
    has_new_content: bool,
    left_over: bool,
}

impl From<DiskError> for Refusal {
    fn from(_: DiskError) -> Self {
        Self { has_new_content: false, left_over: false }
    }
}

impl From<ReplaceError> for Refusal {
    fn from(e: ReplaceError) -> Self {
        let left_over = matches!(e, ReplaceError::LeftOver { .. });
        Self { has_new_content: e.has_new_content(), left_over }
    }
}

type Writer = fn(&ModelDisk, &Path, &[u8]) -> Result<(), Refusal>;

fn ours(disk: &ModelDisk, path: &Path, bytes: &[u8]) -> Result<(), Refusal> {
    Ok(replace(disk, path, bytes)?)
}

const FOLDER: &str = "/plans";
const FILE: &str = "/plans/techcorp.ron";
const TEMPORARY: &str = "/plans/.techcorp.ron.inroads-tmp-";

struct Scenario {
    old: Option<Vec<u8>>,
    new: Vec<u8>,
    through_link: bool,
    /// Temporary files of earlier crashes.
    left_over: usize,
}

impl Scenario {
    fn files(&self) -> Files {
        let mut files = Files::from([(PathBuf::from("/plans/other.ron"), b"other".to_vec())]);
        files.extend(self.old.clone().map(|old| (PathBuf::from(FILE), old)));
        files.extend((0..self.left_over).map(|i| (format!("{TEMPORARY}{i}").into(), b"stale".to_vec())));
        files
    }

    fn path(&self) -> &Path {
        Path::new(if self.through_link { "/desk/link.ron" } else { FILE })
    }

    fn temporaries(&self, files: &Files) -> usize {
        let all = files.keys().filter(|path| path.to_str().unwrap().starts_with(TEMPORARY)).count();
        all - self.left_over
    }
}

fn disk(files: &Files, failure: Option<Failure>) -> ModelDisk {
    ModelDisk::new(files, &[("/desk/link.ron", FILE)], failure)
}

fn text(seed: u8, len: usize) -> Vec<u8> {
    (0..len).map(|i| 1 + (i as u8).wrapping_mul(7).wrapping_add(seed) % 250).collect()
}

fn scenarios() -> Vec<Scenario> {
    let scenario = |old: Option<usize>, new: usize| Scenario {
        old: old.map(|len| text(3, len)),
        new: text(101, new),
        through_link: false,
        left_over: 0,
    };
    let mut all: Vec<Scenario> = [
        (None, 0),
        (None, 1),
        (None, 64),
        (Some(0), 40),
        (Some(40), 0),
        (Some(64), 64),
        (Some(64), 24),
        (Some(24), 64),
        (Some(3000), 5000),
    ]
    .map(|(old, new)| scenario(old, new))
    .into();
    all.push(Scenario { through_link: true, ..scenario(Some(48), 56) });
    all.push(Scenario { through_link: true, ..scenario(None, 56) });
    all.push(Scenario { left_over: 2, ..scenario(Some(56), 48) });
    all
}

#[derive(Default)]
struct Verdict {
    states: usize,
    faults: Vec<String>,
}

impl Verdict {
    fn demand(&mut self, holds: bool, what: impl FnOnce() -> String) {
        if !holds {
            self.faults.push(what());
        }
    }
}

/// Everything that is promised of a writer, for every scenario, crash point and failing call; unsynced content is torn
/// into at most `pieces`.
fn judge(writer: Writer, pieces: usize) -> Verdict {
    let mut verdict = Verdict::default();
    for scenario in scenarios() {
        let calls = power_cuts(writer, &scenario, pieces, &mut verdict);
        for call in 0..calls {
            for kind in [
                io::ErrorKind::Other,
                io::ErrorKind::StorageFull,
                io::ErrorKind::QuotaExceeded,
                io::ErrorKind::ReadOnlyFilesystem,
                io::ErrorKind::PermissionDenied,
            ] {
                for forever in [false, true] {
                    failing_call(writer, &scenario, Failure { call, kind, forever }, &mut verdict);
                }
            }
        }
    }
    verdict
}

/// No call fails, the power goes at any moment. Returns the number of calls.
fn power_cuts(writer: Writer, scenario: &Scenario, pieces: usize, verdict: &mut Verdict) -> usize {
    let before = scenario.files();
    let disk = disk(&before, None);
    verdict
        .demand(writer(&disk, scenario.path(), &scenario.new).is_ok(), || "failed without a reason".into());
    let history = disk.history();
    for (call, state) in history.iter().enumerate() {
        for files in state.after_power_cut(pieces) {
            verdict.states += 1;
            let found = files.get(Path::new(FILE));
            let is_new = found == Some(&scenario.new);
            verdict.demand(is_new || found == scenario.old.as_ref(), || format!("torn after call {call}"));
            verdict.demand(is_new || call + 1 < history.len(), || "not durable after the return".into());
            let others = |files: &Files| {
                let mut files = files.clone();
                files.retain(|path, _| path != Path::new(FILE) && !is_new_temporary(path, scenario));
                files
            };
            verdict
                .demand(others(&files) == others(&before), || format!("another file changed, call {call}"));
            after_restart(writer, scenario, &files, verdict);
        }
    }
    history.len() - 1
}

/// Whether `path` is a temporary file that was not there before.
fn is_new_temporary(path: &Path, scenario: &Scenario) -> bool {
    path.to_str().unwrap().starts_with(TEMPORARY) && !scenario.files().contains_key(path)
}

/// Whatever a crash left, the next start tidies up and can save.
fn after_restart(writer: Writer, scenario: &Scenario, files: &Files, verdict: &mut Verdict) {
    let disk = disk(files, None);
    let saved = writer(&disk, scenario.path(), b"later").is_ok();
    let swept = sweep(&disk, scenario.path()).is_ok();
    let files = disk.state().files();
    verdict.demand(saved && files.get(Path::new(FILE)).is_some_and(|now| now == b"later"), || {
        "cannot save after a crash".into()
    });
    let rest = files.keys().filter(|path| path.to_str().unwrap().starts_with(TEMPORARY)).count();
    verdict.demand(swept && rest == 0, || "temporary files stay after a sweep".into());
}

/// One call fails, or it and all after it; the power may go at any moment as well.
fn failing_call(writer: Writer, scenario: &Scenario, failure: Failure, verdict: &mut Verdict) {
    let disk = disk(&scenario.files(), Some(failure));
    let done = writer(&disk, scenario.path(), &scenario.new);
    let (old, new) = (scenario.old.as_ref(), Some(&scenario.new));
    let files = disk.state().files();
    let found = files.get(Path::new(FILE));
    let expected = match &done {
        Ok(()) => new,
        Err(refusal) if refusal.has_new_content => new,
        Err(_) => old,
    };
    verdict.demand(done.is_err(), || format!("{failure:?} was hidden"));
    verdict.demand(found == expected, || format!("{failure:?} changed the file"));
    let may_leave = failure.forever && done.as_ref().is_err_and(|refusal| refusal.left_over);
    verdict.demand(scenario.temporaries(&files) == 0 || may_leave, || {
        format!("{failure:?} left a temporary file")
    });
    if failure.kind != io::ErrorKind::Other {
        return;
    }
    let history = disk.history();
    for (call, state) in history.iter().enumerate() {
        for files in state.after_power_cut(2) {
            verdict.states += 1;
            let found = files.get(Path::new(FILE));
            verdict.demand(found == old || found == new, || format!("torn at call {call}, {failure:?}"));
            if call + 1 == history.len() {
                let certain = match &done {
                    Ok(()) => found == new,
                    Err(refusal) => refusal.has_new_content || found == old,
                };
                verdict.demand(certain, || format!("a power cut after {failure:?} changes the outcome"));
            }
        }
    }
}

#[test]
fn replace_keeps_every_promise() {
    let verdict = judge(ours, 8);
    assert_eq!(verdict.faults, Vec::<String>::new());
    assert!(verdict.states >= 10_000, "only {} crash states", verdict.states);
    println!("{} crash states", verdict.states);
}

/// A careful writer with one mistake.
#[derive(Clone, Copy, PartialEq)]
enum Mistake {
    None,
    NoSync,
    NoFolderSync,
    SyncAfterRename,
    SyncTwice,
    NoCleanUp,
    HidesFolderSync,
    RemovesFirst,
}

fn with_mistake(mistake: Mistake, disk: &ModelDisk, path: &Path, bytes: &[u8]) -> Result<(), Refusal> {
    let path = &disk.resolve(path)?;
    let (mut number, temporary) = (0, |n: u32| PathBuf::from(format!("{TEMPORARY}{n}")));
    let mut file = loop {
        match disk.create_new(&temporary(number), true) {
            Err(DiskError::Exists(_)) => number += 1,
            done => break done?,
        }
    };
    let mut write = || -> Result<(), DiskError> {
        file.write(bytes)?;
        match mistake {
            Mistake::NoSync | Mistake::SyncAfterRename => {}
            Mistake::SyncTwice => file.sync().or_else(|_| file.sync())?,
            _ => file.sync()?,
        }
        if mistake == Mistake::RemovesFirst && disk.metadata(path)?.is_some() {
            disk.remove(path)?;
        }
        disk.rename(&temporary(number), path)
    };
    if let Err(cause) = write() {
        let cleaned = mistake == Mistake::NoCleanUp || disk.remove(&temporary(number)).is_ok();
        return Err(Refusal { left_over: !cleaned, ..cause.into() });
    }
    let unconfirmed = |_| Refusal { has_new_content: true, left_over: false };
    if mistake == Mistake::SyncAfterRename {
        file.sync().map_err(unconfirmed)?;
    }
    match mistake {
        Mistake::NoFolderSync => Ok(()),
        Mistake::HidesFolderSync => disk.sync_folder(Path::new(FOLDER)).or(Ok(())),
        _ => disk.sync_folder(Path::new(FOLDER)).map_err(unconfirmed),
    }
}

fn truncates(disk: &ModelDisk, path: &Path, bytes: &[u8]) -> Result<(), Refusal> {
    let path = &disk.resolve(path)?;
    let mut file = match disk.metadata(path)? {
        Some(_) => disk.truncate(path)?,
        None => disk.create_new(path, false)?,
    };
    file.write(bytes)?;
    file.sync()?;
    disk.sync_folder(Path::new(FOLDER))?;
    Ok(())
}

#[track_caller]
fn assert_caught(writer: Writer, expected: &str) {
    let faults = judge(writer, 2).faults;
    assert!(faults.iter().any(|fault| fault.contains(expected)), "not caught: {expected}; but {faults:?}");
}

#[test]
fn careless_writers_are_caught() {
    assert_eq!(judge(|d, p, b| with_mistake(Mistake::None, d, p, b), 2).faults, Vec::<String>::new());
    assert_caught(|d, p, b| with_mistake(Mistake::NoSync, d, p, b), "torn after");
    assert_caught(|d, p, b| with_mistake(Mistake::NoFolderSync, d, p, b), "not durable");
    assert_caught(|d, p, b| with_mistake(Mistake::SyncAfterRename, d, p, b), "torn after");
    assert_caught(|d, p, b| with_mistake(Mistake::SyncTwice, d, p, b), "was hidden");
    assert_caught(|d, p, b| with_mistake(Mistake::SyncTwice, d, p, b), "torn at");
    assert_caught(|d, p, b| with_mistake(Mistake::NoCleanUp, d, p, b), "left a temporary");
    assert_caught(|d, p, b| with_mistake(Mistake::HidesFolderSync, d, p, b), "was hidden");
    assert_caught(|d, p, b| with_mistake(Mistake::RemovesFirst, d, p, b), "torn after");
    assert_caught(truncates, "torn after");
}

#[test]
fn permissions_are_kept_and_read_only_files_respected() {
    let files = Files::from([(PathBuf::from(FILE), b"old".to_vec())]);
    let secret = Permissions { mode: 0o640, owner: Some((7, 8)) };
    let disk = ModelDisk::new(&files, &[], None);
    disk.set_permissions(Path::new(FILE), secret);
    replace(&disk, Path::new(FILE), b"new").unwrap();
    assert_eq!(disk.state().permissions(Path::new(FILE)), secret);
    let public = disk.history().iter().any(|state| {
        let temporary = PathBuf::from(format!("{TEMPORARY}0"));
        state.files().contains_key(&temporary) && state.permissions(&temporary).mode & 0o007 != 0
    });
    assert!(!public, "the new content of a private file could be read by others");

    disk.set_permissions(Path::new(FILE), Permissions { mode: 0o444, ..USUAL });
    let refused = replace(&disk, Path::new(FILE), b"newer").unwrap_err();
    assert!(matches!(refused, ReplaceError::Unchanged(DiskError::ReadOnlyFile(_))), "{refused}");
    assert_eq!(disk.state().files()[Path::new(FILE)], b"new");
}

#[test]
fn refusals_are_plain_sentences_about_the_file() {
    let say = |kind| {
        let failure = Failure { call: 2, kind, forever: false };
        let disk = ModelDisk::new(&Files::new(), &[], Some(failure));
        replace(&disk, Path::new(FILE), b"new").unwrap_err().to_string()
    };
    assert_eq!(
        say(io::ErrorKind::StorageFull),
        "The disk that holds “/plans/techcorp.ron” is full. Free some space, or choose another disk. \
         The file was not changed."
    );
    assert_eq!(
        say(io::ErrorKind::PermissionDenied),
        "You are not allowed to create “/plans/techcorp.ron”. Ask its owner for permission, or choose another \
         folder. The file was not changed."
    );
    assert!(say(io::ErrorKind::ReadOnlyFilesystem).contains("is read-only. Choose another place."));
    assert!(say(io::ErrorKind::QuotaExceeded).contains("quota"));
    assert!(say(io::ErrorKind::Other).contains("Check that the drive is connected"));
}

#[test]
fn a_hundred_left_over_files_stop_a_save_until_they_are_swept() {
    let mut files: Files = (0..100).map(|i| (format!("{TEMPORARY}{i}").into(), Vec::new())).collect();
    files.insert(format!("{TEMPORARY}mine").into(), Vec::new());
    let disk = ModelDisk::new(&files, &[], None);
    assert!(replace(&disk, Path::new(FILE), b"new").is_err());
    assert_eq!(sweep(&disk, Path::new(FILE)).unwrap(), 100);
    replace(&disk, Path::new(FILE), b"new").unwrap();
    assert_eq!(disk.state().files().len(), 2, "the file itself and one that only looks like ours");
}

#[test]
fn the_real_disk_replaces_and_reads() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plan.ron");
    for content in [&b"first"[..], b"second, longer", b""] {
        replace(&RealDisk, &path, content).unwrap();
        assert_eq!(RealDisk.read(&path, 100).unwrap(), content);
    }
    assert_eq!(RealDisk.list(folder.path()).unwrap(), ["plan.ron"]);
    replace(&RealDisk, &path, b"12345").unwrap();
    assert_eq!(RealDisk.read(&path, 5).unwrap(), b"12345");
    assert!(matches!(RealDisk.read(&path, 4), Err(DiskError::TooBig { limit: 4, .. })));
    assert!(matches!(RealDisk.read(folder.path(), 4), Err(DiskError::NotAFile(_))));
    assert!(matches!(RealDisk.read(&folder.path().join("none"), 4), Err(DiskError::Missing(_))));

    let refused = replace(&RealDisk, folder.path(), b"x").unwrap_err();
    assert!(matches!(refused.cause(), DiskError::NotAFile(_)), "{refused}");
    let refused = replace(&RealDisk, &folder.path().join("none/plan.ron"), b"x").unwrap_err();
    assert!(matches!(refused.cause(), DiskError::Missing(_)), "{refused}");

    let long = folder.path().join("é".repeat(120) + ".ron");
    replace(&RealDisk, &long, b"long").unwrap();
    assert_eq!(RealDisk.read(&long, 9).unwrap(), b"long");
}

#[cfg(unix)]
#[test]
fn the_real_disk_keeps_links_and_permissions() {
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};

    let folder = tempfile::tempdir().unwrap();
    let (inner, outer) = (folder.path().join("inner"), folder.path().join("outer"));
    fs::create_dir(&inner).unwrap();
    fs::create_dir(&outer).unwrap();
    let file = inner.join("plan.ron");
    symlink("../inner/plan.ron", outer.join("one")).unwrap();
    symlink("one", outer.join("two")).unwrap();
    // The first save goes through a link to nothing.
    for content in ["first", "second"] {
        replace(&RealDisk, &outer.join("two"), content.as_bytes()).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), content);
        assert!(fs::symlink_metadata(outer.join("two")).unwrap().is_symlink());
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    }
    replace(&RealDisk, &file, b"third").unwrap();
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o7777, 0o640);

    symlink("circle", outer.join("circle")).unwrap();
    let refused = replace(&RealDisk, &outer.join("circle"), b"x").unwrap_err();
    assert!(matches!(refused.cause(), DiskError::LinkCircle(_)), "{refused}");

    fs::set_permissions(&file, fs::Permissions::from_mode(0o444)).unwrap();
    let refused = replace(&RealDisk, &file, b"fourth").unwrap_err();
    assert!(matches!(refused.cause(), DiskError::ReadOnlyFile(_)), "{refused}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "third");
    assert_eq!(fs::read_dir(&inner).unwrap().count(), 1);
    assert_eq!(fs::read_dir(&outer).unwrap().count(), 3);
}
