//! Reading and writing files on a named thread, so that the window never waits for a disk.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, TryRecvError, channel},
    },
};

use crate::{
    domain::Workspace,
    files::{
        safety::{RealDisk, replace},
        workspace,
    },
};

use super::dialogs::Purpose;

/// What a job ended with.
pub enum Done {
    /// A file was read.
    Opened(PathBuf, Result<Box<Workspace>, String>),
    /// A state was written for a purpose.
    Saved(PathBuf, Purpose, Arc<Workspace>, Result<(), String>),
    /// Something else than a workspace was written.
    Exported(PathBuf, Result<(), String>),
    /// It was cancelled before anything was written.
    Cancelled,
}

/// Who settles how an export ends: the user who cancels it, or the thread that begins to write. The first one wins.
#[derive(Debug, Clone, Default)]
pub struct Settled(Arc<AtomicBool>);

impl Settled {
    /// Whether nobody settled it yet, so that the work is worth going on.
    pub fn is_open(&self) -> bool {
        !self.0.load(Ordering::Relaxed)
    }

    /// Settles it; `false` = the other one did.
    fn settle(&self) -> bool {
        !self.0.swap(true, Ordering::Relaxed)
    }
}

/// A job in progress; one at a time.
pub struct Job {
    /// What the status bar says meanwhile.
    pub label: String,
    done: Receiver<Done>,
    /// `None` = it cannot be cancelled.
    settled: Option<Settled>,
}

impl Job {
    /// Reads a workspace.
    pub fn open(path: PathBuf, repaint: egui::Context) -> Self {
        let label = format!("Opening {}", name(&path));
        Self::start("open file", label, repaint, move || {
            let read = workspace::read(&RealDisk, &path).map(Box::new).map_err(|error| error.to_string());
            Done::Opened(path, read)
        })
    }

    /// Writes a workspace.
    pub fn save(path: PathBuf, purpose: Purpose, state: Arc<Workspace>, repaint: egui::Context) -> Self {
        let label = format!("Saving {}", name(&path));
        Self::start("save file", label, repaint, move || {
            let saved = workspace::save(&RealDisk, &path, &state).map_err(|error| error.to_string());
            Done::Saved(path, purpose, state, saved)
        })
    }

    /// Writes something else than a workspace; `make` gives its bytes, or ends early where it is settled already.
    pub fn export(
        path: PathBuf,
        make: impl FnOnce(&Settled) -> Result<Vec<u8>, String> + Send + 'static,
        repaint: egui::Context,
    ) -> Self {
        let label = format!("Exporting {}", name(&path));
        let settled = Settled::default();
        let own = settled.clone();
        let job = Self::start("export", label, repaint, move || {
            let made = make(&own);
            if !own.settle() {
                return Done::Cancelled;
            }
            let write = |bytes: Vec<u8>| replace(&RealDisk, &path, &bytes).map_err(|error| error.to_string());
            let written = made.and_then(write);
            Done::Exported(path, written)
        });
        Self { settled: Some(settled), ..job }
    }

    /// Whether it can be cancelled as long as nothing is written.
    pub const fn can_be_cancelled(&self) -> bool {
        self.settled.is_some()
    }

    /// Cancels it: nothing will be written, and nobody need wait for it. `false` = it is being written already.
    pub fn cancel(&self) -> bool {
        self.settled.as_ref().is_some_and(Settled::settle)
    }

    fn start(
        thread: &str,
        label: String,
        repaint: egui::Context,
        work: impl FnOnce() -> Done + Send + 'static,
    ) -> Self {
        let (send, done) = channel();
        let run = move || {
            let result = work();
            // The window may be gone by now; then nobody waits for the answer.
            let _ = send.send(result);
            repaint.request_repaint();
        };
        // If no thread can be had the channel is closed at once, which `poll` reports.
        let _ = std::thread::Builder::new().name(thread.to_owned()).spawn(run);
        Self { label, done, settled: None }
    }

    /// The result once it is there; `Err` = the thread ended without one.
    pub fn poll(&self) -> Option<Result<Done, String>> {
        match self.done.try_recv() {
            Ok(done) => Some(Ok(done)),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => {
                Some(Err(format!("{} did not finish; nothing was changed. Try again.", self.label)))
            }
        }
    }
}

/// File name of a path for messages.
pub fn name(path: &std::path::Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Waits for the end of a job.
    fn end(job: &Job) -> Done {
        let found = (0..2000).find_map(|_| {
            std::thread::sleep(std::time::Duration::from_millis(2));
            job.poll()
        });
        found.expect("the job ends").expect("the thread answers")
    }

    #[test]
    fn a_cancelled_export_never_begins_to_write_and_a_finished_one_cannot_be_cancelled() {
        // Nothing can be written below a file.
        let path = std::env::current_exe().unwrap().join("map.svg");
        let (go, wait) = channel();
        let make = move |settled: &Settled| {
            wait.recv().unwrap();
            assert!(!settled.is_open(), "the work can end early");
            Ok(b"map".to_vec())
        };
        let job = Job::export(path.clone(), make, egui::Context::default());
        assert!(job.can_be_cancelled() && job.cancel() && !job.cancel());
        go.send(()).unwrap();
        assert!(matches!(end(&job), Done::Cancelled));
        let job = Job::export(path, |_| Ok(b"map".to_vec()), egui::Context::default());
        assert!(matches!(end(&job), Done::Exported(_, Err(_))));
        assert!(!job.cancel());
    }
}
